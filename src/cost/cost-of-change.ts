import { memberOf, textAt } from "../base/json.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { PRC_007 } from "../diagnostic/rules/prc.ts";
import { placesIn } from "../diagnostic/place.ts";
import type { Declaration, DeclarationKind } from "../model/claim.ts";
import type { CostChange, CostDiff, Currency, Estimate } from "../model/estimate.ts";
import type { AssetId } from "../model/ids.ts";
import type { BudgetFinding } from "../model/judgement.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { judgeBudgets, type BudgetCase } from "./budget-findings.ts";
import { diffEstimates } from "./diff.ts";
import { estimateIn } from "./estimate.ts";
import { rateBetween } from "./exchange.ts";
import { periodOf, termsOf, type EstimateOptions, type Terms } from "./terms.ts";

export interface ChangeOptions extends EstimateOptions {
  /** Base assets and the head assets that they are, where the ids may differ. */
  readonly pairs: ReadonlyMap<AssetId, AssetId>;
}

export interface CostOfChange {
  readonly diff: CostDiff;
  /** Of head. */
  readonly estimate: Estimate;
  /** What is wrong with prices and usage of head. */
  readonly diagnostics: readonly Diagnostic[];
  /** What is wrong with those of the base, which is known already. */
  readonly known: readonly Diagnostic[];
  /** What the budgets of head say about the change, and those of the base about itself. */
  readonly budgets: {
    readonly now: readonly BudgetFinding[];
    readonly known: readonly BudgetFinding[];
  };
}

export type Compared = Pick<Snapshot, "assets" | "declarations" | "diagnostics">;

/**
 * What a change from base to head does to the monthly cost. The base is priced twice, at its own
 * tables and at head's, both in one currency: a base in another one is converted by declared rates,
 * its own before head's, and unknown without.
 */
export function costOfChange(base: Compared, head: Compared, options: ChangeOptions): CostOfChange {
  const declared = currencyOf(head.declarations) ?? currencyOf(base.declarations);
  const settings = { ...options, currency: options.currency ?? declared };
  const period = periodOf(settings);
  const termsWith = (prices: Compared, usage: Compared): Terms =>
    termsOf(
      { prices: prices.declarations, usage: usage.declarations, otherRates: head.declarations },
      settings,
      period,
    );
  const usage = common(["Usage"], base, head);
  const tables = common(["PriceTable", "FxTable"], base, head);
  const terms = termsWith(head, head);
  const after = estimateIn(terms, head.assets);
  const baseTerms = usage.sameFiles && tables.sameFiles ? terms : termsWith(base, base);
  const { estimate: before, diagnostics: known } = estimateIn(baseTerms, base.assets, after);
  const repriced = tables.sameText
    ? before
    : estimateIn(usage.sameFiles ? terms : termsWith(head, base), base.assets, after).estimate;
  const unread = { before: unreadPaths(base), after: unreadPaths(head) };
  const { pairs, asOf } = options;
  const diff = diffEstimates({ before, repriced, after: after.estimate, pairs, unread });
  return {
    diff,
    estimate: after.estimate,
    diagnostics: [...after.diagnostics, ...formerCurrency(base, head, baseTerms)],
    known,
    budgets: {
      now: judgeBudgets({
        declarations: head.declarations,
        diff,
        assets: { before: base.assets, after: head.assets },
        rates: terms.rates,
        asOf,
      }),
      known: budgetsOf(base, { diff, rates: baseTerms.rates, asOf }),
    },
  };
}

/** What the budgets of a base say about it as it is. */
function budgetsOf(
  { declarations, assets }: Compared,
  about: Pick<BudgetCase, "diff" | "rates" | "asOf">,
): readonly BudgetFinding[] {
  const sides = { before: assets, after: assets };
  return judgeBudgets({ ...about, declarations, diff: atRest(about.diff), assets: sides });
}

/** The base compared with itself. */
function atRest({ currency, changes }: BudgetCase["diff"]): BudgetCase["diff"] {
  const still = changes.flatMap((change): readonly CostChange[] => {
    const { before } = change;
    return before === undefined ? [] : [{ ...change, how: "same", before, after: before }];
  });
  return { currency, changes: still };
}

function tablesOf(declarations: readonly Declaration[]): readonly Declaration[] {
  return declarations.filter(({ kind }) => kind === "PriceTable");
}

/**
 * Whether both sides declare the same, so that pricing again would change nothing, and whether they
 * do so in the same places, so that they are the same terms; most changes leave both alone.
 */
function common(
  kinds: readonly DeclarationKind[],
  base: Compared,
  head: Compared,
): { readonly sameText: boolean; readonly sameFiles: boolean } {
  const [old = [], now = []] = [base, head].map(({ declarations }) =>
    declarations.filter(({ kind }) => kinds.includes(kind)),
  );
  const pairs = old.map((one, index) => [one, now[index]] as const);
  const sameText =
    old.length === now.length &&
    pairs.every(
      ([a, b]) => a.value === b?.value || JSON.stringify(a.value) === JSON.stringify(b?.value),
    );
  const sameFiles =
    sameText &&
    pairs.every(([a, b]) => a.name === b?.name && a.path === b.path && a.document === b.document);
  return { sameText, sameFiles };
}

function currencyOf(declarations: readonly Declaration[]): Currency | undefined {
  return textAt(memberOf(tablesOf(declarations)[0]?.value, "spec"), "currency");
}

/** Files that could not be read: what is missing from them is not known to be gone. */
function unreadPaths({ diagnostics }: Compared): ReadonlySet<string> {
  const errors = diagnostics.filter(
    ({ rule, severity }) => severity === "error" && /^(?:SYN|SCH)-/u.test(rule),
  );
  return new Set(errors.map(({ place }) => place.path));
}

function formerCurrency(
  base: Compared,
  head: Compared,
  { currency, rates }: Terms,
): readonly Diagnostic[] {
  const former = tablesOf(base.declarations)
    .map((table) => currencyOf([table]))
    .find(
      (other) =>
        other !== undefined &&
        other !== currency &&
        rateBetween(rates, other, currency) === undefined,
    );
  const [table] = tablesOf(head.declarations);
  if (former === undefined || table === undefined || currencyOf([table]) !== currency) return [];
  return [
    diagnose(PRC_007, {
      message: `prices were in ${former} at the base and are in ${currency} now: the change is unknown`,
      place: placesIn(table.path, table.document).value("spec", "currency"),
    }),
  ];
}
