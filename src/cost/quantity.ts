import { compareExact, largest, over, times, whole, type Exact } from "../base/decimal.ts";
import type { Amount } from "../model/amount.ts";
import type { Factor, Schedule, UsageLine } from "../model/usage.ts";
import { factorText } from "./formula.ts";
import { intervalOf, mapped, point, product, type Computed } from "./interval.ts";
import type { Month } from "./month.ts";
import type { Runs } from "./schedule.ts";
import { unitOfMeter } from "./units.ts";

/** What quantities of one estimate have in common. */
export interface QuantityContext {
  readonly month: Month;
  /** Runs in the month, remembered by expression. */
  readonly runs: (schedule: Schedule) => Runs;
  readonly found: QuantityFindings;
}

/** What is wrong with a factor is the caller's to report. */
export interface QuantityFindings {
  readonly badSchedule: (factor: Factor & { readonly of: "schedule" }, problem: string) => void;
  readonly badAmount: (factor: AmountFactor) => void;
  readonly implausible: (factor: AmountFactor) => void;
}

export type AmountFactor = Extract<Factor, { readonly amount: Amount }>;

export interface MonthlyQuantity {
  readonly quantity: Computed;
  readonly formula: string;
}

/** Nobody runs a thousand million copies of anything; such a number is computed, and reported. */
const plausibleMax = whole(1_000_000_000);
const hour = whole(3600);

/**
 * The product of a line's factors for one month, in the unit of its meter, and how it came about.
 * What is free or suspended makes the whole product free, else anything unknown makes it unknown.
 *
 * @param minimum  least size that is billed each time
 */
export function monthlyQuantity(
  line: UsageLine,
  context: QuantityContext,
  minimum?: Exact,
): MonthlyQuantity {
  const computed = line.factors.map((factor) => factorOf(factor, context, minimum));
  const total = computed.reduce(combined, { state: "known", ...point(whole(1)) });
  const timed = line.factors.some(({ of }) => of === "duration" || of === "month");
  const parts = line.factors.map((factor, index) =>
    factorText(line.meter, factor, computed[index]),
  );
  const unit = unitOfMeter[line.meter];
  if (unit.endsWith(".mo")) return perMonth(total, { timed, parts, context });
  if (unit.endsWith(".h") && !timed) {
    return {
      quantity: total.state === "free" ? total : undeclared,
      formula: [...parts, "? h"].join(" × "),
    };
  }
  return { quantity: total, formula: parts.join(" × ") };
}

const undeclared: Computed = { state: "unknown", reason: "undeclared" };

/** Things kept for a time that are billed by the month: hours become their part of a month. */
function perMonth(
  total: Computed,
  rest: {
    readonly timed: boolean;
    readonly parts: readonly string[];
    readonly context: QuantityContext;
  },
): MonthlyQuantity {
  const { hours } = rest.context.month;
  if (!rest.timed) return { quantity: total, formula: [...rest.parts, "1 month"].join(" × ") };
  const formula = rest.parts.join(" × ");
  if (total.state === "unknown" || total.state === "free") return { quantity: total, formula };
  return { quantity: { ...total, ...mapped(total, (value) => over(value, hours)) }, formula };
}

function factorOf(factor: Factor, context: QuantityContext, minimum: Exact | undefined): Computed {
  switch (factor.of) {
    case "month":
      return { state: "known", ...point(context.month.hours) };
    case "schedule":
      return scheduled(factor, context);
    case "size":
      return scaled(factor, context, (value) =>
        minimum === undefined ? value : largest(value, minimum),
      );
    case "count":
      return scaled(factor, context, (value) => value);
    case "duration":
      return scaled(factor, context, (value) => over(value, hour));
    case "runs":
      return scaled(factor, context, (value) =>
        factor.per === "day" ? times(value, context.month.days) : value,
      );
  }
}

function scheduled(
  factor: Factor & { readonly of: "schedule" },
  context: QuantityContext,
): Computed {
  if (factor.schedule.suspended) return { state: "free", reason: "suspended" };
  const { runs, problem } = context.runs(factor.schedule);
  if (runs !== undefined && runs.n > 0n) return { state: "known", ...point(runs) };
  context.found.badSchedule(factor, problem ?? "no day meets it, so it never runs");
  return runs === undefined ? undeclared : { state: "known", ...point(runs) };
}

function scaled(
  factor: AmountFactor,
  { found }: QuantityContext,
  by: (value: Exact) => Exact,
): Computed {
  const { amount } = factor;
  if (amount.state === "unknown" || amount.state === "free") return amount;
  const interval = intervalOf(amount);
  if (interval === undefined) {
    found.badAmount(factor);
    return undeclared;
  }
  if (compareExact(interval.high, plausibleMax) > 0) found.implausible(factor);
  return { state: amount.state, ...mapped(interval, by) };
}

function combined(a: Computed, b: Computed): Computed {
  if (a.state === "free" || b.state === "free") return a.state === "free" ? a : b;
  if (a.state === "unknown" || b.state === "unknown") return a.state === "unknown" ? a : b;
  const state = a.state === "known" && b.state === "known" ? "known" : "estimated";
  return { state, ...product(a, b) };
}
