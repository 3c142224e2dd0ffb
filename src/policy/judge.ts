import { isObject, type Json, type JsonObject } from "../base/json.ts";
import type { Day } from "../base/ports.ts";
import { counted } from "../base/text.ts";
import { diagnose, type Diagnostic, type Severity } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import { familyOf } from "../diagnostic/families.ts";
import { POL_010 } from "../diagnostic/rules/pol.ts";
import type { Judgement, PolicyResult } from "../model/judgement.ts";
import { assetKinds } from "../model/kinds.ts";
import type { Asset, Snapshot } from "../model/snapshot.ts";
import { CelEngine } from "./cel.ts";
import { byRuleAndAsset, judgementOf, type Case } from "./finding.ts";
import { functionsOn } from "./functions.ts";
import type { Pack } from "./pack.ts";
import { definitionOf } from "./places.ts";
import { routesOf } from "./route.ts";
import type { Rule } from "./rule.ts";
import { Scene, type Side } from "./scene.ts";
import { outcomeOf, prepared, type Bench, type Prepared } from "./trial.ts";
import type { LineageView } from "./view.ts";

export interface JudgeRequest {
  readonly pack: Pack;
  readonly snapshot: Snapshot;
  readonly view: LineageView;
  /** What `old` means; without it every asset is new. */
  readonly base?: Side;
  /** Which assets a rule is wanted for; without it, all of its kinds. */
  readonly wanted?: (rule: Rule, asset: Asset) => boolean;
  /** Laid over the defaults. */
  readonly params?: JsonObject;
  readonly asOf: Day;
  /** By rule id or family; `off` leaves rules out. */
  readonly severities?: Readonly<Record<string, Severity | "off">>;
}

/** Parameters of the built-in pack (policy-and-schemas.md, 8). */
export const defaultParams: JsonObject = {
  max_retention_days: 730,
  doc_coverage: 0.8,
  max_eval_age_days: 90,
  max_disparity: 0.1,
  k_anonymity: 5,
  max_dpia_age_days: 365,
  min_log_retention_days: 183,
};

/**
 * Every rule on every asset of its kinds that this tree defines. Deterministic: what it returns
 * depends on the request alone, and in no way on the order of files.
 */
export function judge(request: JudgeRequest): PolicyResult {
  const { pack, snapshot, view, asOf } = request;
  const scene = new Scene(asOf, { snapshot, view }, request.base);
  const engine = new CelEngine(functionsOn(scene, pack.regexes), pack.regexes);
  const params = variablesOf({ ...defaultParams, ...request.params });
  const court: Court = { request, bench: { engine, scene, params }, routes: routesOf(snapshot) };
  const trials = pack.rules.flatMap((rule): Trial[] => {
    const severity = severityOn(rule, asOf, severitySet(rule, request.severities));
    if (severity === "off") return [];
    return [{ rule, severity, ready: undefined, subjects: 0, judgements: [] }];
  });
  tryAll(court, trials);
  const judgements = trials.flatMap((trial) => trial.judgements).toSorted(byRuleAndAsset);
  const count = (verdict: Judgement["verdict"]): number =>
    judgements.filter((judgement) => judgement.verdict === verdict).length;
  const pass = trials.reduce((sum, { subjects }) => sum + subjects, 0) - judgements.length;
  return {
    packs: pack.used,
    judgements,
    counts: { pass, fail: count("fail"), undecided: count("undecided"), error: count("error") },
    diagnostics: trials.flatMap(({ rule, subjects }) => idle(rule, subjects)),
  };
}

interface Court {
  readonly request: JudgeRequest;
  readonly bench: Bench;
  readonly routes: Case["routes"];
}

/** A rule in force, with what it met and found so far. */
interface Trial {
  readonly rule: Rule;
  readonly severity: Severity;
  /** Compiled for the first asset that it meets. */
  ready: Prepared | undefined;
  subjects: number;
  readonly judgements: Judgement[];
}

/** Asset by asset, since a large tree has far more of them than there are rules. */
function tryAll(court: Court, trials: readonly Trial[]): void {
  const { snapshot, wanted } = court.request;
  const byKind = new Map(
    assetKinds.map((kind) => [kind, trials.filter(({ rule }) => rule.kinds.has(kind))]),
  );
  for (const asset of snapshot.assets) {
    const definition = definitionOf(asset);
    if (definition === undefined) continue;
    for (const trial of byKind.get(asset.kind) ?? [])
      if (wanted?.(trial.rule, asset) !== false) tryOne(court, trial, asset, definition);
  }
}

function tryOne({ bench, routes }: Court, trial: Trial, asset: Asset, definition: Place): void {
  const { rule, severity } = trial;
  trial.ready ??= prepared(rule, bench);
  const outcome = outcomeOf(bench, trial.ready, asset);
  if (outcome.is === "apart") return;
  trial.subjects += 1;
  if (outcome.is === "pass") return;
  const of: Case = { bench, prepared: trial.ready, asset, definition, severity, routes };
  trial.judgements.push(judgementOf(outcome, of));
}

/** A policy of this tree that met too little; a built-in rule without subjects is no finding. */
function idle(rule: Rule, subjects: number): readonly Diagnostic[] {
  const isEnough = subjects > 0 && subjects >= rule.minSubjects;
  if (isEnough || rule.places === undefined) return [];
  const met = subjects === 0 ? "no asset" : `only ${counted(subjects, "asset")}`;
  const wanted = rule.minSubjects > 0 ? `, at least ${rule.minSubjects} expected` : "";
  return [
    diagnose(POL_010, {
      message: `${rule.id} met ${met}${wanted}`,
      severity: rule.minSubjects > 0 ? "warning" : "info",
      place: rule.places.value("spec", "match"),
      subject: rule.id,
    }),
  ];
}

/** What a failure weighs on that day: configuration first, then the rule's own roll-out. */
function severityOn(
  rule: Rule,
  asOf: Day,
  configured: Severity | "off" | undefined,
): Severity | "off" {
  if (configured !== undefined) return configured;
  const { warnFrom, errorFrom } = rule.rollout;
  if (errorFrom !== undefined && asOf >= errorFrom) return rule.severity;
  if (warnFrom !== undefined && asOf < warnFrom) return "off";
  if (warnFrom === undefined && errorFrom === undefined) return rule.severity;
  return rule.severity === "error" ? "warning" : rule.severity;
}

/** The rule's own entry beats its family's. */
function severitySet(
  { id }: Rule,
  severities: JudgeRequest["severities"] = {},
): Severity | "off" | undefined {
  return severities[id] ?? severities[familyOf(id)];
}

/** Plain values as CEL knows them: whole numbers are ints. */
function variablesOf(params: JsonObject): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, celValue(value)]));
}

function celValue(value: Json): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (isObject(value)) return variablesOf(value);
  return Array.isArray(value) ? value.map(celValue) : value;
}
