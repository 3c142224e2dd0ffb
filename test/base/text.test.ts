import * as fc from "fast-check";
import { expect, test } from "vitest";
import { shortened } from "../../src/base/text.ts";

test("a text is shortened between characters, never within one", () => {
  expect(shortened("abcdef", 6)).toBe("abcdef");
  expect(shortened("abcdefg", 6)).toBe("abcde…");
  expect(shortened("😀😀😀", 3)).toBe("😀😀😀");
  expect(shortened("😀😀😀😀", 3)).toBe("😀😀…");
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.nat(20), (text, more) => {
      const short = shortened(text, more + 2);
      expect(Array.from(short).length).toBeLessThanOrEqual(more + 2);
      expect(short.isWellFormed()).toBe(true);
    }),
  );
});
