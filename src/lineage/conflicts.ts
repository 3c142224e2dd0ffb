import { textAt, type Json } from "../base/json.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { IDN_010, IDN_011, IDN_013 } from "../diagnostic/rules/idn.ts";
import type { AssetId, Key } from "../model/ids.ts";
import type { Asset } from "../model/snapshot.ts";
import { stableText, type ClaimOf } from "./order.ts";

/** The asset that a finding is about. */
export interface Subject {
  readonly id: AssetId;
  readonly toolKey: Key;
}

export type FacetClaim = ClaimOf<"facet">;

/** Two claims of equal strength that name different owners: somebody believes the wrong one. */
export function ownersDiffer(
  claims: readonly FacetClaim[],
  subject: Subject,
): readonly Diagnostic[] {
  const [winner, ...others] = claims;
  const other = others.find(
    ({ strength, says }) =>
      strength === winner?.strength && teamOf(says.value) !== teamOf(winner.says.value),
  );
  if (winner === undefined || other === undefined) return [];
  return [
    diagnose(IDN_010, {
      message: `owner ${teamOf(other.says.value)} contradicts owner ${teamOf(winner.says.value)}`,
      place: other.place,
      help: "keep one of the two; until then the first is taken",
      asset: subject.id,
      subject: subject.toolKey,
      related: [{ message: "the owner that is taken", place: winner.place }],
    }),
  ];
}

function teamOf(value: Json): string {
  return textAt(value, "team") ?? (typeof value === "string" ? value : "without a team");
}

const classifications = ["restricted", "confidential", "internal", "public"];

/** The strictest classification first; a word that is not on the ladder last. */
export function byClassification(a: FacetClaim, b: FacetClaim): number {
  return ladder(a.says.value) - ladder(b.says.value);
}

function ladder(value: Json): number {
  const index = classifications.findIndex((word) => word === value);
  return index < 0 ? classifications.length : index;
}

/** Claims that classify one asset differently: the strictest holds. */
export function classificationsDiffer(
  claims: readonly FacetClaim[],
  subject: Subject,
): readonly Diagnostic[] {
  const [winner, ...others] = claims.toSorted(byClassification);
  const other = others.findLast(({ says }) => says.value !== winner?.says.value);
  if (winner === undefined || other === undefined) return [];
  const word = stableText(winner.says.value);
  return [
    diagnose(IDN_011, {
      message: `classified ${stableText(other.says.value)} here and ${word} elsewhere; the stricter holds`,
      place: other.place,
      asset: subject.id,
      subject: subject.toolKey,
      related: [{ message: `classified ${word}`, place: winner.place }],
    }),
  ];
}

export const notPii = "not-pii";

/** Spelling in which tags are compared. */
export function normalTag(tag: string): string {
  return tag.trim().toLowerCase();
}

/** `not-pii` beside a tag of personal data, on one asset: personal data it is. */
export function notPersonal(tags: Asset["tags"], subject: Subject): Diagnostic | undefined {
  const denial = tags.find(({ value }) => value === notPii);
  const personal = tags.find(({ value }) => isPii(value));
  if (denial === undefined || personal === undefined) return undefined;
  return diagnose(IDN_013, {
    message: `tagged ${notPii} here and ${personal.value} elsewhere; taken for personal data`,
    place: denial.place,
    asset: subject.id,
    subject: subject.toolKey,
    related: [{ message: `tagged ${personal.value}`, place: personal.place }],
  });
}

/** Whether the tag is of the family of personal data. */
export function isPii(tag: string): boolean {
  return tag === "pii" || tag.startsWith("pii.");
}
