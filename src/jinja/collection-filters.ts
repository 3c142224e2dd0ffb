import { keyText, truthOf } from "./compare.ts";
import { elementsOf, sortedItems } from "./collection-methods.ts";
import { itemOf } from "./members.ts";
import { numeric, textOf } from "./show.ts";
import { jinjaTests } from "./tests.ts";
import {
  argument,
  isDict,
  isUnknown,
  listOf,
  numberOf,
  tupleOf,
  undefinedValue,
  type Call,
  type Run,
  type Value,
} from "./value.ts";

type Filter = (value: Value, call: Call) => Value;

/** Applies to what a loop over the value sees; an unknown value stays unknown. */
function elements(change: (items: readonly Value[], call: Call) => Value): Filter {
  return (value, call) => {
    if (isUnknown(value)) return value;
    const items = elementsOf(value, call.run);
    return call.run.spend(items.length)
      ? change(items, call)
      : call.run.unknown("limit", "the list is too long");
  };
}

/** `a.b` or `0`: the way from an element to a part of it. */
function partOf(item: Value, attribute: Value | undefined, run: Run): Value {
  if (attribute === undefined) return item;
  if (typeof attribute !== "string") return itemOf(item, attribute, run);
  let at = item;
  for (const step of attribute.split(".").slice(0, 20)) {
    at = itemOf(at, /^\d+$/u.test(step) ? Number(step) : step, run);
  }
  return at;
}

/** `map('upper')` or `map(attribute='name')`. */
function mapped(items: readonly Value[], call: Call): Value {
  const { run } = call;
  const attribute = call.named.get("attribute");
  if (attribute !== undefined) {
    const otherwise = call.named.get("default");
    return listOf(
      items.map((item) => {
        const part = partOf(item, attribute, run);
        const isAbsent = typeof part === "object" && part?.is === "undefined";
        return isAbsent && otherwise !== undefined ? otherwise : part;
      }),
    );
  }
  const [name = null, ...positional] = call.positional;
  const filter = run.filter(textOf(name, run));
  if (filter === undefined) {
    return run.unknown("unsupported", `no filter is named ${textOf(name, run)}`);
  }
  return listOf(
    items.map((item) =>
      filter.call({ ...call, positional: [item, ...positional], named: new Map() }),
    ),
  );
}

/** Elements that pass a test; without a name, those that hold. */
function chosen(sign: boolean, byAttribute: boolean): Filter {
  return elements((items, call) => {
    const [attribute, rest] = byAttribute
      ? [call.positional[0], call.positional.slice(1)]
      : [undefined, call.positional];
    const [name, ...more] = rest;
    return listOf(
      items.filter((item) => {
        const part = partOf(item, attribute, call.run);
        const result =
          name === undefined
            ? truthOf(part)
            : tested(textOf(name, call.run), part, { ...call, positional: more });
        return result === undefined || result === sign;
      }),
    );
  });
}

/** What cannot be decided is kept: lineage is never lost by it. */
function tested(name: string, value: Value, call: Call): boolean | undefined {
  const test = jinjaTests.get(name);
  if (test === undefined) {
    call.run.unknown("unsupported", `no test is named ${name}`);
    return undefined;
  }
  return test(value, call);
}

function extreme(sign: 1 | -1): Filter {
  return elements((items, call) => {
    const attribute = argument(call, 1, "attribute");
    const keyOf = (item: Value): Value => partOf(item, attribute, call.run);
    const sorted = sortedItems(items, call.run, sign < 0, keyOf);
    return sorted[0] ?? undefinedValue("the only element");
  });
}

function unique(items: readonly Value[], call: Call): Value {
  const seen = new Set<string>();
  return listOf(
    items.filter((item) => {
      const part = partOf(item, argument(call, 1, "attribute"), call.run);
      const folded =
        typeof part === "string" && argument(call, 0, "case_sensitive") !== true
          ? part.toLowerCase()
          : part;
      const key = keyText(folded, call.run);
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    }),
  );
}

function ordered(items: readonly Value[], call: Call): Value {
  const attribute = argument(call, 2, "attribute");
  const isSensitive = argument(call, 1, "case_sensitive") === true;
  const keyOf = (item: Value): Value => {
    const part = partOf(item, attribute, call.run);
    return typeof part === "string" && !isSensitive ? part.toLowerCase() : part;
  };
  return listOf(sortedItems(items, call.run, argument(call, 0, "reverse") === true, keyOf));
}

function groupedBy(items: readonly Value[], call: Call): Value {
  const attribute = argument(call, 0, "attribute");
  const groups = new Map<string, { readonly key: Value; readonly items: Value[] }>();
  for (const item of items) {
    const key = partOf(item, attribute, call.run);
    const name = keyText(key, call.run);
    const group = groups.get(name) ?? { key, items: [] };
    groups.set(name, group);
    group.items.push(item);
  }
  const sorted = sortedItems(
    [...groups.values()].map((group) => tupleOf(group.key, listOf(group.items))),
    call.run,
    false,
    (pair) => itemOf(pair, 0, call.run),
  );
  return listOf(sorted);
}

function batches(items: readonly Value[], call: Call): Value {
  const size = argument(call, 0, "linecount");
  const count = typeof size === "number" && size > 0 ? size : 1;
  const filler = argument(call, 1, "fill_with");
  const rows: Value[] = [];
  for (let at = 0; at < items.length; at += count) {
    const row = items.slice(at, at + count);
    const missing = filler === undefined ? 0 : Math.min(count - row.length, 10_000);
    rows.push(listOf([...row, ...Array.from({ length: missing }, () => filler ?? null)]));
  }
  return listOf(rows);
}

function total(items: readonly Value[], call: Call): Value {
  const parts = items.map((item) => partOf(item, argument(call, 0, "attribute"), call.run));
  const numbers = parts.map(numberOf);
  const start = numberOf(argument(call, 1, "start") ?? 0) ?? 0;
  if (numbers.includes(undefined)) return call.run.unknown("type", "only numbers can be summed up");
  const sum = numbers.reduce<number>((all, number) => all + (number ?? 0), start);
  return numeric(
    sum,
    parts.every((part) => typeof part === "number"),
  );
}

function pairsOf(value: Value, call: Call): Value {
  if (!isDict(value)) return isUnknown(value) ? value : listOf([]);
  const pairs = [...value.entries.values()].map(([key, item]) => tupleOf(key, item));
  return call.run.spend(pairs.length) ? listOf(pairs) : listOf([]);
}

/** Jinja's filters over lists and dicts. */
export const collectionFilters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ["map", elements(mapped)],
  ["select", chosen(true, false)],
  ["reject", chosen(false, false)],
  ["selectattr", chosen(true, true)],
  ["rejectattr", chosen(false, true)],
  ["first", elements(([item]) => item ?? undefinedValue("the first element"))],
  ["last", elements((items) => items.at(-1) ?? undefinedValue("the last element"))],
  ["random", elements((_, { run }) => run.unknown("environment", "chance decides"))],
  ["min", extreme(1)],
  ["max", extreme(-1)],
  ["sum", elements(total)],
  ["unique", elements(unique)],
  ["sort", elements(ordered)],
  [
    "reverse",
    (value, call) =>
      typeof value === "string"
        ? Array.from(value).toReversed().join("")
        : elements((items) => listOf(items.toReversed()))(value, call),
  ],
  ["groupby", elements(groupedBy)],
  ["batch", elements(batches)],
  ["items", pairsOf],
  [
    "dictsort",
    (value, call) => {
      const pairs = pairsOf(value, call);
      if (isUnknown(pairs)) return pairs;
      const by = argument(call, 1, "by") === "value" ? 1 : 0;
      const keyOf = (pair: Value): Value => {
        const part = itemOf(pair, by, call.run);
        return typeof part === "string" ? part.toLowerCase() : part;
      };
      return listOf(
        sortedItems(
          elementsOf(pairs, call.run),
          call.run,
          argument(call, 2, "reverse") === true,
          keyOf,
        ),
      );
    },
  ],
  ["attr", (value, call) => itemOf(value, argument(call, 0, "name") ?? null, call.run)],
]);
