import { equals, keyText, orderOf } from "./compare.ts";
import {
  argument,
  isDict,
  isList,
  isUnknown,
  listOf,
  tupleOf,
  type Call,
  type Dict,
  type List,
  type Run,
  type Value,
} from "./value.ts";

type Method<T> = (on: T, call: Call) => Value;

/** Python's methods of a list, a tuple or a set. */
export const listMethods: ReadonlyMap<string, Method<List>> = new Map<string, Method<List>>([
  ["append", (list, call) => changed(list, [first(call)], call)],
  ["add", (set, call) => changed(set, [first(call)], call)],
  ["extend", (list, call) => changed(list, elementsOf(first(call), call.run), call)],
  ["update", (list, call) => changed(list, elementsOf(first(call), call.run), call)],
  [
    "insert",
    (list, { positional: [at = 0, item = null] }) => {
      if (list.is === "list") list.items.splice(typeof at === "number" ? at : 0, 0, item);
      return null;
    },
  ],
  [
    "pop",
    (list, call) => {
      const at = argument(call, 0, "index");
      const [item] = list.items.splice(typeof at === "number" ? at : -1, 1);
      return item ?? call.run.unknown("type", "the list has no such element");
    },
  ],
  [
    "remove",
    (list, call) => {
      const at = indexIn(list, first(call), call.run);
      if (at >= 0) list.items.splice(at, 1);
      return null;
    },
  ],
  [
    "discard",
    (list, call) => {
      const at = indexIn(list, first(call), call.run);
      if (at >= 0) list.items.splice(at, 1);
      return null;
    },
  ],
  [
    "clear",
    (list) => {
      list.items.length = 0;
      return null;
    },
  ],
  ["index", (list, call) => indexIn(list, first(call), call.run)],
  [
    "count",
    (list, { positional: [item = null], run }) =>
      list.items.filter((one) => equals(one, item, run) === true).length,
  ],
  ["copy", (list) => ({ is: list.is, items: [...list.items] })],
  [
    "reverse",
    (list) => {
      list.items.reverse();
      return null;
    },
  ],
  [
    "sort",
    (list, call) => {
      const sorted = sortedItems(list.items, call.run, call.named.get("reverse") === true);
      list.items.splice(0, list.items.length, ...sorted);
      return null;
    },
  ],
  [
    "union",
    (set, call) => distinct([...set.items, ...elementsOf(first(call), call.run)], call.run),
  ],
  [
    "intersection",
    (set, call) => {
      const other = new Set(
        elementsOf(first(call), call.run).map((item) => keyText(item, call.run)),
      );
      return distinct(
        set.items.filter((item) => other.has(keyText(item, call.run))),
        call.run,
      );
    },
  ],
  [
    "difference",
    (set, call) => {
      const other = new Set(
        elementsOf(first(call), call.run).map((item) => keyText(item, call.run)),
      );
      return distinct(
        set.items.filter((item) => !other.has(keyText(item, call.run))),
        call.run,
      );
    },
  ],
  [
    "issubset",
    (set, call) => {
      const other = new Set(
        elementsOf(first(call), call.run).map((item) => keyText(item, call.run)),
      );
      return set.items.every((item) => other.has(keyText(item, call.run)));
    },
  ],
]);

/** Python's methods of a dict. */
export const dictMethods: ReadonlyMap<string, Method<Dict>> = new Map<string, Method<Dict>>([
  [
    "get",
    ({ entries }, call) =>
      entries.get(keyText(first(call), call.run))?.[1] ?? argument(call, 1, "default") ?? null,
  ],
  [
    "items",
    ({ entries }) => listOf([...entries.values()].map(([key, value]) => tupleOf(key, value))),
  ],
  ["keys", ({ entries }) => listOf([...entries.values()].map(([key]) => key))],
  ["values", ({ entries }) => listOf([...entries.values()].map(([, value]) => value))],
  [
    "update",
    (dict, call) => {
      const other = first(call);
      if (isDict(other)) for (const [key, pair] of other.entries) dict.entries.set(key, pair);
      else if (isList(other))
        for (const item of other.items) if (isList(item)) putPair(dict, item, call.run);
      for (const [name, value] of call.named) dict.entries.set(`s${name}`, [name, value]);
      call.run.spend(isDict(other) ? other.entries.size : 1);
      return null;
    },
  ],
  [
    "pop",
    (dict, call) => {
      const key = keyText(first(call), call.run);
      const found = dict.entries.get(key)?.[1];
      dict.entries.delete(key);
      return found ?? argument(call, 1, "default") ?? null;
    },
  ],
  [
    "setdefault",
    (dict, call) => {
      const key = keyText(first(call), call.run);
      const found = dict.entries.get(key)?.[1];
      if (found !== undefined) return found;
      const value = argument(call, 1, "default") ?? null;
      dict.entries.set(key, [first(call), value]);
      return value;
    },
  ],
  ["copy", ({ entries }) => ({ is: "dict", entries: new Map(entries) })],
  [
    "clear",
    ({ entries }) => {
      entries.clear();
      return null;
    },
  ],
]);

function first({ positional: [item = null] }: Call): Value {
  return item;
}

function putPair(dict: Dict, { items: [key = null, value = null] }: List, run: Run): void {
  dict.entries.set(keyText(key, run), [key, value]);
}

/** Adds to a list, or to a set what it does not hold yet; a tuple stays as it is. */
function changed(list: List, more: readonly Value[], { run }: Call): Value {
  if (list.is === "tuple") return run.unknown("type", "a tuple cannot be changed");
  if (!run.spend(more.length)) return null;
  // A list may be added to itself: it must not grow under the loop.
  for (const item of more === list.items ? more.slice() : more) {
    if (list.is === "list" || indexIn(list, item, run) < 0) list.items.push(item);
  }
  return null;
}

function indexIn({ items }: List, wanted: Value, run: Run): number {
  return items.findIndex((item) => equals(item, wanted, run) === true);
}

/** What a loop over the value sees; of an unknown value one element, the unknown itself. */
export function elementsOf(value: Value, run: Run): readonly Value[] {
  if (isList(value)) return value.items;
  if (isDict(value)) return [...value.entries.values()].map(([key]) => key);
  if (typeof value === "string") return run.spend(value.length) ? Array.from(value) : [];
  return isUnknown(value) ? [value] : [];
}

/** A set of the distinct items, in order of first appearance. */
export function distinct(items: readonly Value[], run: Run): List {
  const seen = new Map<string, Value>();
  for (const item of items) {
    if (!run.spend(1)) break;
    const key = keyText(item, run);
    if (!seen.has(key)) seen.set(key, item);
  }
  return { is: "set", items: [...seen.values()] };
}

/** The items in order; those that cannot be compared stay where they are. */
export function sortedItems(
  items: readonly Value[],
  run: Run,
  isReversed = false,
  keyOf: (item: Value) => Value = (item) => item,
): readonly Value[] {
  if (!run.spend(items.length * 4)) return items;
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  const sign = isReversed ? -1 : 1;
  return keyed.toSorted((a, b) => sign * (orderOf(a.key, b.key, run) ?? 0)).map(({ item }) => item);
}
