import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readStrictJson, type StrictJson } from "../../src/attest/strict-json.ts";
import { canonicalJson } from "../../src/base/canonical.ts";
import type { Json } from "../../src/base/json.ts";

const limits = { bytes: 1000, depth: 4 };
const read = (text: string | Uint8Array): StrictJson =>
  readStrictJson(typeof text === "string" ? Buffer.from(text) : text, limits);

const refused: readonly (readonly [string, string | Uint8Array, string])[] = [
  ["nothing", "", "the end of the text is not expected at offset 0"],
  ["a BOM", "\uFEFF{}", "is not expected at offset 0"],
  ["broken UTF-8", Uint8Array.of(0x22, 0xc3, 0x22), "not UTF-8"],
  ["overlong UTF-8", Uint8Array.of(0x22, 0xc0, 0xaf, 0x22), "not UTF-8"],
  ["a surrogate in UTF-8", Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), "not UTF-8"],
  ["a duplicate member", '{"a":1,"b":2,"a":3}', 'the member "a" twice, again at offset 13'],
  ["a duplicate by escape", '{"a":1,"\\u0061":2}', 'the member "a" twice'],
  ["__proto__", '{"a":{"__proto__":1}}', "the member __proto__ at offset 6"],
  ["__proto__ by escape", '{"\\u005f_proto__":1}', "the member __proto__"],
  ["a lone surrogate", '"\\ud800"', "a lone surrogate at offset 0"],
  ["a lone low surrogate in a key", '{"\\udc00":1}', "a lone surrogate"],
  ["a wrong escape", '"\\x"', "a wrong escape"],
  ["a control character", '"a\nb"', "control character"],
  ["a string without end", '{"a', "a string without end"],
  ["an escaped end", '"a\\"', "a string without end"],
  ["five levels", "[[[[[1]]]]]", "nested deeper than 4 levels at offset 4"],
  ["more than the bytes allowed", `"${"a".repeat(1000)}"`, "1002 bytes, at most 1000 are read"],
  ["a second value", "1 2", '"2" is not expected'],
  ["a trailing comma", "[1,]", '"]" is not expected'],
  ["a missing comma", "[1 2]", '"2" is not expected'],
  ["a missing colon", '{"a" 1}', '"1" is not expected'],
  ["a bare word", "nul", '"n" is not expected'],
  ["a leading zero", "01", '"1" is not expected'],
  ["a bare minus", "-", '"-" is not expected'],
  ["a comment", "{}//", '"/" is not expected'],
  ["an unquoted key", "{a:1}", '"a" is not expected'],
  ["a closing sign too many", "[]]", '"]" is not expected'],
];

test.each(refused)("%s is refused", (_, text, message) => {
  const result = read(text);
  expect(result.ok ? "accepted" : result.message).toContain(message);
});

test("four levels, escapes, numbers and white space are read", () => {
  const text =
    ' { "a" : [ [ { "b" : -1.5e2 } ] , true , null ] , "é\\n\\ud83d\\ude00" : "\\\\" } \n';
  const value = { a: [[{ b: -150 }], true, null], "é\n😀": "\\" };
  expect(read(text)).toEqual({ ok: true, value, isCanonical: false });
});

test("members named like those of every object are ordinary", () => {
  const text = '{"constructor":1,"toString":2,"hasOwnProperty":3}';
  expect(JSON.stringify(read(text))).toContain('"constructor":1,"toString":2,"hasOwnProperty":3');
});

const wide = { bytes: 1 << 20, depth: 64 };

test("whatever JSON.stringify writes is read as the same value", () => {
  const holds = fc.property(fc.json({ maxDepth: 5 }), (text) => {
    const result = readStrictJson(Buffer.from(text), wide);
    return result.ok
      ? isDeepStrictEqual(result.value, JSON.parse(text))
      : text.includes("__proto__");
  });
  expect(() => fc.assert(holds)).not.toThrow();
});

/** Texts near JSON: cut, doubled, with one byte changed, or spelled with more white space. */
const nearly = fc
  .record({
    value: fc.jsonValue({ maxDepth: 3 }),
    at: fc.nat(),
    byte: fc.constantFrom(0x0a, 0x20, 0x22, 0x2c, 0x2d, 0x30, 0x5c, 0x65, 0x7b, 0x7d, 0xc3),
    how: fc.constantFrom("cut", "double", "change", "insert", "keep"),
  })
  .map(({ value, at, byte, how }) => {
    const bytes = Buffer.from(`${canonicalJson(value as Json)}\n`);
    const place = at % bytes.length;
    const [head, tail] = [bytes.subarray(0, place), bytes.subarray(place)];
    const one = Buffer.of(byte);
    switch (how) {
      case "cut":
        return head;
      case "double":
        return Buffer.concat([bytes, bytes]);
      case "change":
        return Buffer.concat([head, one, tail.subarray(1)]);
      case "insert":
        return Buffer.concat([head, one, tail]);
      case "keep":
        return bytes;
    }
  });

test("a text near JSON never throws, and what is read JSON.parse reads in the same way", () => {
  const holds = fc.property(nearly, (bytes) => {
    const result = readStrictJson(bytes, wide);
    return result.ok
      ? isDeepStrictEqual(result.value, JSON.parse(bytes.toString()))
      : result.message !== "";
  });
  expect(() => fc.assert(holds, { numRuns: 2000 })).not.toThrow();
});

/** Undefined for a number that is too large for any JSON. */
function rewritten(value: Json): string | undefined {
  try {
    return `${canonicalJson(value)}\n`;
  } catch {
    return undefined;
  }
}

test("a text is canonical exactly when writing its value again gives the same bytes", () => {
  const holds = fc.property(nearly, (bytes) => {
    const result = readStrictJson(bytes, wide);
    if (!result.ok) return true;
    return result.isCanonical === (rewritten(result.value) === bytes.toString());
  });
  expect(() => fc.assert(holds, { numRuns: 2000 })).not.toThrow();
  expect(read('{"a":[1,"\u00e9"],"b":{}}\n')).toMatchObject({ isCanonical: true });
  const others = [
    '{"b":1,"a":2}\n',
    '{"a":1}',
    '{"a":1}\n\n',
    " 1\n",
    "1.0\n",
    "-0\n",
    "1e999\n",
    '"\\u0061"\n',
    '"\\/"\n',
    "[1, 2]\n",
  ];
  expect(
    others.map((text) => read(text)).filter((result) => result.ok && !result.isCanonical),
  ).toHaveLength(others.length);
});

test("random bytes never throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(typeof read(bytes).ok).toBe("boolean");
    }),
  );
});

test("depth is counted without recursion past the limit, and escapes cost linear time", () => {
  const deep = readStrictJson(Buffer.from("[".repeat(200_000)), { bytes: 1 << 20, depth: 32 });
  expect(deep).toMatchObject({ ok: false, message: "nested deeper than 32 levels at offset 32" });
  const quotes = `"${'\\"'.repeat(200_000)}"`;
  expect(readStrictJson(Buffer.from(quotes), { bytes: 1 << 20, depth: 1 })).toMatchObject({
    ok: true,
    value: '"'.repeat(200_000),
  });
});
