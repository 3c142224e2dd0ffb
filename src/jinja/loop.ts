import { callable, undefinedValue, type Thing, type Value } from "./value.ts";

/** What `loop` is inside a `for`. */
export function loopOf(items: readonly Value[], index: number): Thing {
  const { length } = items;
  const members = new Map<string, Value>([
    ["index", index + 1],
    ["index0", index],
    ["revindex", length - index],
    ["revindex0", length - index - 1],
    ["first", index === 0],
    ["last", index === length - 1],
    ["length", length],
    ["depth", 1],
    ["depth0", 0],
    ["previtem", items[index - 1] ?? undefinedValue("previtem")],
    ["nextitem", items[index + 1] ?? undefinedValue("nextitem")],
    [
      "cycle",
      callable("cycle", ({ positional }) => positional[index % (positional.length || 1)] ?? null),
    ],
  ]);
  return { is: "thing", name: "loop", member: (name) => members.get(name) };
}
