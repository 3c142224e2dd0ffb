import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compareExact,
  exactText,
  over,
  parseDecimal,
  whole,
  type Exact,
} from "../../src/base/decimal.ts";
import { costOf, priceText, type Paid, type Tier } from "../../src/cost/charge.ts";
import { point } from "../../src/cost/interval.ts";

const exact = (text: string): Exact => parseDecimal(text)!;
const tier = (price: string, upTo?: number): Tier => ({
  price: exact(price),
  text: price,
  ...(upTo !== undefined && { upTo: whole(upTo) }),
});
const tiers = [tier("0.10", 100), tier("0.05", 1000), tier("0.01")];
const excess: Paid = { of: "tiers", mode: "excess", tiers };
const wholly: Paid = { of: "tiers", mode: "whole", tiers };
const costs = (
  charge: Paid,
  low: number,
  expected = low,
  high = expected,
): readonly (string | undefined)[] => {
  const cost = costOf({ low: whole(low), expected: whole(expected), high: whole(high) }, charge);
  return [cost.low, cost.expected, cost.high].map(exactText);
};

test("a flat price multiplies all three values", () => {
  expect(costs({ of: "flat", price: exact("0.05"), text: "0.05" }, 1, 2, 10)).toEqual([
    "0.05",
    "0.1",
    "0.5",
  ]);
});

describe("tiers", () => {
  test("excess: each tier prices its own part, its upper end included", () => {
    expect(costs(excess, 100)[1]).toBe("10");
    expect(costs(excess, 101)[1]).toBe("10.05");
    expect(costs(excess, 2000)[1]).toBe("65");
    expect(costs(excess, 0)[1]).toBe("0");
  });

  test("whole: the tier that is reached prices everything", () => {
    expect(costs(wholly, 100)[1]).toBe("10");
    expect(costs(wholly, 101)[1]).toBe("5.05");
    expect(costs(wholly, 2000)[1]).toBe("20");
  });

  test("whole: bounds are the extremes in between, because more can cost less", () => {
    // 90 costs 9, 100 costs 10, just above 100 costs 5, 120 costs 6.
    expect(costs(wholly, 90, 110, 120)).toEqual(["5", "5.5", "10"]);
  });

  test("the price shown is that of the tier reached", () => {
    expect(priceText(whole(50), excess)).toBe("0.10");
    expect(priceText(whole(5000), excess)).toBe("0.01");
    expect(priceText(undefined, excess)).toBe("0.10");
    expect(priceText(whole(1), { of: "free", reason: "contract" })).toBe("0");
  });

  test("excess over equal tiers is a flat price, and never falls with quantity", () => {
    const quantities = fc.tuple(fc.nat(100_000), fc.integer({ min: 1, max: 64 }));
    const flat: Paid = { of: "flat", price: exact("0.07"), text: "0.07" };
    const even: Paid = {
      of: "tiers",
      mode: "excess",
      tiers: [tier("0.07", 10), tier("0.07", 500), tier("0.07")],
    };
    fc.assert(
      fc.property(quantities, quantities, ([n, d], [m, e]) => {
        const [a, b] = [over(whole(n), whole(d)), over(whole(m), whole(e))];
        expect(compareExact(costOf(point(a), even).expected, costOf(point(a), flat).expected)).toBe(
          0,
        );
        const order = compareExact(
          costOf(point(a), excess).expected,
          costOf(point(b), excess).expected,
        );
        expect(Math.sign(order)).toBe(Math.sign(compareExact(a, b)));
      }),
    );
  });

  test("whole: no quantity inside the interval costs more or less than the bounds say", () => {
    const cents = fc.nat(200_000);
    fc.assert(
      fc.property(fc.tuple(cents, cents, cents, cents), (all) => {
        const [low, one, other, high] = all
          .toSorted((x, y) => x - y)
          .map((n) => over(whole(n), whole(100)));
        const bounds = costOf({ low: low!, expected: one!, high: high! }, wholly);
        for (const inside of [one!, other!]) {
          const cost = costOf(point(inside), wholly).expected;
          expect(compareExact(bounds.low, cost)).toBeLessThanOrEqual(0);
          expect(compareExact(cost, bounds.high)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
