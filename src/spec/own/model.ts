import { listAt, objectAt, textAt, textsAt } from "../../base/json.ts";
import type { Claim, FacetName, Reading } from "../../model/claim.ts";
import { edgeClaim, type EdgeForm } from "../subject.ts";
import { aliasClaims } from "./aliases.ts";
import { metadataClaims, specFacets, type OwnDocument } from "./metadata.ts";

const facets: readonly FacetName[] = [
  "version",
  "task",
  "framework",
  "artifact",
  "training",
  "evaluation",
  "baseModel",
  "signature",
  "classification",
  "privacy",
  "ai",
  "custom",
];

const uses: Readonly<Record<"training" | "evaluation", EdgeForm>> = {
  training: { edge: "trains", end: "to", kinds: ["dataset", "feature_view", "ml_model"] },
  evaluation: { edge: "evaluates", end: "to", kinds: ["dataset", "feature_view"] },
};
const names: Readonly<Record<"features" | "serving", EdgeForm>> = {
  features: { edge: "trains", end: "to", kinds: ["feature_view", "feature", "dataset"] },
  serving: { edge: "serves", end: "from", kinds: ["service", "workload"] },
};
/** What the base model has learned is in this one too. */
const base: EdgeForm = { edge: "derives", end: "to", kinds: ["ml_model"] };

/** A Model: what it was made from, where it serves, and what is known of its risks. */
export function readModel(document: OwnDocument): Reading {
  const aliases = aliasClaims(document, "ml_model");
  return {
    claims: [
      ...metadataClaims(document, "ml_model"),
      ...aliases.claims,
      ...specFacets(document, facets),
      ...usesClaims(document),
      ...namesClaims(document),
      ...baseClaims(document),
    ],
    declarations: [],
    diagnostics: aliases.diagnostics,
  };
}

function usesClaims({ subject, spec, places }: OwnDocument): readonly Claim[] {
  return Object.entries(uses).flatMap(([field, form]) =>
    listAt(spec, field).flatMap((use, index) => {
      const text = textAt(use, "ref");
      if (text === undefined) return [];
      return [edgeClaim(subject, form, { text, place: places.value("spec", field, index, "ref") })];
    }),
  );
}

function namesClaims({ subject, spec, places }: OwnDocument): readonly Claim[] {
  return Object.entries(names).flatMap(([field, form]) =>
    textsAt(spec, field).map(([index, text]) =>
      edgeClaim(subject, form, { text, place: places.value("spec", field, index) }),
    ),
  );
}

function baseClaims({ subject, spec, places }: OwnDocument): readonly Claim[] {
  const text = textAt(objectAt(spec, "baseModel"), "name");
  if (text === undefined) return [];
  return [edgeClaim(subject, base, { text, place: places.value("spec", "baseModel", "name") })];
}
