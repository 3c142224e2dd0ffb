import { compareExact, largest, over, times, whole, type Exact } from "../base/decimal.ts";
import type { Amount } from "../model/amount.ts";
import type { Factor, Meter } from "../model/usage.ts";
import { badAmount, badSchedule, implausible } from "./estimate-findings.ts";
import { factorText } from "./formula.ts";
import { computed, intervalOf, mapped, point, undeclared, type Computed } from "./interval.ts";
import type { Note } from "./notes.ts";
import type { Period } from "./terms.ts";

/** A factor as a number, and as people read it. */
export interface Measured {
  readonly value: Computed;
  readonly text: string;
}

/** Factors measured so far, by what they are and then by their text: few texts are written once. */
export type Measures = Map<string, Map<string, Measured>>;

/** What a factor depends on beside itself. */
export interface FactorContext {
  readonly terms: Period;
  readonly notes: Note[];
  readonly meter: Meter;
  /** Least size that is billed each time. */
  readonly minimum: Exact | undefined;
}

export type AmountFactor = Extract<Factor, { readonly amount: Amount }>;

/** Nobody runs a thousand million copies of anything; such a number is computed, and reported. */
const plausibleMax = whole(1_000_000_000);
const hour = whole(3600);

/** The factor in the unit of its meter; what is wrong with it is noted, each time that it is met. */
export function measured(factor: Factor, context: FactorContext): Measured {
  const text = textOf(factor, context);
  if (text === undefined) return measure(factor, context);
  const known = alike(factor, context);
  const found = known.get(text);
  if (found !== undefined) return found;
  const noted = context.notes.length;
  const made = measure(factor, context);
  if (context.notes.length === noted) known.set(text, made);
  return made;
}

/** The text that decides what the factor is; undefined where there is more to it. */
function textOf(factor: Factor, { minimum }: FactorContext): string | undefined {
  if (factor.of === "month") return "";
  if (factor.of === "schedule") return factor.schedule.suspended ? undefined : factor.schedule.cron;
  const { amount } = factor;
  if (amount.state !== "known" || (factor.of === "size" && minimum !== undefined)) return undefined;
  const isOne = amount.low === amount.expected && amount.high === amount.expected;
  return isOne ? amount.expected : undefined;
}

/** The factors measured so far for which equal text means an equal number. */
function alike(factor: Factor, { terms, meter }: FactorContext): Map<string, Measured> {
  const of = factor.of === "size" ? meter : factor.of === "runs" ? factor.per : factor.of;
  const known = terms.measures.get(of);
  if (known !== undefined) return known;
  const made = new Map<string, Measured>();
  terms.measures.set(of, made);
  return made;
}

function measure(factor: Factor, context: FactorContext): Measured {
  const value = valueOf(factor, context);
  return { value, text: factorText(context.meter, factor, value) };
}

function valueOf(factor: Factor, context: FactorContext): Computed {
  const { terms, minimum } = context;
  switch (factor.of) {
    case "month":
      return computed("known", point(terms.month.hours));
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
        factor.per === "day" ? times(value, terms.month.days) : value,
      );
  }
}

function scheduled(
  factor: Factor & { readonly of: "schedule" },
  { terms, notes }: FactorContext,
): Computed {
  if (factor.schedule.suspended) return { state: "free", reason: "suspended" };
  const { runs, problem } = terms.runs(factor.schedule.cron);
  if (runs !== undefined && runs.n > 0n) return computed("known", point(runs));
  const diagnostic = badSchedule(factor, problem ?? "no day meets it, so it never runs");
  notes.push({ of: "finding", diagnostic });
  return runs === undefined ? undeclared : computed("known", point(runs));
}

function scaled(
  factor: AmountFactor,
  { notes }: FactorContext,
  by: (value: Exact) => Exact,
): Computed {
  const { amount } = factor;
  if (amount.state === "unknown" || amount.state === "free") return amount;
  const interval = intervalOf(amount);
  if (interval === undefined) {
    notes.push({ of: "finding", diagnostic: badAmount(factor) });
    return undeclared;
  }
  if (compareExact(interval.high, plausibleMax) > 0) {
    notes.push({ of: "finding", diagnostic: implausible(factor) });
  }
  return computed(amount.state, mapped(interval, by));
}
