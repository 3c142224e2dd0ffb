import type { JsonObject } from "../base/json.ts";
import type { AssetChange, Review } from "../model/review.ts";
import { verdictOf, type ReviewDocument, type ReviewReporter } from "./document.ts";
import { countsOf } from "./answer.ts";
import { costDiffJson, findingJson, jsonText, placeJson, schemaOf, sideJson } from "./json.ts";
import type { Sources } from "./sources.ts";

export const checkJsonReporter: ReviewReporter = {
  name: "json",
  mediaType: "application/json",
  render: (document) => jsonText(reviewJson(document)),
};

function reviewJson({ review, sources, tool, exitCode, attested }: ReviewDocument): JsonObject {
  const {
    asOf,
    why,
    repository,
    snapshot,
    files,
    findings,
    changes,
    impact,
    policy,
    cost,
    limited,
  } = review;
  return {
    schema: schemaOf("check"),
    tool: { ...tool },
    repository,
    asOf,
    base: { ...sideJson(review.base), why },
    head: sideJson(review.head),
    exitCode,
    verdict: verdictOf(exitCode),
    summary: summaryJson(review),
    snapshot: {
      sha256: snapshot.digest,
      assets: snapshot.assets.length,
      edges: snapshot.edges.length,
    },
    files: files.map((file) => ({ ...file })),
    diagnostics: findings.map((finding) => findingJson(finding, sources)),
    changes: changes.map((change) => changeJson(change, sources)),
    impact,
    policy: { packs: policy.packs.map((pack) => ({ ...pack })), counts: { ...policy.counts } },
    cost: costDiffJson(cost, sources),
    ...(limited !== undefined && {
      limited: { paths: limited.paths, elsewhere: limited.elsewhere },
    }),
    ...(attested !== undefined && {
      attested: { attested: attested.attested, covered: attested.covered, stale: attested.stale },
    }),
  };
}

function summaryJson(review: Review): JsonObject {
  const { files, snapshot, impact } = review;
  return {
    ...countsOf(review),
    files: files.length,
    documents: snapshot.documents,
    assets: snapshot.assets.length,
    downstream: impact.length,
  };
}

export function changeJson(change: AssetChange, sources: Sources): JsonObject {
  const { asset, kind, formerly, before, after, owner, fields, reaches, place } = change;
  return {
    asset,
    kind,
    change: change.change,
    ...(formerly !== undefined && { formerly }),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(owner !== undefined && { owner }),
    fields: fields.map((field) => ({
      field: field.field,
      ...(field.before !== undefined && { before: field.before }),
      ...(field.after !== undefined && { after: field.after }),
      ...(field.place !== undefined && { location: placeJson(field.place, sources) }),
    })),
    reaches,
    ...(place !== undefined && { location: placeJson(place, sources) }),
  };
}
