import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compareExact,
  negated,
  parseDecimal,
  plus,
  zero,
  type Exact,
} from "../../src/base/decimal.ts";
import { diffEstimates } from "../../src/cost/diff.ts";
import { exact, sumOf, totalOf } from "../../src/cost/total.ts";
import { unknown, type Amount } from "../../src/model/amount.ts";
import type { CostChange, CostDiff, CostLine, Estimate, Total } from "../../src/model/estimate.ts";
import type { AssetId } from "../../src/model/ids.ts";
import type { Meter } from "../../src/model/usage.ts";
import { at, estimated } from "../support/costs.ts";

const costLine = (name: string, cost: Amount, meter: Meter = "cpu"): CostLine => ({
  asset: `workload:ml/${name}` as AssetId,
  line: "container main",
  meter,
  quantity: cost,
  unit: "vCPU.h",
  cost,
  formula: "expected" in cost ? cost.expected : cost.state,
  place: at(`k8s/${name}.yaml`, "spec"),
});
const known = (value: string): Amount => ({
  state: "known",
  low: value,
  expected: value,
  high: value,
});
const added = (amounts: readonly Amount[]): Total => totalOf([sumOf(amounts.map(exact))]);
const estimateOf = (lines: readonly CostLine[]): Estimate => ({
  currency: "EUR",
  hoursPerMonth: "730",
  lines,
  total: added(lines.map(({ cost }) => cost)),
});

interface Extra {
  readonly repriced?: readonly CostLine[];
  readonly pairs?: Readonly<Record<string, string>>;
  readonly unreadBefore?: string;
  readonly unreadAfter?: string;
}
const diffOf = (
  before: readonly CostLine[],
  after: readonly CostLine[],
  extra: Extra = {},
): CostDiff => {
  const pairs = Object.entries(extra.pairs ?? {}).map(
    ([a, b]) => [`workload:ml/${a}` as AssetId, `workload:ml/${b}` as AssetId] as const,
  );
  return diffEstimates({
    before: estimateOf(before),
    repriced: estimateOf(extra.repriced ?? before),
    after: estimateOf(after),
    pairs: new Map(pairs),
    unread: {
      before: new Set(extra.unreadBefore === undefined ? [] : [extra.unreadBefore]),
      after: new Set(extra.unreadAfter === undefined ? [] : [extra.unreadAfter]),
    },
  });
};
const expectedOf = (amount: Amount | Total): string =>
  "expected" in amount ? amount.expected : amount.state;
const shown = ({ changes }: CostDiff): readonly string[] =>
  changes.map(({ asset, how, change, code, price }) =>
    [asset.slice("workload:ml/".length), how, ...[change, code, price].map(expectedOf)].join(" "),
  );

describe("a line", () => {
  test("that only one side has is added or removed, and stays visible", () => {
    const diff = diffOf([costLine("old", known("5"))], [costLine("new", known("7"))]);
    expect(shown(diff)).toEqual(["new added 7 7 0", "old removed -5 -5 0"]);
    expect(expectedOf(diff.change)).toBe("2");
  });

  test("that both have is changed or the same", () => {
    const diff = diffOf(
      [costLine("a", known("5")), costLine("b", known("1"))],
      [costLine("a", known("7")), costLine("b", known("1"))],
    );
    expect(shown(diff)).toEqual(["a changed 2 2 0", "b same 0 0 0"]);
  });

  test("of an asset with another id pairs with it", () => {
    const diff = diffOf([costLine("old", known("5"))], [costLine("new", known("7"))], {
      pairs: { old: "new" },
    });
    expect(shown(diff)).toEqual(["new changed 2 2 0"]);
    expect(diff.changes[0]?.before?.asset).toBe("workload:ml/old");
  });

  test("of assets whose new ids have another order pairs with its own", () => {
    const diff = diffOf(
      [costLine("a", known("5")), costLine("b", known("1")), costLine("c", known("2"))],
      [costLine("c", known("2")), costLine("x", known("1")), costLine("y", known("7"))],
      { pairs: { a: "y", b: "x" } },
    );
    expect(shown(diff)).toEqual(["c same 0 0 0", "x same 0 0 0", "y changed 2 2 0"]);
  });

  test("pairs once, even if two assets became one", () => {
    const before = [costLine("a", known("5")), costLine("b", known("5"))];
    const diff = diffOf(before, [costLine("c", known("6"))], { pairs: { a: "c", b: "c" } });
    expect(shown(diff)).toEqual(["b removed -5 -5 0", "c changed 1 1 0"]);
  });
});

describe("moved", () => {
  test("is an asset that vanished where one of equal usage appeared", () => {
    const diff = diffOf([costLine("old", known("5"))], [costLine("new", known("5"))]);
    expect(shown(diff)).toEqual(["new moved 0 0 0"]);
  });

  test("needs all of its lines to be equal", () => {
    const before = [costLine("old", known("5")), costLine("old", known("1"), "memory")];
    expect(shown(diffOf(before, [costLine("new", known("5"))]))).toEqual([
      "new added 5 5 0",
      "old removed -5 -5 0",
      "old removed -1 -1 0",
    ]);
  });

  test("is not a line of an asset that is still there", () => {
    const before = [costLine("a", known("5")), costLine("a", known("1"), "memory")];
    const after = [costLine("a", known("5")), costLine("b", known("1"), "memory")];
    expect(shown(diffOf(before, after))).toEqual([
      "a same 0 0 0",
      "a removed -1 -1 0",
      "b added 1 1 0",
    ]);
  });
});

describe("code and prices", () => {
  test("part at head's prices: 4 units at 1 become 6 units at 3", () => {
    const diff = diffOf([costLine("a", known("4"))], [costLine("a", known("18"))], {
      repriced: [costLine("a", known("12"))],
    });
    expect(shown(diff)).toEqual(["a changed 14 6 8"]);
  });

  test("a removed line that head no longer prices keeps the price it had", () => {
    const diff = diffOf([costLine("a", known("4"))], [], {
      repriced: [costLine("a", unknown("no-price"))],
    });
    expect(shown(diff)).toEqual(["a removed -4 -4 0"]);
  });
});

describe("unknown", () => {
  const there = [costLine("a", known("100")), costLine("b", known("1"))];
  test("after is never a saving", () => {
    const diff = diffOf(there, [costLine("a", unknown("no-price")), costLine("b", known("1"))]);
    expect(shown(diff)).toEqual(["a changed unknown unknown 0", "b same 0 0 0"]);
    expect(diff.change).toEqual({ low: "0", expected: "0", high: "0", unknown: 1 });
  });

  test("before is no increase, and what code does is known all the same", () => {
    const diff = diffOf([costLine("a", unknown("no-price"))], [costLine("a", known("3"))], {
      repriced: [costLine("a", known("1"))],
    });
    expect(shown(diff)).toEqual(["a changed unknown 2 unknown"]);
  });

  test("is what a file that cannot be read no longer says", () => {
    expect(shown(diffOf(there, [there[1]!], { unreadAfter: "k8s/a.yaml" }))).toEqual([
      "a removed unknown unknown unknown",
      "b same 0 0 0",
    ]);
    expect(shown(diffOf([there[1]!], there, { unreadBefore: "k8s/a.yaml" }))).toEqual([
      "a added unknown unknown unknown",
      "b same 0 0 0",
    ]);
    expect(shown(diffOf(there, [there[1]!], { unreadAfter: "k8s/c.yaml" }))[0]).toBe(
      "a removed -100 -100 0",
    );
  });

  test("on both sides alike is the same, and counted", () => {
    const line = costLine("a", unknown("undeclared"));
    expect(diffOf([line], [line])).toMatchObject({
      changes: [{ how: "same" }],
      change: { unknown: 1 },
    });
  });
});

test("free on one side is a change by the whole amount", () => {
  const free = costLine("a", { state: "free", reason: "suspended" });
  expect(shown(diffOf([costLine("a", known("5"))], [free]))).toEqual(["a changed -5 -5 0"]);
});

const scaled = (n: number): string =>
  n % 1000 === 0 ? String(n / 1000) : (n / 1000).toFixed(3).replace(/0+$/u, "");
const equal = (a: Exact, b: Exact): boolean => compareExact(a, b) === 0;
const sum = (a: Total, b: Total): Total =>
  added([a, b].map((total) => ({ state: "known", ...total })));

/** What fast-check reports; empty where the property holds. */
const failureOf = <T>(property: fc.IProperty<T>, numRuns: number): string => {
  const details = fc.check(property, { numRuns });
  return details.failed ? (fc.defaultReportMessage(details) ?? "failed") : "";
};

describe("algebra", () => {
  const bounds = ["low", "expected", "high"] as const;
  type Bound = (typeof bounds)[number];
  const range = fc.tuple(fc.nat(9999), fc.nat(9999), fc.nat(9999)).map((all): Amount => {
    const [low = 0, expected = 0, high = 0] = all.toSorted((a, b) => a - b);
    return estimated(scaled(low), scaled(expected), scaled(high));
  });
  const free = fc.constant<Amount>({ state: "free", reason: "suspended" });
  const pricedCost = fc.oneof({ weight: 6, arbitrary: range }, { weight: 1, arbitrary: free });
  const anyCost = fc.oneof(
    { weight: 6, arbitrary: pricedCost },
    { weight: 1, arbitrary: fc.constant(unknown("undeclared")) },
  );
  const names = ["a", "b", "c", "d", "e"];
  const side = (cost: fc.Arbitrary<Amount>): fc.Arbitrary<readonly CostLine[]> => {
    const some = fc.option(cost, { nil: undefined });
    return fc
      .tuple(some, some, some, some, some)
      .map((costs) =>
        costs.flatMap((one, index) => (one === undefined ? [] : [costLine(names[index]!, one)])),
      );
  };
  const numberOf = (amount: Amount | Total, bound: Bound): Exact =>
    bound in amount && "low" in amount ? parseDecimal(amount[bound])! : zero;
  const same = (a: Total | Amount, b: Total | Amount): boolean =>
    bounds.every((bound) => equal(numberOf(a, bound), numberOf(b, bound)));
  const opposite = (a: Total, b: Total): boolean =>
    bounds.every((bound) => equal(numberOf(a, bound), negated(numberOf(b, bound))));
  /** The same lines at other prices. */
  const repricedOf = (lines: readonly CostLine[], costs: readonly Amount[]): readonly CostLine[] =>
    lines.map((line, index) => ({
      ...line,
      cost: line.cost.state === "unknown" ? line.cost : (costs[index] ?? line.cost),
    }));
  const leaves = (changes: readonly CostChange[], of: "change" | "code" | "price"): Total =>
    added(changes.map((one) => one[of]));

  test("leaves sum to the total; where all is known, code and price sum to the change", () => {
    const failure = failureOf(
      fc.property(
        side(anyCost),
        side(anyCost),
        fc.array(pricedCost, { maxLength: 5 }),
        (before, after, costs) => {
          const diff = diffOf(before, after, { repriced: repricedOf(before, costs) });
          for (const of of ["change", "code", "price"] as const) {
            if (!same(leaves(diff.changes, of), diff[of])) throw new Error(`leaves of ${of}`);
          }
          for (const { change, code, price } of diff.changes) {
            if (change.state === "unknown" || code.state === "unknown" || price.state === "unknown")
              continue;
            if (!same(added([code, price]), change)) throw new Error("code and price");
          }
          const lines = diff.changes.flatMap(({ before: old }) => (old === undefined ? [] : [old]));
          if (lines.length !== before.length) throw new Error("each line once");
        },
      ),
      3000,
    );
    expect(failure).toBe("");
  });

  test("where everything is known the change is after less before", () => {
    const failure = failureOf(
      fc.property(side(pricedCost), side(pricedCost), (before, after) => {
        const diff = diffOf(before, after);
        return diff.change.unknown === 0 && same(sum(diff.before, diff.change), diff.after);
      }),
      3000,
    );
    expect(failure).toBe("");
  });

  test("nothing changes between equal sides", () => {
    const failure = failureOf(
      fc.property(side(anyCost), (lines) => {
        const diff = diffOf(lines, lines);
        return diff.changes.every(({ how }) => how === "same") && same(diff.change, added([]));
      }),
      2000,
    );
    expect(failure).toBe("");
  });

  test("the way back is the opposite; and code too, under one price table", () => {
    const failure = failureOf(
      fc.property(side(anyCost), side(anyCost), (a, b) => {
        const [there, back] = [diffOf(a, b), diffOf(b, a)];
        return (
          opposite(there.change, back.change) &&
          opposite(there.code, back.code) &&
          there.change.unknown === back.change.unknown
        );
      }),
      3000,
    );
    expect(failure).toBe("");
  });

  test("two steps add up to the whole way; and code too, under one price table", () => {
    const failure = failureOf(
      fc.property(side(pricedCost), side(pricedCost), side(pricedCost), (a, b, c) => {
        const [first, second, whole] = [diffOf(a, b), diffOf(b, c), diffOf(a, c)];
        return (
          same(sum(first.change, second.change), whole.change) &&
          same(sum(first.code, second.code), whole.code)
        );
      }),
      3000,
    );
    expect(failure).toBe("");
  });

  test("under changing prices code alone is neither", () => {
    const [a, b] = [costLine("a", known("4")), costLine("a", known("18"))];
    const there = diffOf([a], [b], { repriced: [costLine("a", known("12"))] });
    const back = diffOf([b], [a], { repriced: [costLine("a", known("6"))] });
    expect(
      plus(parseDecimal(there.code.expected)!, parseDecimal(back.code.expected)!),
    ).toMatchObject({ n: 4n });
    expect(opposite(there.change, back.change)).toBe(true);
  });
});
