import { stepsOf, textAt, type Json } from "../base/json.ts";
import type { RepoPath } from "../base/path.ts";
import type { Place } from "../diagnostic/place.ts";
import type { AssetKind } from "../model/kinds.ts";
import type { Asset, Snapshot } from "../model/snapshot.ts";
import { parseFile } from "../source/parse.ts";
import { objectIn, type Proposal, type Target } from "./suggest-edits.ts";

/** Kinds whose owner is asked for (OWN-001). */
const owned: ReadonlySet<AssetKind> = new Set([
  "dataset",
  "feature_view",
  "ml_model",
  "job",
  "app",
]);

/** Owners by CODEOWNERS for assets that declare none. */
export function proposedOwners(
  { assets }: Snapshot,
  texts: ReadonlyMap<RepoPath, string>,
): readonly Proposal[] {
  const documents = new Map<RepoPath, ReturnType<typeof parseFile>["value"]>();
  return assets.flatMap((asset): Proposal[] => {
    const owner = inferredOwner(asset);
    const place = asset.places[0];
    const text = place && texts.get(place.path);
    if (owner === undefined || place === undefined || text === undefined) return [];
    const known =
      documents.get(place.path) ??
      parseFile(place.path, new TextEncoder().encode(text), "k8s").value;
    documents.set(place.path, known);
    const target = targetAt(place, known);
    return [
      {
        asset: asset.id,
        what: "owner",
        value: `team/${owner.team}`,
        evidence: {
          text: `${patternAt(owner.place, texts)} is owned by ${owner.team}`,
          place: owner.place,
        },
        path: place.path,
        target,
        ...(target === undefined && { byHand: "nothing in that file can declare an owner" }),
      },
    ];
  });
}

/** The team that CODEOWNERS names where nothing stronger does. */
function inferredOwner({ kind, facets: { owner } }: Asset): InferredOwner | undefined {
  if (!owned.has(kind) || owner?.tool !== "codeowners") return undefined;
  const team = textAt(owner.value, "team");
  return team === undefined ? undefined : { team, place: owner.place };
}

interface InferredOwner {
  readonly team: string;
  readonly place: Place;
}

/** The first word of the line of CODEOWNERS. */
function patternAt(place: Place, texts: ReadonlyMap<RepoPath, string>): string {
  if (place.in !== "range") return place.path;
  const line = texts.get(place.path)?.slice(place.start, place.end) ?? "";
  return line.trim().split(/\s/u)[0] ?? place.path;
}

/** Documents of our own have a field, Kubernetes objects an annotation. */
function targetAt(
  place: Place,
  documents: readonly { readonly index: number; readonly value: Json }[],
): Target | undefined {
  if (place.in !== "node" || !/(?:^|\/)metadata\/(?:name|generateName)$/u.test(place.pointer))
    return undefined;
  const steps = stepsOf(place.pointer).slice(0, -2);
  const document = documents.find(({ index }) => index === place.document);
  const version = textAt(objectIn(document?.value, steps), "apiVersion");
  if (version === undefined) return undefined;
  return version.startsWith("lineagectl.dev/")
    ? { document: place.document, steps, as: "field", name: "owner" }
    : { document: place.document, steps, as: "annotation", name: "lineagectl.dev/owner" };
}
