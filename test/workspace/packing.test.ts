import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../src/base/json.ts";
import {
  flag,
  json,
  list,
  mapOf,
  optional,
  pack,
  record,
  text,
  textThat,
  union,
  unpack,
  whole,
  word,
  type Codec,
} from "../../src/workspace/packing.ts";

interface Flat {
  readonly name: string;
  readonly count?: number;
  readonly ready: boolean;
}
type Shape =
  | { readonly is: "round"; readonly radius: number }
  | { readonly is: "square" | "cube"; readonly name?: string };

const flat = record<Flat>({ name: text, count: optional(whole), ready: flag });
const shape = union<Shape, "is">("is", {
  round: { radius: whole },
  square: { name: optional(text) },
  cube: { name: optional(text) },
});

function again<T>(codec: Codec<T>, values: readonly T[]): readonly T[] | undefined {
  return unpack(codec, pack(codec, values))?.values;
}

/** The bytes of a packing with this table and this content, whoever made them. */
function made(table: string, ...content: readonly number[]): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(Buffer.byteLength(table), 4);
  return Buffer.concat([head, Buffer.from(table), Buffer.from(content)]);
}

test("objects come back with their members in order, and without those that were absent", () => {
  const values: Flat[] = [
    { name: "a", count: 4_294_967_295, ready: true },
    { name: "", ready: false },
  ];
  expect(JSON.stringify(again(flat, values))).toBe(JSON.stringify(values));
  expect(Object.keys(again(flat, values)?.[1] ?? {})).toEqual(["name", "ready"]);
});

test("each case of a union comes back as that case", () => {
  const values: Shape[] = [{ is: "round", radius: 3 }, { is: "cube", name: "c" }, { is: "square" }];
  expect(JSON.stringify(again(shape, values))).toBe(JSON.stringify(values));
});

test("any plain value comes back as it was", () => {
  const property = fc.property(fc.array(fc.jsonValue()), (values) => {
    const plain: Json[] = JSON.parse(JSON.stringify(values));
    expect(JSON.stringify(again(json, plain))).toBe(JSON.stringify(plain));
  });
  expect(() => fc.assert(property, { numRuns: 300 })).not.toThrow();
});

test("any text comes back, halves of characters and __proto__ as a member included", () => {
  const property = fc.property(fc.string({ unit: "binary" }), (value) => {
    expect(again(text, [value])).toEqual([value]);
  });
  expect(() => fc.assert(property)).not.toThrow();
  expect(again(text, ["\ud800", "\u{1f600}"])).toEqual(["\ud800", "\u{1f600}"]);
  const odd: Json = JSON.parse('{"__proto__": {"a": 1}}');
  expect(JSON.stringify(again(json, [odd]))).toBe('[{"__proto__":{"a":1}}]');
});

test("a text is kept once, however often it occurs", () => {
  const long = "x".repeat(1000);
  const once = pack(mapOf(text), [{ a: long }]).length;
  expect(
    pack(
      mapOf(text),
      Array.from({ length: 100 }, () => ({ a: long })),
    ).length,
  ).toBeLessThan(once + 1000);
});

test("what was unpacked is copied, and packs to the same values among new ones", () => {
  const values: Flat[] = ["a", "b", "c"].map((name) => ({ name, ready: true }));
  const before = unpack(flat, pack(flat, values));
  const [first, second] = before?.values ?? [];
  expect(first).toBeDefined();
  const writes: Flat[] = [];
  const watched: Codec<Flat> = {
    ...flat,
    write: (output, value) => {
      writes.push(value);
      flat.write(output, value);
    },
  };
  const fresh: Flat = { name: "new", count: 1, ready: false };
  const next = [second, fresh, first].filter((one) => one !== undefined);
  expect(unpack(flat, pack(watched, next, before))?.values).toEqual(next);
  expect(writes).toEqual([fresh]);
});

test("texts of values that are gone do not pile up for ever", () => {
  let kept = unpack(text, pack(text, ["0"]));
  for (let round = 1; round < 100; round += 1) {
    kept = unpack(text, pack(text, [String(round)], kept));
    expect(kept?.values).toEqual([String(round)]);
  }
  expect(kept?.texts.length).toBeLessThanOrEqual(2);
});

test("bytes that are cut short or go on are none of ours", () => {
  const bytes = pack(json, [{ a: [1, "two", null] }, "three"]);
  for (const length of bytes.keys()) {
    expect(unpack(json, bytes.subarray(0, length))).toBeUndefined();
  }
  expect(unpack(json, Buffer.concat([bytes, Buffer.from([0])]))).toBeUndefined();
  expect(unpack(json, bytes)).toBeDefined();
});

test("a table that is no list of texts is none of ours", () => {
  expect(unpack(text, made('["a"]', 1, 0))?.values).toEqual(["a"]);
  for (const table of ["", "{}", "null", '["a"', '["a", 1]', "[[]]"]) {
    expect(unpack(text, made(table, 1, 0))).toBeUndefined();
  }
});

test("numbers of what is not there are none of ours", () => {
  const short = textThat((value): value is "a" => value === "a");
  expect(unpack(short, made('["a","b"]', 1, 0))?.values).toEqual(["a"]);
  expect(unpack(short, made('["a","b"]', 1, 1))).toBeUndefined();
  expect(unpack(text, made('["a"]', 1, 1))).toBeUndefined();
  expect(unpack(word(["a", "b"]), made("[]", 1, 1))?.values).toEqual(["b"]);
  expect(unpack(word(["a", "b"]), made("[]", 1, 2))).toBeUndefined();
  expect(unpack(shape, made("[]", 1, 3))).toBeUndefined();
  expect(unpack(json, made("[]", 1, 7))).toBeUndefined();
  expect(unpack(json, made('["NaN"]', 1, 4, 0))).toBeUndefined();
  expect(unpack(whole, made("[]", 1, 255, 255, 255, 255, 255, 1))).toBeUndefined();
});

test("a list longer than the bytes that are left is refused before it is made", () => {
  expect(unpack(list(whole), made("[]", 1, 255, 255, 255, 255, 15))).toBeUndefined();
  expect(unpack(whole, made("[]", 255, 255, 255, 255, 15))).toBeUndefined();
});

test("lists in lists without end are refused", () => {
  const nested = Array.from({ length: 200_000 }, () => [6, 1]).flat();
  expect(unpack(json, made("[]", 1, ...nested.slice(0, 20), 0))?.values).toHaveLength(1);
  expect(unpack(json, Buffer.concat([made("[]", 1), Buffer.from([...nested, 0])]))).toBeUndefined();
});

test("any bytes are a value of the type or nothing", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .tuple(fc.json(), fc.array(fc.nat(9), { maxLength: 40 }))
      .map(([table, content]) => made(table, ...content)),
    fc
      .array(fc.nat(9), { maxLength: 40 })
      .map((content) => made('["a","1","masking:x"]', ...content)),
  );
  const property = fc.property(bytes, (any) => {
    const found = unpack(flat, any)?.values ?? [];
    for (const { name, count, ready } of found) {
      expect(typeof name).toBe("string");
      expect(["number", "undefined"]).toContain(typeof count);
      expect(typeof ready).toBe("boolean");
    }
    const values = unpack(json, any)?.values ?? [];
    expect(JSON.stringify(again(json, values))).toBe(JSON.stringify(values));
  });
  expect(() => fc.assert(property, { numRuns: 2000 })).not.toThrow();
});
