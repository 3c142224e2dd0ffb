import fc from "fast-check";
import { expect, test } from "vitest";
import { codeFrame, displayWidth, type FrameLine } from "../../src/source/frame.ts";

/** What a reporter would print: the line, and carets below it. */
function drawn(frame: readonly FrameLine[]): readonly string[] {
  return frame.flatMap(({ number, text, caret }) => [
    `${number}|${text}`,
    ...(caret === undefined ? [] : [` |${" ".repeat(caret.start)}${"^".repeat(caret.length)}`]),
  ]);
}

function framed(text: string, part: string, width = 80, context = 1): readonly string[] {
  const start = text.indexOf(part);
  return drawn(codeFrame(text, { start, end: start + part.length }, { context, width }));
}

test("a frame shows the lines around and underlines the span", () => {
  expect(framed("one\ntwo three\nfour\nfive", "three")).toEqual([
    "1|one",
    "2|two three",
    " |    ^^^^^",
    "3|four",
  ]);
});

test("more context shows more lines", () => {
  const text = "1\n2\n3\n4\n5\n6\n";
  expect(framed(text, "4", 80, 2)).toEqual(["2|2", "3|3", "4|4", " |^", "5|5", "6|6"]);
});

test("an empty span is one caret, also at the end of the text", () => {
  expect(drawn(codeFrame("ab", { start: 2, end: 2 }, { context: 1, width: 80 }))).toEqual([
    "1|ab",
    " |  ^",
  ]);
  expect(drawn(codeFrame("", { start: 0, end: 0 }, { context: 1, width: 80 }))).toEqual([
    "1|",
    " |^",
  ]);
});

test("a span of many lines shows the first three", () => {
  const text = "a\nb\nc\nd\ne\n";
  expect(drawn(codeFrame(text, { start: 0, end: 9 }, { context: 0, width: 80 }))).toEqual([
    "1|a",
    " |^",
    "2|b",
    " |^",
    "3|c",
    " |^",
  ]);
});

test("a span that ends with a line feed does not reach into the next line", () => {
  expect(drawn(codeFrame("ab\ncd", { start: 0, end: 3 }, { context: 0, width: 80 }))).toEqual([
    "1|ab",
    " |^^",
  ]);
});

test("tabs become spaces up to the next stop", () => {
  expect(framed("\ta:\tb", "b")).toEqual(["1|    a:  b", " |        ^"]);
});

test("wide characters take two cells and combining marks none", () => {
  expect(framed("名前: e\u0301 x", "x")).toEqual(["1|名前: e\u0301 x", " |        ^"]);
  expect(framed("a 名前", "名前")).toEqual(["1|a 名前", " |  ^^^^"]);
});

test("control and bidirectional characters are shown as escapes", () => {
  expect(framed("\u001b[31m\u202ex", "x")).toEqual(["1|\\x1b[31m\\u202ex", " |              ^"]);
});

test("a long line is cut around the caret", () => {
  const [line, carets] = framed(`${"a".repeat(50)}HERE${"b".repeat(50)}`, "HERE", 30);
  expect(line).toMatch(/^1\|…a+HEREb+…$/u);
  expect(line?.length).toBeLessThanOrEqual(32);
  expect(carets?.indexOf("^")).toBe(line?.indexOf("HERE"));
});

test("a long line is cut only where something is left out", () => {
  expect(framed(`HERE${"b".repeat(50)}`, "HERE", 20)[0]).toBe(`1|HERE${"b".repeat(14)}…`);
  expect(framed(`${"a".repeat(50)}HERE`, "HERE", 20)[0]).toMatch(/^1\|…a+HERE$/u);
  expect(framed("exactly twenty cells", "twenty", 20)[0]).toBe("1|exactly twenty cells");
});

test("a line of megabytes is cut as well", () => {
  const start = 2_000_000;
  const text = `${"a".repeat(start)}HERE${"b".repeat(start)}`;
  const [line] = codeFrame(text, { start, end: start + 4 }, { context: 1, width: 40 });
  expect(line?.text).toMatch(/^…a+HEREb+…$/u);
});

test("whatever the text and the span, the lines fit, are safe, and the caret lies on them", () => {
  const text = fc.array(
    fc.constantFrom(
      "a",
      "b c",
      "\t",
      "\n",
      "\r\n",
      "名",
      "😀",
      "\u0301",
      "\u001b",
      "\u202e",
      "\ud800",
      "xxxxxxxxxxxxxxxx",
    ),
    { maxLength: 60 },
  );
  const fits = fc.property(
    text,
    fc.nat({ max: 300 }),
    fc.nat({ max: 300 }),
    fc.integer({ min: 1, max: 60 }),
    (parts, start, length, width) => {
      const frame = codeFrame(
        parts.join(""),
        { start, end: start + length },
        { context: 1, width },
      );
      const limit = Math.max(20, width);
      expect(frame.some(({ caret }) => caret !== undefined)).toBe(true);
      for (const line of frame) {
        expect(displayWidth(line.text)).toBeLessThanOrEqual(limit);
        expect(line.text).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
        if (line.caret === undefined) continue;
        expect(line.caret.length).toBeGreaterThanOrEqual(1);
        expect(line.caret.start + line.caret.length).toBeLessThanOrEqual(
          displayWidth(line.text) + 1,
        );
      }
    },
  );
  fc.assert(fits, { numRuns: 1_000 });
});
