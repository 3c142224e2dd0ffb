import { repoPath } from "../../src/base/path.ts";
import { placesIn, type Place } from "../../src/diagnostic/place.ts";
import type { FoldMemo } from "../../src/lineage/memo.ts";
import { buildSnapshot, type SnapshotInput } from "../../src/lineage/snapshot.ts";
import type { Assertion, Claim, Reference } from "../../src/model/claim.ts";
import { assetId, toolKey, type AssetId, type Key } from "../../src/model/ids.ts";
import {
  assetKinds,
  type AssetKind,
  type EdgeKind,
  type Strength,
  type ToolId,
} from "../../src/model/kinds.ts";
import type { Asset, Snapshot } from "../../src/model/snapshot.ts";

export function asKey(words: string): Key {
  const colon = words.indexOf(":");
  return toolKey(words.slice(0, colon), words.slice(colon + 1));
}

export function asId(words: string): AssetId {
  const kind = assetKinds.find((word) => words.startsWith(`${word}:`));
  return assetId(kind ?? "dataset", words.slice(words.indexOf(":") + 1));
}

export function placeAt(path: string, pointer = "/metadata/name", document = 0): Place {
  const file = repoPath(path);
  if (file === undefined) throw new Error(`${path} is no path of a tree`);
  return placesIn(file, document).value(...pointer.split("/").slice(1));
}

export interface ClaimFacts {
  readonly place?: Place;
  readonly strength?: Strength;
  readonly tool?: ToolId;
}

/** A claim about the key; in a file named after it unless the facts say otherwise. */
export function claim(subject: string, says: Assertion, facts: ClaimFacts = {}): Claim {
  return {
    subject: asKey(subject),
    says,
    place: facts.place ?? placeAt(`${subject.replaceAll(/[^a-z0-9]+/giu, "-")}.yaml`),
    strength: facts.strength ?? "declared",
    tool: facts.tool ?? "own",
  };
}

const ownKinds: Partial<Record<AssetKind, string>> = {
  dataset: "Dataset",
  job: "Pipeline",
  step: "Pipeline",
  ml_model: "Model",
  feature_view: "FeatureView",
};

/** The key of an own document. */
export function own(kind: AssetKind, name: string): string {
  return `own:${ownKinds[kind] ?? kind}/${name}`;
}

export function exists(kind: AssetKind, name: string, facts: ClaimFacts = {}): Claim {
  return claim(own(kind, name), { is: "exists", kind, name }, facts);
}

export function text(words: string, ...kinds: readonly AssetKind[]): Reference {
  return {
    by: "text",
    text: words,
    kinds: kinds.length > 0 ? kinds : ["dataset", "feature_view"],
    namespace: "default",
  };
}

/** `subject` relates to what `other` names. */
export function relates(
  subject: string,
  edge: EdgeKind,
  end: "from" | "to",
  other: Reference,
): Claim {
  const words = other.by === "text" ? other.text : other.key;
  const pointer = `/spec/${edge}/${words.replaceAll("/", "-")}`;
  const file = `${subject.replaceAll(/[^a-z0-9]+/giu, "-")}.yaml`;
  return claim(subject, { is: "edge", edge, end, other }, { place: placeAt(file, pointer) });
}

/** A declared job with what it reads and writes. */
export function job(
  name: string,
  reads: readonly string[],
  writes: readonly string[],
): readonly Claim[] {
  const key = own("job", name);
  return [
    exists("job", name),
    ...reads.map((words) => relates(key, "reads", "to", text(words))),
    ...writes.map((words) => relates(key, "writes", "from", text(words))),
  ];
}

export function snapshotFrom(
  claims: readonly Claim[],
  aliases: Readonly<Record<string, string>> = {},
): Snapshot {
  return buildSnapshot({ ...nothingElse, claims, aliases });
}

/** The snapshot of the claims after others were folded with the memo. */
export function rememberedFrom(claims: readonly Claim[], memo: FoldMemo): Snapshot {
  return buildSnapshot({ ...nothingElse, claims }, memo);
}

const nothingElse: Omit<SnapshotInput, "claims"> = {
  declarations: [],
  diagnostics: [],
  covered: [],
  documents: 0,
  aliases: {},
};

export function assetOf(snapshot: Snapshot, id: string): Asset {
  const asset = snapshot.assets.find((one) => one.id === id);
  if (asset === undefined) {
    throw new Error(`no ${id} among ${snapshot.assets.map((one) => one.id).join(", ")}`);
  }
  return asset;
}

export function rulesOf(snapshot: Snapshot): readonly string[] {
  return snapshot.diagnostics.map(({ rule }) => rule);
}
