import { parseDecimal, whole, type Exact } from "../base/decimal.ts";
import { listAt, memberOf, objectAt, textAt, textsAt, type Json } from "../base/json.ts";
import type { Day } from "../base/ports.ts";
import { placesIn, type Place, type Places } from "../diagnostic/place.ts";
import type { Declaration } from "../model/claim.ts";
import type { Currency } from "../model/estimate.ts";
import { selectorOf, type Selector } from "./selector.ts";

export type Action = "fail" | "warn" | "approve";

/** What a budget looks at; `threshold` is money of one period, of `increase_pct` a percentage. */
export type BudgetRule = { readonly action: Action; readonly place: Place } & (
  | { readonly kind: "absolute" | "crossing" }
  | {
      readonly kind: "increase" | "increase_pct" | "decrease";
      readonly threshold: Exact;
      readonly text: string;
    }
);

/** A budget that holds on the day of the run. */
export interface Budget {
  /** `<namespace>/<name>`. */
  readonly name: string;
  readonly title: string;
  readonly scope: Scope;
  /** For one period. */
  readonly amount: Exact;
  readonly amountText: string;
  readonly currency: Currency;
  readonly period: Period;
  /** Percentage of the amount. */
  readonly warnAt: Exact;
  readonly rules: readonly BudgetRule[];
  readonly onUnknown: "incomplete" | "warn" | "fail";
  readonly places: Places;
}

export type Period = "month" | "quarter" | "year";

/** Conditions of which all must hold; of the names of one list, one. */
export interface Scope {
  readonly selector: Selector;
  readonly assets: readonly string[];
  readonly datasets: readonly string[];
}

export const monthsIn: Readonly<Record<Period, Exact>> = {
  month: whole(1),
  quarter: whole(3),
  year: whole(12),
};

const periods: readonly Period[] = ["month", "quarter", "year"];
const actions: readonly Action[] = ["fail", "warn", "approve"];
const plainKinds = ["absolute", "crossing"] as const;
const thresholdKinds = ["increase", "increase_pct", "decrease"] as const;
const warnAtDefault = whole(80);

/**
 * The budgets that hold on the day. Expects documents that satisfy the schema; of any other one
 * the parts that cannot be read are left out.
 */
export function readBudgets(declarations: readonly Declaration[], asOf: Day): readonly Budget[] {
  return declarations.flatMap((declaration) => {
    if (declaration.kind !== "Budget") return [];
    const spec = objectAt(declaration.value, "spec");
    const effective = memberOf(spec, "effective");
    return holds(effective, asOf) ? budgetOf(declaration, spec) : [];
  });
}

function holds(effective: Json | undefined, asOf: Day): boolean {
  const [from, to] = [textAt(effective, "from"), textAt(effective, "to")];
  return (from === undefined || from <= asOf) && (to === undefined || asOf < to);
}

function budgetOf({ name, path, document }: Declaration, spec: Json): readonly Budget[] {
  const amountText = textAt(spec, "amount") ?? "";
  const amount = parseDecimal(amountText);
  const currency = textAt(spec, "currency");
  const period = periods.find((word) => word === textAt(spec, "period"));
  if (amount === undefined || currency === undefined || period === undefined) return [];
  const places = placesIn(path, document);
  const onUnknown = textAt(spec, "onUnknown");
  return [
    {
      name,
      title: name.slice(name.indexOf("/") + 1),
      scope: scopeOf(objectAt(spec, "scope")),
      amount,
      amountText,
      currency,
      period,
      warnAt: parseDecimal(textAt(spec, "warnAt") ?? "") ?? warnAtDefault,
      rules: listAt(spec, "rules").flatMap((rule, index) =>
        ruleOf(rule, places.value("spec", "rules", index, "kind")),
      ),
      onUnknown: onUnknown === "warn" || onUnknown === "fail" ? onUnknown : "incomplete",
      places,
    },
  ];
}

function scopeOf(scope: Json): Scope {
  const names = (field: string): readonly string[] => textsAt(scope, field).map(([, name]) => name);
  return { selector: selectorOf(scope), assets: names("assets"), datasets: names("datasets") };
}

function ruleOf(rule: Json, place: Place): readonly BudgetRule[] {
  const action = actions.find((word) => word === textAt(rule, "action"));
  const word = textAt(rule, "kind");
  const plain = plainKinds.find((kind) => kind === word);
  const kind = thresholdKinds.find((one) => one === word);
  const text = textAt(rule, "threshold") ?? "";
  const threshold = parseDecimal(text);
  if (action === undefined) return [];
  if (plain !== undefined) return [{ kind: plain, action, place }];
  return kind === undefined || threshold === undefined
    ? []
    : [{ kind, threshold, text, action, place }];
}
