import { elementsOf } from "./collection-methods.ts";
import {
  callable,
  dictOf,
  isDict,
  isList,
  listOf,
  numberOf,
  type Call,
  type Dict,
  type Thing,
  type Value,
} from "./value.ts";

/** Jinja's own global functions. */
export const builtins: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["range", callable("range", range)],
  ["dict", callable("dict", newDict)],
  ["namespace", callable("namespace", (call) => namespaceOf(newDict(call)))],
  ["lipsum", callable("lipsum", ({ run }) => run.unknown("environment", "chance decides"))],
]);

function range({ positional, run }: Call): Value {
  const numbers = positional.map(numberOf);
  const unknown = positional.find((value) => typeof value === "object" && value?.is === "unknown");
  if (unknown !== undefined) return unknown;
  const [first, second, step = 1] = numbers;
  const [start, stop] = second === undefined ? [0, first] : [first, second];
  if (start === undefined || stop === undefined || step === 0) {
    return run.unknown("type", "range needs whole numbers");
  }
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (!run.spend(length)) return run.unknown("limit", "the range is too long");
  return listOf(Array.from({ length }, (_, index) => start + index * step));
}

function newDict(call: Call): Dict {
  const [from = null] = call.positional;
  const dict = dictOf([]);
  if (isDict(from)) for (const [key, pair] of from.entries) dict.entries.set(key, pair);
  for (const item of isList(from) ? elementsOf(from, call.run) : []) {
    if (!isList(item) || typeof item.items[0] !== "string") continue;
    dict.entries.set(`s${item.items[0]}`, [item.items[0], item.items[1] ?? null]);
  }
  for (const [name, value] of call.named) dict.entries.set(`s${name}`, [name, value]);
  return dict;
}

/** An object whose members `set ns.x = …` changes, in whatever scope. */
function namespaceOf({ entries }: Dict): Thing {
  return {
    is: "thing",
    name: "namespace",
    member: (name) => entries.get(`s${name}`)?.[1],
    assign: (name, value) => {
      entries.set(`s${name}`, [name, value]);
    },
  };
}
