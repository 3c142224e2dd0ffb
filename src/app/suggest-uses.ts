import { stepsOf, textAt } from "../base/json.ts";
import type { RepoPath } from "../base/path.ts";
import { nameOf, toolKey, type Key } from "../model/ids.ts";
import { dataEdges } from "../model/kinds.ts";
import type { Asset, Snapshot } from "../model/snapshot.ts";
import { keyOfUri } from "../model/uri.ts";
import { workloadOf, type Workload } from "../spec/kubernetes/kinds.ts";
import { uriUses, type UriUse } from "../spec/kubernetes/uris.ts";
import { objectsOf } from "../spec/objects.ts";
import { parseFile } from "../source/parse.ts";
import type { Proposal } from "./suggest-edits.ts";

/** What workloads are told to read and write, where nothing declares it. */
export function proposedUses(
  snapshot: Snapshot,
  texts: ReadonlyMap<RepoPath, string>,
): readonly Proposal[] {
  const estate = estateOf(snapshot);
  const paths = snapshot.assets
    .filter(({ kind }) => kind === "workload")
    .flatMap(({ places }) => places.map(({ path }) => path));
  return [...new Set(paths)].flatMap((path) => {
    const text = texts.get(path);
    if (text === undefined) return [];
    const documents = parseFile(path, new TextEncoder().encode(text), "k8s").value;
    return documents.flatMap((document) =>
      objectsOf(document).flatMap((object) => {
        const workload = workloadOf(object);
        return workload === undefined
          ? []
          : usesOf(workload, { path, document: document.index, estate });
      }),
    );
  });
}

interface Ground {
  readonly path: RepoPath;
  readonly document: number;
  readonly estate: Estate;
}

function usesOf(workload: Workload, { path, document, estate }: Ground): readonly Proposal[] {
  const { group, kind, metadata, places } = workload;
  const name = textAt(metadata, "name") ?? textAt(metadata, "generateName") ?? "";
  const asset = estate.byKey.get(
    toolKey("k8s", `${group}/${kind}/${textAt(metadata, "namespace") ?? ""}/${name}`),
  );
  if (asset === undefined) return [];
  const steps = stepsOf(places.value().pointer);
  const seen = new Set<string>();
  return uriUses(workload).flatMap((use): Proposal[] => {
    const value = valueFor(use.uri, asset, estate);
    const what = use.direction ?? "reads or writes";
    if (value === undefined || seen.has(`${what} ${value}`)) return [];
    seen.add(`${what} ${value}`);
    return [
      {
        asset: asset.id,
        what,
        value,
        evidence: {
          text: use.named === "" ? use.uri : `${use.named} is ${use.uri}`,
          place: use.place,
        },
        path,
        target: targetOf(use, { document, steps }),
        ...(use.direction === undefined && {
          byHand: "its name does not tell whether it is read or written",
        }),
      },
    ];
  });
}

function targetOf(
  { direction }: UriUse,
  { document, steps }: { readonly document: number; readonly steps: readonly string[] },
): Proposal["target"] {
  if (direction === undefined) return undefined;
  return { document, steps, as: "annotation", name: `lineagectl.dev/${direction}` };
}

interface Estate {
  readonly byKey: ReadonlyMap<Key, Asset>;
  /** Pairs of assets between which data is declared to run, both ways round. */
  readonly joined: ReadonlySet<string>;
}

function estateOf({ assets, edges }: Snapshot): Estate {
  const pairs = edges
    .filter(({ kind }) => dataEdges.has(kind))
    .flatMap(({ from, to }) => [`${from}\0${to}`, `${to}\0${from}`]);
  return {
    byKey: new Map(assets.flatMap((asset) => asset.keys.map((key) => [key, asset]))),
    joined: new Set(pairs),
  };
}

/** The declared name of what lies there, else the URI; undefined where the edge is declared already. */
function valueFor(uri: string, asset: Asset, { byKey, joined }: Estate): string | undefined {
  const key = keyOfUri(uri);
  if (key === undefined) return undefined;
  const other = holderOf(key, byKey);
  if (other === undefined) return key.slice("at:".length);
  if (other.id === asset.id || joined.has(`${asset.id}\0${other.id}`)) return undefined;
  const own = other.keys.flatMap((one) => /^own:[^/]+\/(.+)$/u.exec(one)?.[1] ?? []);
  return own[0] ?? nameOf(other.id);
}

/** The asset at that place, or the one that the place is a part of. */
function holderOf(key: Key, byKey: Estate["byKey"]): Asset | undefined {
  const words: ReadonlyMap<string, Asset> = byKey;
  for (let at: string = key; /:\/\/[^/]+\//u.test(at); at = at.slice(0, at.lastIndexOf("/"))) {
    const found = words.get(at);
    if (found !== undefined) return found;
  }
  return undefined;
}
