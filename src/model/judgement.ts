import type { Diagnostic, RuleId, Severity } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import type { Sha256 } from "../base/digest.ts";
import type { AssetId } from "./ids.ts";

/** Neither `undecided` (an input is not declared or not resolved) nor `error` (the rule broke) is green. */
export type Verdict = "pass" | "fail" | "undecided" | "error";

/** One rule's verdict on one asset. All but a pass carry the diagnostic that explains them. */
export type Judgement =
  | { readonly rule: RuleId; readonly asset: AssetId; readonly verdict: "pass" }
  | {
      readonly rule: RuleId;
      readonly asset: AssetId;
      readonly verdict: "fail" | "undecided" | "error";
      readonly severity: Severity;
      readonly diagnostic: Diagnostic;
      readonly waiver?: WaiverUsed;
    };

/** A dated exception that covers a finding. Who approved is what its file claims. */
export interface WaiverUsed {
  readonly id: string;
  readonly expires: string;
  readonly reason: string;
  readonly approvedBy: readonly string[];
  readonly place: Place;
}

export interface PackUsed {
  readonly name: string;
  readonly version: string;
  readonly sha256: Sha256;
}

export interface PolicyResult {
  readonly packs: readonly PackUsed[];
  /** Sorted by (rule, asset); passes are counted only. */
  readonly judgements: readonly Judgement[];
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Rules that met no asset of their kind. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a budget says about a change. */
export interface BudgetFinding {
  readonly diagnostic: Diagnostic;
  readonly verdict: "fail" | "undecided";
}
