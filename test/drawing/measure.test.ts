import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fitted, textWidth, type Face } from "../../src/drawing/measure.ts";

const regular: Face = { size: 10, weight: "regular" };
const bold: Face = { size: 10, weight: "bold" };

test("widths are those of Helvetica", () => {
  // As in the metrics of the standard fonts: H 722, e 556, l 222, o 556; bold H 722, e 556, l 278, o 611.
  expect(textWidth("Hello", regular)).toBeCloseTo(22.78);
  expect(textWidth("Hello", bold)).toBeCloseTo(24.45);
  expect(textWidth("é", regular)).toBe(textWidth("e", regular));
  expect(textWidth("", regular)).toBe(0);
});

test("what the table does not have takes room, marks take none", () => {
  expect(textWidth("表", regular)).toBeGreaterThanOrEqual(10);
  expect(textWidth("e\u0301", regular)).toBe(textWidth("e", regular));
});

test("text that has room is left alone, other text keeps its beginning and its end", () => {
  expect(fitted("customers", 100, regular)).toBe("customers");
  expect(fitted("group:marketing@apexlogic.example", 100, regular)).toBe("group:market…ample");
});

test("no text is wider than its room, whatever it holds", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 2000 }),
      fc.integer({ min: 20, max: 300 }),
      (text, room) => {
        expect(textWidth(fitted(text, room, bold), bold)).toBeLessThanOrEqual(room);
      },
    ),
  );
});
