import { codeownersLines, codeownersPaths, ownersLine } from "../base/codeowners.ts";
import { stepsOf, textAt, type Json } from "../base/json.ts";
import { repoPath, type RepoPath } from "../base/path.ts";
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
  const path = codeownersPaths.map(repoPath).find((one) => one !== undefined && texts.has(one));
  if (path === undefined) return [];
  const lines = codeownersLines(texts.get(path) ?? "");
  const documents = new Map<RepoPath, ReturnType<typeof parseFile>["value"]>();
  return assets.filter(isOpen).flatMap((asset): Proposal[] => {
    const place = asset.places[0];
    const line = place && ownersLine(lines, place.path);
    const text = place && texts.get(place.path);
    if (place === undefined || line?.team === undefined || text === undefined) return [];
    const known =
      documents.get(place.path) ??
      parseFile(place.path, new TextEncoder().encode(text), "k8s").value;
    documents.set(place.path, known);
    const target = targetAt(place, known);
    return [
      {
        asset: asset.id,
        what: "owner",
        value: `team/${line.team}`,
        evidence: {
          text: `${line.pattern} is owned by ${line.team}`,
          place: { in: "range", path, start: line.start, end: line.end },
        },
        path: place.path,
        target,
        ...(target === undefined && { byHand: "nothing in that file can declare an owner" }),
      },
    ];
  });
}

function isOpen({ kind, facets }: Asset): boolean {
  return owned.has(kind) && (facets.owner === undefined || facets.owner.strength === "inferred");
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
