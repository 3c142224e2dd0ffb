import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compareExact,
  exactText,
  fixedText,
  largest,
  minus,
  negated,
  over,
  parseDecimal,
  plus,
  rounded,
  roundedText,
  times,
  whole,
  zero,
  type Exact,
} from "../../src/base/decimal.ts";

const exact = (text: string): Exact => {
  const value = parseDecimal(text);
  if (value === undefined) throw new Error(`${text} is no decimal`);
  return value;
};

/** Decimals as text, with many of the lengths and signs that occur. */
const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 20 }))
  .map(([n, scale]): Exact => ({ n, d: 10n ** BigInt(scale) }));

const equal = (a: Exact, b: Exact): boolean => compareExact(a, b) === 0;

describe("reading", () => {
  test.each(["0", "-0", "7", "-12", "0.0316", "100.50", `1.${"9".repeat(118)}`])(
    "%s is a decimal",
    (text) => {
      expect(parseDecimal(text)).toBeDefined();
    },
  );

  test.each([
    "",
    "-",
    "+1",
    "01",
    ".5",
    "5.",
    "1e3",
    "1e999",
    "1_000",
    "1,5",
    " 1",
    "1\n",
    "NaN",
    "Infinity",
    "٣",
    "0x1f",
  ])("%j is none", (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });

  test("120 digits are read and more are refused", () => {
    expect(parseDecimal("9".repeat(120))).toEqual({ n: 10n ** 120n - 1n, d: 1n });
    expect(parseDecimal("9".repeat(121))).toBeUndefined();
  });

  test("text survives a round trip in its shortest form", () => {
    expect(exactText(exact("100.5000"))).toBe("100.5");
    expect(exactText(exact("-0.0"))).toBe("0");
    fc.assert(
      fc.property(decimals, (value) => {
        const text = exactText(value) ?? "";
        expect(text).toMatch(/^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/u);
        expect(equal(exact(text), value)).toBe(true);
      }),
    );
  });
});

describe("computing", () => {
  test("0.1 + 0.2 is 0.3", () => {
    expect(exactText(plus(exact("0.1"), exact("0.2")))).toBe("0.3");
  });

  test("addition and multiplication are a commutative ring", () => {
    fc.assert(
      fc.property(decimals, decimals, decimals, (a, b, c) => {
        expect(equal(plus(a, b), plus(b, a))).toBe(true);
        expect(equal(plus(plus(a, b), c), plus(a, plus(b, c)))).toBe(true);
        expect(equal(times(a, plus(b, c)), plus(times(a, b), times(a, c)))).toBe(true);
        expect(equal(minus(a, a), zero)).toBe(true);
        expect(equal(plus(a, negated(b)), minus(a, b))).toBe(true);
      }),
    );
  });

  test("division undoes multiplication exactly, and refuses zero", () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        fc.pre(b.n !== 0n);
        expect(equal(times(over(a, b), b), a)).toBe(true);
        expect(over(a, b).d > 0n).toBe(true);
      }),
    );
    expect(() => over(whole(1), zero)).toThrow(RangeError);
  });

  test("order agrees with subtraction", () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const { n } = minus(a, b);
        expect(compareExact(a, b)).toBe(n === 0n ? 0 : n < 0n ? -1 : 1);
        expect(compareExact(largest(a, b), b)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("writing", () => {
  test.each([
    ["0.125", 2, "0.12"],
    ["0.375", 2, "0.38"],
    ["0.1251", 2, "0.13"],
    ["-0.125", 2, "-0.12"],
    ["-0.375", 2, "-0.38"],
    ["2.5", 0, "2"],
    ["3.5", 0, "4"],
    ["-0.4", 0, "0"],
    ["0.000049", 4, "0"],
    ["99.995", 2, "100"],
  ])("%s at %i decimals is %s: half goes to the even digit", (text, scale, expected) => {
    expect(roundedText(exact(text), scale)).toBe(expected);
  });

  test("rounding first and writing then is rounding while writing", () => {
    fc.assert(
      fc.property(decimals, decimals, fc.nat(8), (a, b, scale) => {
        fc.pre(b.n !== 0n);
        const near = rounded(over(a, b), scale);
        expect(exactText(near)).toBe(roundedText(over(a, b), scale));
        expect(equal(rounded(near, scale), near)).toBe(true);
      }),
    );
  });

  test("a third has no exact text, but a rounded one", () => {
    expect(exactText(over(whole(1), whole(3)))).toBeUndefined();
    expect(roundedText(over(whole(1), whole(3)), 5)).toBe("0.33333");
    expect(exactText(over(whole(1), whole(1024)))).toBe("0.0009765625");
  });

  test("rounding keeps order and is off by half a digit at most", () => {
    fc.assert(
      fc.property(decimals, decimals, fc.integer({ min: 0, max: 12 }), (a, b, scale) => {
        const [low, high] = compareExact(a, b) <= 0 ? [a, b] : [b, a];
        const near = exact(roundedText(low, scale));
        expect(compareExact(near, exact(roundedText(high, scale)))).toBeLessThanOrEqual(0);
        const error = minus(near, low);
        const twice = 2n * (error.n < 0n ? -error.n : error.n) * 10n ** BigInt(scale);
        expect(twice <= error.d).toBe(true);
      }),
    );
  });

  test("people see a fixed number of decimals", () => {
    expect(fixedText("3.5", 2)).toBe("3.50");
    expect(fixedText("-1234.005", 2)).toBe("-1234.00");
    expect(fixedText("7", 0)).toBe("7");
  });

  test("a long sum keeps a small denominator", () => {
    let sum = zero;
    for (let index = 0; index < 1000; index += 1)
      sum = plus(sum, exact(index % 2 ? "0.1" : "0.0625"));
    expect(sum.d).toBe(10_000n);
    expect(exactText(sum)).toBe("81.25");
  });
});
