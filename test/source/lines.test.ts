import fc from "fast-check";
import { expect, test } from "vitest";
import { lineIndexOf, lineText, positionAt } from "../../src/source/lines.ts";

test("lines end with a line feed, a carriage return or both", () => {
  const index = lineIndexOf("a\nb\r\nc\rd\n");
  expect([1, 2, 3, 4, 5, 6].map((number) => lineText(index, number))).toEqual([
    "a",
    "b",
    "c",
    "d",
    "",
    "",
  ]);
});

test("a position counts lines and code points from 1", () => {
  const index = lineIndexOf("é😀x\r\ny");
  expect(positionAt(index, 0)).toEqual({ line: 1, column: 1 });
  expect(positionAt(index, 3)).toEqual({ line: 1, column: 3 });
  expect(positionAt(index, 6)).toEqual({ line: 2, column: 1 });
});

test("an offset beyond the text is its end", () => {
  expect(positionAt(lineIndexOf("a\nbc"), 99)).toEqual({ line: 2, column: 3 });
  expect(positionAt(lineIndexOf(""), -1)).toEqual({ line: 1, column: 1 });
});

test("positions agree with splitting the text before the offset", () => {
  const text = fc.array(fc.constantFrom("a", "é", "😀", "\n", "\r", "\r\n"), { maxLength: 30 });
  const agrees = fc.property(text, fc.nat({ max: 40 }), (parts, at) => {
    const whole = parts.join("");
    const ends = parts.map((_, count) => parts.slice(0, count).join("").length);
    const offset = ends[at % Math.max(1, ends.length)] ?? 0;
    // A carriage return alone and a line feed after it are one line end.
    if (whole[offset] === "\n" && whole[offset - 1] === "\r") return;
    const before = whole.slice(0, offset).split(/\r\n|\n|\r/u);
    const column = Array.from(before.at(-1) ?? "").length + 1;
    expect(positionAt(lineIndexOf(whole), offset)).toEqual({ line: before.length, column });
  });
  fc.assert(agrees, { numRuns: 500 });
});
