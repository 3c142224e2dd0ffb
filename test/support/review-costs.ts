// Costs written by hand, for reporters.
import { exactly, unknown, type Amount } from "../../src/model/amount.ts";
import type { CostChange, CostDiff, CostLine, Total } from "../../src/model/estimate.ts";
import type { Meter } from "../../src/model/usage.ts";
import { at, ids } from "./review-places.ts";

function total(expected: string, count = 0): Total {
  return { low: expected, expected, high: expected, unknown: count };
}

export function costLine(
  line: string,
  meter: Meter,
  facts: Partial<CostLine> & { readonly cost: Amount },
): CostLine {
  return {
    asset: ids.job,
    line,
    meter,
    quantity: exactly("10"),
    unit: "GiB.h",
    formula: "16 GiB × 22 min × 30.4369 runs",
    place: at.pipeline.value("spec", "steps", 0, "name"),
    ...facts,
  };
}

const memoryPrice = {
  id: "mem",
  unit: "GiB.h",
  price: "0.0042",
  place: at.prices.value("spec", "prices", 1, "id"),
};
const before = costLine("step train", "memory", { cost: exactly("1238.2"), price: memoryPrice });
const after = costLine("step train", "memory", {
  cost: { state: "estimated", low: "1500", expected: "1650.4", high: "1890.123" },
  formula: "32 GiB × 22 min × 30.4369 runs",
  price: { ...memoryPrice, discount: { id: "edp", place: at.prices.key("spec", "prices") } },
});
const gpu = costLine("step train", "gpu", {
  cost: unknown("no-price"),
  unit: "GPU.h",
  formula: "1 GPU × 22 min × 30.4369 runs",
});
export const costLines: readonly CostLine[] = [gpu, after];

const changes: readonly CostChange[] = [
  {
    asset: ids.job,
    line: "step train",
    meter: "gpu",
    how: "added",
    after: gpu,
    change: unknown("no-price"),
    code: unknown("no-price"),
    price: exactly("0"),
  },
  {
    asset: ids.job,
    line: "step train",
    meter: "memory",
    how: "changed",
    before,
    after,
    change: { state: "estimated", low: "261.8", expected: "412.2", high: "651.923" },
    code: { state: "estimated", low: "261.8", expected: "412.2", high: "651.923" },
    price: exactly("0"),
  },
];

export const cost: CostDiff = {
  currency: "EUR",
  hoursPerMonth: "730",
  before: total("1238.2"),
  after: { low: "1500", expected: "1650.4", high: "1890.123", unknown: 1 },
  change: { low: "261.8", expected: "412.2", high: "651.923", unknown: 1 },
  code: { low: "261.8", expected: "412.2", high: "651.923", unknown: 1 },
  price: total("0"),
  changes,
};

const nothing = total("1238.2");
export const sameCost: CostDiff = {
  ...cost,
  after: nothing,
  before: nothing,
  change: total("0"),
  code: total("0"),
  changes: [
    {
      asset: ids.job,
      line: "step train",
      meter: "memory",
      how: "same",
      before,
      after: before,
      change: exactly("0"),
      code: exactly("0"),
      price: exactly("0"),
    },
  ],
};
