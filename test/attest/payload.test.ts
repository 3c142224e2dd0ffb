import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { payloadBytes, readPayload } from "../../src/attest/payload.ts";
import type { Json } from "../../src/base/json.ts";

const text = (value: Json): string => Buffer.from(payloadBytes(value)).toString();
const codeOf = (payload: string): string => {
  const read = readPayload(Buffer.from(payload));
  return read.ok ? "read" : read.problem.code;
};

/** Values that a payload may hold. */
const payloads: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: "binary" }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ unit: "grapheme", maxLength: 4 }).filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 4 },
    ),
  ),
})).value;

test("keys are sorted by code unit at every level and one line feed ends the payload", () => {
  expect(text({ b: [{ z: 1, a: 2 }], "\u{1F600}": 3, "\uFB33": 4, a: "é" })).toBe(
    '{"a":"é","b":[{"a":2,"z":1}],"\u{1F600}":3,"\uFB33":4}\n',
  );
});

test("what is written is read back, and written again it has the same bytes", () => {
  fc.assert(
    fc.property(payloads, (value) => {
      const bytes = payloadBytes(value);
      const read = readPayload(bytes);
      expect(read.ok && payloadBytes(read.value)).toEqual(bytes);
    }),
  );
});

test.each([
  ["null", { a: [null] }, "null at /a/0"],
  ["a fraction", { a: 1.5 }, "1.5 at /a, which is no safe integer"],
  ["an integer that a double cannot hold", { a: 2 ** 53 }, "no safe integer"],
  ["not a number", { a: Number.NaN }, "no safe integer"],
  ["a lone surrogate", { a: "\ud800" }, "a lone surrogate at /a"],
  ["a lone surrogate in a key", { a: { "\udfff": 1 } }, "a lone surrogate in a key at /a"],
] as const)("%s is never written", (_, value, message) => {
  expect(() => payloadBytes(value)).toThrow(message);
});

test("33 levels and 8 MiB and one byte are neither written nor read; 32 levels are", () => {
  const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)]);
  expect(codeOf(text(nested(32)))).toBe("read");
  expect(() => payloadBytes(nested(33))).toThrow("more than 32 levels");
  expect(codeOf(`${"[".repeat(33)}1${"]".repeat(33)}\n`)).toBe("payload.canonical");
  const long = "a".repeat(8 * 1024 * 1024 - 2);
  expect(() => payloadBytes(long)).toThrow("at most 8388608");
  expect(codeOf(`"${long}"\n`)).toBe("payload.canonical");
  expect(codeOf(text(long.slice(1)))).toBe("read");
});

const good = readFileSync("fixtures/attest/vector/payload.json", "utf8");

test.each([
  ["without line feed", good.trimEnd()],
  ["with CR LF", good.replace("\n", "\r\n")],
  ["with white space", good.replace(":", ": ")],
  ["with keys in another order", good.replace(/^\{("_type":.*?),("predicate":\{\})/u, "{$2,$1")],
  ["with a needless escape", good.replace("hello", "h\\u0065llo")],
  ["with a slash escaped", good.replace("https://in", "https:\\/\\/in")],
  ["with a fraction", good.replace("{}", '{"a":1.0}')],
  ["with an exponent", good.replace("{}", '{"a":1e2}')],
  ["with minus zero", good.replace("{}", '{"a":-0}')],
  ["with null", good.replace("{}", '{"a":null}')],
  ["with a large integer", good.replace("{}", '{"a":12345678901234567890}')],
  ["with a duplicate", good.replace("{}", '{"a":1,"a":1}')],
])("a payload %s is refused", (_, changed) => {
  expect(changed).not.toBe(good);
  expect(codeOf(changed)).toBe("payload.canonical");
});

test("the worked vector is canonical", () => {
  expect(codeOf(good)).toBe("read");
});
