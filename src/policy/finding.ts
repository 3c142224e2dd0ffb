import { by } from "../base/compare.ts";
import {
  diagnose,
  type Diagnostic,
  type DiagnosticFacts,
  type RelatedPlace,
  type Severity,
} from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import { POL_009 } from "../diagnostic/rules/pol.ts";
import type { Judgement } from "../model/judgement.ts";
import type { Asset } from "../model/snapshot.ts";
import { defaultBudget, type PolicyError, type Unknown, type Variables } from "./engine.ts";
import { rendered } from "./message.ts";
import type { FieldPath } from "./model.ts";
import { originOf, placeOfField, placeOfTag, shortName, type FieldPlace } from "./places.ts";
import { fieldName, Reads, type Read } from "./reads.ts";
import type { Routes } from "./route.ts";
import { spotText } from "./scene.ts";
import type { Subject } from "./subject.ts";
import { reasonsOf, type Bench, type Outcome, type Prepared } from "./trial.ts";
import type { CarriedTag } from "./view.ts";

/** What a finding is made from. */
export interface Case {
  readonly bench: Bench;
  readonly prepared: Prepared;
  readonly asset: Asset;
  /** Where the asset is defined: the place of whatever has none of its own. */
  readonly definition: Place;
  readonly severity: Severity;
  readonly routes: Routes;
}

export type Trouble = Exclude<Outcome, { readonly is: "apart" | "pass" }>;

/** The judgement that an outcome other than a pass amounts to. */
export function judgementOf(outcome: Trouble, of: Case): Judgement {
  if (outcome.is === "broken") return broken(of);
  if (outcome.is === "missing") return missing(of, outcome.asset, outcome.path);
  if (outcome.is === "unresolved") return unresolved(of, outcome);
  if (outcome.is === "error") return errored(of, outcome.error);
  return undecided(of, outcome.reason, placeOfUnknown(outcome.about));
}

function errored(of: Case, error: PolicyError): Judgement {
  const message = `${of.prepared.rule.id} could not be evaluated on ${of.asset.id}: ${error.message}`;
  return judged(
    of,
    "error",
    diagnose(POL_009, { ...aboutAsset(of), message, place: of.definition }),
  );
}

function broken(of: Case): Judgement {
  const log = new Reads();
  const { reads, names } = reasonsOf(of.bench, of.prepared, of.asset, log);
  const last = reads.at(-1);
  const at = blamed(of, reads);
  const message = rendered(of.prepared.rule.message, named(names, last));
  return failed(of, {
    message: at.missing === undefined ? message : `${message} (missing: ${at.missing})`,
    place: at.place,
    help: helpOf(of, names),
    related: relatedTo(of, last, at.place),
    flow: flowOf(of, last?.subject),
  });
}

/** The names of a message: those of the expression, and `culprit`, the element it read last. */
function named(names: Variables, last: Read | undefined): Variables {
  const all: Record<string, unknown> = { culprit: last?.element };
  Object.defineProperties(all, Object.getOwnPropertyDescriptors(names));
  return all;
}

/**
 * The primary place: the field that the rule blames, at the element read last; without one, what
 * was read last of all (policy-and-schemas.md, 4). The base's files are no place in this tree.
 */
function blamed(of: Case, reads: readonly Read[]): FieldPlace {
  const { blame } = of.prepared.rule;
  const last = reads.findLast((read) => blame === undefined || isBlamed(read, of.asset, blame));
  const found = last === undefined ? undefined : placeOfRead(last);
  if (found !== undefined) return found;
  const field = blame?.slice(0, starIn(blame)) ?? ["id"];
  return placeOfField(of.asset, field) ?? { place: of.definition };
}

function placeOfRead({ subject, path }: Read): FieldPlace | undefined {
  if (subject.of === "asset")
    return subject.side === "head" ? placeOfField(subject.asset, path) : undefined;
  const place = placeOfTag(subject.tag);
  return place && { place };
}

function isBlamed({ subject, path }: Read, asset: Asset, blame: FieldPath): boolean {
  if (subject.of !== "asset" || subject.asset !== asset || path.length < blame.length) return false;
  return blame.every(
    (step, index) => step === path[index] || (step === "*" && typeof path[index] === "number"),
  );
}

function starIn(path: FieldPath): number {
  const star = path.indexOf("*");
  return star < 0 ? path.length : star;
}

/** The other end of what went wrong: the culprit's field where it is elsewhere, and the asset. */
function relatedTo(of: Case, last: Read | undefined, primary: Place): readonly RelatedPlace[] {
  const own: readonly RelatedPlace[] =
    of.definition.path === primary.path
      ? []
      : [{ message: `${shortName(of.asset)} is defined here`, place: of.definition }];
  return [...culpritPlaces(of, last), ...own];
}

function culpritPlaces(of: Case, last: Read | undefined): readonly RelatedPlace[] {
  if (last === undefined) return [];
  const { subject } = last;
  if (subject.of === "tag") {
    const { tag, origin } = subject.tag;
    const place = originOf(subject.tag, of.bench.scene.assetOf(origin.asset));
    return place === undefined
      ? []
      : [{ message: `${tag} is declared on ${spotText(origin)}`, place }];
  }
  if (subject.asset === of.asset || subject.side === "base") return [];
  const found = placeOfField(subject.asset, last.path);
  if (found === undefined) return [];
  return [
    { message: `${fieldName(last.path)} of ${shortName(subject.asset)}`, place: found.place },
  ];
}

/** The way from the culprit to the asset, or from the asset to it. */
function flowOf(of: Case, culprit: Subject | undefined): readonly RelatedPlace[] {
  if (culprit === undefined) return [];
  if (culprit.of === "tag") return hopsOf(culprit.tag);
  if (culprit.asset === of.asset || culprit.side === "base") return [];
  const forward = of.routes.between(culprit.asset.id, of.asset.id);
  const way = forward.length > 0 ? forward : of.routes.between(of.asset.id, culprit.asset.id);
  return way.map(({ from, to, kind, place }) => ({
    message: `${spotText({ asset: from })} → ${spotText({ asset: to })} (${kind})`,
    place,
  }));
}

function hopsOf({ path }: CarriedTag): readonly RelatedPlace[] {
  return path.map(({ from, to, place }) => ({
    message: `${spotText(from)} → ${spotText(to)}`,
    place,
  }));
}

/** The rule's own edit, with its value computed. */
function helpOf(of: Case, names: Variables): string | undefined {
  const { rule, to } = of.prepared;
  if (rule.fix === undefined || to === undefined) return undefined;
  const value = of.bench.engine.evaluate(to, names, defaultBudget);
  const text = value.ok ? rendered("{{value}}", { value: value.value }) : "?";
  return `set ${fieldName(rule.fix.set)} to ${text}`;
}

function missing(of: Case, asset: Asset, path: FieldPath): Judgement {
  const place = placeOfField(asset, path)?.place ?? of.definition;
  const { rule } = of.prepared;
  const whose = asset === of.asset ? "" : ` of ${asset.id}`;
  const message = `${rule.title}: ${of.asset.id} is missing ${fieldName(path)}${whose}`;
  return failed(of, { message, place });
}

function unresolved(of: Case, outcome: Outcome & { readonly is: "unresolved" }): Judgement {
  const lost = of.routes.unresolvedInto(outcome.subject.asset.id);
  const what =
    lost === undefined ? "" : `: "${rendered("{{text}}", { text: lost.text })}" was not found`;
  const reason = `the lineage of ${outcome.subject.asset.id} is incomplete${what}`;
  if (outcome.undeclared === "undecided") return undecided(of, reason, lost?.place);
  const place = lost?.place ?? of.definition;
  return failed(of, { message: `${of.prepared.rule.title}: ${reason}`, place });
}

function undecided(of: Case, reason: string, at: Place | undefined): Judgement {
  const place = at ?? of.definition;
  const { rule } = of.prepared;
  const message = `${rule.title}: undecided for ${of.asset.id}, because ${reason}`;
  const severity = rule.severity === "info" ? "info" : "warning";
  const related = relatedTo(of, undefined, place);
  return judged(
    of,
    "undecided",
    diagnose(rule, { ...aboutAsset(of), message, place, severity, related }),
  );
}

function placeOfUnknown(about: Unknown | undefined): Place | undefined {
  if (about === undefined) return undefined;
  return about.is === "tag" ? placeOfTag(about.tag) : placeOfField(about.asset, about.path)?.place;
}

function failed(of: Case, facts: DiagnosticFacts): Judgement {
  const { rule } = of.prepared;
  return judged(of, "fail", diagnose(rule, { ...aboutAsset(of), ...facts, severity: of.severity }));
}

function aboutAsset({ asset }: Case): { readonly asset: string; readonly subject: string } {
  return { asset: asset.id, subject: asset.toolKey };
}

function judged(
  of: Case,
  verdict: "fail" | "undecided" | "error",
  diagnostic: Diagnostic,
): Judgement {
  return {
    rule: of.prepared.rule.id,
    asset: of.asset.id,
    verdict,
    severity: diagnostic.severity,
    diagnostic,
  };
}

/** The order of judgements: by rule, then by asset. */
export const byRuleAndAsset: (a: Judgement, b: Judgement) => number = by(
  (judgement) => judgement.rule,
  (judgement) => judgement.asset,
);
