import { describe, expect, test } from "vitest";
import { one, over, parseDecimal, whole } from "../../src/base/decimal.ts";
import { intervalOf, mapped, point, product, written } from "../../src/cost/interval.ts";

const range = (low: string, expected: string, high: string) => ({ low, expected, high });

describe("a range", () => {
  test("of three decimals in order is an interval", () => {
    expect(intervalOf(range("0", "1.5", "2"))).toEqual({
      low: parseDecimal("0"),
      expected: parseDecimal("1.5"),
      high: parseDecimal("2"),
    });
  });

  test.each([
    ["below zero", range("-1", "0", "1")],
    ["with its bounds swapped", range("2", "1", "0")],
    ["expected above high", range("0", "2", "1")],
    ["with a bound that is no decimal", range("0", "1", "1e3")],
    ["of no decimals at all", range("", "", "")],
  ])("%s is none", (_, bad) => {
    expect(intervalOf(bad)).toBeUndefined();
  });
});

test("products take bounds with bounds", () => {
  const two = { low: whole(1), expected: whole(2), high: whole(3) };
  expect(product(two, two)).toEqual({ low: whole(1), expected: whole(4), high: whole(9) });
  expect(product(point(whole(2)), two)).toEqual({
    low: whole(2),
    expected: whole(4),
    high: whole(6),
  });
  expect(mapped(two, (value) => over(value, one))).toEqual(two);
});

test("an amount is written with 12 decimals at most, and what has no number as it is", () => {
  expect(written({ state: "known", ...point(over(whole(2), whole(3))) })).toEqual({
    state: "known",
    ...range("0.666666666667", "0.666666666667", "0.666666666667"),
  });
  expect(written({ state: "free", reason: "suspended" })).toEqual({
    state: "free",
    reason: "suspended",
  });
  expect(written({ state: "unknown", reason: "no-price" })).toEqual({
    state: "unknown",
    reason: "no-price",
  });
});
