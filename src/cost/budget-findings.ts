import { fixedText, minus, over, roundedText, times, whole, type Exact } from "../base/decimal.ts";
import { counted } from "../base/text.ts";
import type { Day } from "../base/ports.ts";
import { diagnose, type Diagnostic, type Severity } from "../diagnostic/diagnostic.ts";
import { BUD_001, BUD_002, BUD_003, BUD_004, BUD_005 } from "../diagnostic/rules/bud.ts";
import type { Declaration } from "../model/claim.ts";
import type { CostDiff, CostLine } from "../model/estimate.ts";
import type { BudgetFinding } from "../model/judgement.ts";
import { nameOf } from "../model/ids.ts";
import { scoped, spendingOf, type Scoped, type Sides, type Spending } from "./budget-amounts.ts";
import { hasConditions, idleCondition } from "./budget-scope.ts";
import { isNear, percentOf, standing } from "./budget-verdict.ts";
import { monthsIn, readBudgets, type Budget, type BudgetRule } from "./budget.ts";
import { rateBetween, type Rates } from "./exchange.ts";

export interface BudgetCase {
  readonly declarations: readonly Declaration[];
  readonly diff: Pick<CostDiff, "currency" | "changes">;
  /** The assets of base and head. */
  readonly assets: Sides;
  readonly rates: Rates;
  readonly asOf: Day;
}

/** Lines named as the causes of a finding. */
const causesMax = 3;

/**
 * What the budgets say about a change (BUD-001 to BUD-005). Sums are those of the expected costs of
 * the scope; a budget that unknown costs could break is undecided unless it says otherwise.
 */
export function judgeBudgets(about: BudgetCase): readonly BudgetFinding[] {
  return readBudgets(about.declarations, about.asOf).flatMap((budget) => judged(budget, about));
}

function judged(budget: Budget, about: BudgetCase): readonly BudgetFinding[] {
  const scope = scoped(about.diff, budget.scope, about.assets);
  const fitted = scope.before.size + scope.after.size;
  if (fitted === 0) return hasConditions(budget.scope) ? [idle(budget, about)] : [];
  const factor = factorOf(budget, scope, about);
  if (factor === undefined) return [noRate(budget, about)];
  const spending = spendingOf(scope, factor);
  const stands = budget.rules.map((rule) => [rule, standing(rule, budget, spending)] as const);
  const crossed = stands.flatMap(([rule, stand]) => (stand === "crossed" ? [rule] : []));
  const exceeded = crossed.some(({ kind }) => kind === "absolute" || kind === "crossing");
  return [
    ...crossed.map((rule) => crossing(budget, rule, spending)),
    ...(!exceeded && isNear(budget, spending) ? [near(budget, spending)] : []),
    ...(stands.some(([, stand]) => stand === "open") ? [open(budget, spending)] : []),
  ];
}

/** From a month in the estimate's currency to a period in the budget's; nothing needs no rate. */
function factorOf(
  { currency, period }: Budget,
  scope: Scoped,
  { diff, rates }: BudgetCase,
): Exact | undefined {
  const months = monthsIn[period];
  if (currency === diff.currency) return months;
  const rate = rateBetween(rates, diff.currency, currency);
  if (rate !== undefined) return times(months, rate.factor);
  const { before, after } = spendingOf(scope, months);
  return before.n === 0n && after.n === 0n ? months : undefined;
}

function crossing(budget: Budget, rule: BudgetRule, spending: Spending): BudgetFinding {
  const info = rule.kind === "absolute" || rule.kind === "crossing" ? BUD_001 : BUD_002;
  const severity: Severity = rule.action === "warn" ? "warning" : "error";
  const text =
    info === BUD_001 ? exceededText(budget, spending) : movedText(budget, rule, spending);
  const diagnostic = diagnose(info, {
    ...aboutBudget(budget, spending),
    message: text,
    place: rule.place,
    severity,
    help:
      rule.action === "approve"
        ? "this takes an approval of the amount, and none is recorded: lower the cost, or raise the budget"
        : undefined,
  });
  return { diagnostic, verdict: "fail" };
}

function near(budget: Budget, spending: Spending): BudgetFinding {
  const { amount, places } = budget;
  const was = percentOf(spending.before, amount) ?? 0n;
  const is = percentOf(spending.after, amount) ?? 0n;
  const change = was === is ? "" : ` (was ${was} %)`;
  const message = `${budget.title} reaches ${leastText(spending)}${is} % of ${limitText(budget)}${change}`;
  const place = places.value("spec", "amount");
  const diagnostic = diagnose(BUD_003, { ...aboutBudget(budget, spending), message, place });
  return { diagnostic, verdict: "fail" };
}

function open(budget: Budget, spending: Spending): BudgetFinding {
  const { before, after } = spending.unknown;
  const unknown = counted(Math.max(before, after), "cost");
  const reason = `${unknown} in its scope ${Math.max(before, after) === 1 ? "is" : "are"} unknown; the rest is ${money(spending.after)} of ${limitText(budget)}`;
  return undecided(
    budget,
    reason,
    "declare prices and quantities: lineagectl cost estimate lists what is unknown",
  );
}

function noRate(budget: Budget, { diff, asOf }: BudgetCase): BudgetFinding {
  const reason = `costs are in ${diff.currency}, and no rate to ${budget.currency} up to ${asOf} is declared`;
  return undecided(budget, reason, "declare the rate in an FxTable");
}

function undecided(budget: Budget, reason: string, help: string): BudgetFinding {
  const { onUnknown, places } = budget;
  const diagnostic = diagnose(BUD_004, {
    message: `${budget.title} cannot be decided: ${reason}`,
    place: places.value("spec", "amount"),
    severity: onUnknown === "fail" ? "error" : "warning",
    help,
    subject: budget.name,
  });
  return { diagnostic, verdict: onUnknown === "incomplete" ? "undecided" : "fail" };
}

function idle(budget: Budget, { assets }: BudgetCase): BudgetFinding {
  const condition = idleCondition(budget.scope, assets.after);
  const why =
    condition === undefined ? "no asset fits all conditions" : `no asset has ${condition}`;
  const diagnostic = diagnose(BUD_005, {
    message: `${budget.title} watches nothing: ${why}`,
    place: budget.places.key("spec", "scope"),
    subject: budget.name,
  });
  return { diagnostic, verdict: "fail" };
}

function aboutBudget(
  budget: Budget,
  { causes }: Spending,
): Pick<Diagnostic, "related"> & { readonly subject: string } {
  const related = causes.slice(0, causesMax).map(({ line, rise }) => ({
    message: `+${money(rise)} a month by ${lineText(line)} of ${nameOf(line.asset)}`,
    place: line.place,
  }));
  return { related, subject: budget.name };
}

/** A line that is called like its meter is said once. */
function lineText({ line, meter }: CostLine): string {
  return line === meter ? line : `${line} ${meter.replaceAll("_", " ")}`;
}

function exceededText(budget: Budget, spending: Spending): string {
  const { before, after } = spending;
  const was = before.n === 0n ? "" : `, was ${money(before)}`;
  const percent = percentOf(after, budget.amount);
  const share = percent === undefined ? "" : ` (${percent} %${was})`;
  return `${budget.title} is exceeded: ${leastText(spending)}${money(after)} of ${limitText(budget)}${share}`;
}

function movedText(budget: Budget, rule: BudgetRule, spending: Spending): string {
  const { before, after } = spending;
  const rise = minus(after, before);
  const [verb, size] = rise.n < 0n ? ["falls", minus(before, after)] : ["rises", rise];
  const percent =
    before.n === 0n ? "" : ` (${roundedText(over(times(size, whole(100)), before), 1)} %)`;
  const limit = "text" in rule ? limitOf(rule, budget) : "";
  return `${budget.title} ${verb} by ${leastText(spending)}${money(size)} ${budget.currency} a ${budget.period}${percent}, more than ${limit}`;
}

function limitOf(rule: Extract<BudgetRule, { readonly text: string }>, budget: Budget): string {
  return rule.kind === "increase_pct" ? `${rule.text} %` : `${rule.text} ${budget.currency}`;
}

function limitText({ amountText, currency, period }: Budget): string {
  return `${amountText} ${currency} a ${period}`;
}

/** A sum that leaves something out says so. */
function leastText({ unknown }: Spending): string {
  return unknown.after > 0 ? "at least " : "";
}

/** For people: two decimals. */
function money(value: Exact): string {
  return fixedText(roundedText(value, 12), 2);
}
