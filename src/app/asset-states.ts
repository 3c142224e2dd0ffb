import { byCodeUnit } from "../base/compare.ts";
import { joined } from "../base/group.ts";
import { diffSnapshots } from "../lineage/diff.ts";
import {
  identitiesIn,
  mentionIn,
  type Identity,
  type Mention,
  type Words,
} from "../lineage/mentions.ts";
import { buildSnapshot } from "../lineage/snapshot.ts";
import type { Key } from "../model/ids.ts";
import type { AssetChange } from "../model/review.ts";
import type { Asset, Snapshot } from "../model/snapshot.ts";
import type { FileReading } from "../workspace/readings.ts";

/** What an asset was at one state of the files that speak of it. */
export interface AssetState {
  /** The part of the graph around it. */
  readonly snapshot: Snapshot;
  /** Undefined where no file declares it or refers to it. */
  readonly asset: Asset | undefined;
  /** Its keys; those by which it was looked for where it is not there. */
  readonly keys: readonly Key[];
}

export interface States {
  /** The asset that shares a key, at the state that these files give. */
  at(files: Iterable<FileReading>, keys: readonly Key[]): AssetState;
  /** What differs between two states; undefined for nothing. */
  change(before: AssetState, after: AssetState): AssetChange | undefined;
}

/**
 * States of an asset of these words. What files refer to that do not speak of it is taken from the
 * head's readings, which stay the same through history.
 */
export function statesOf(
  head: readonly FileReading[],
  { words, aliases }: { readonly words: Words; readonly aliases: Readonly<Record<string, string>> },
): States {
  const around = joined(head.map(({ claims }) => identitiesIn(claims)));
  const mentions = new Map<FileReading, Mention>();
  const mentionOf = (file: FileReading): Mention => {
    const known = mentions.get(file) ?? mentionIn(file.claims, words);
    mentions.set(file, known);
    return known;
  };
  const made = new Map<string, Snapshot>();
  const snapshotAt = (files: readonly FileReading[]): Snapshot => {
    const key = files
      .map(({ path, blob }) => `${blob} ${path}`)
      .toSorted(byCodeUnit)
      .join("\n");
    const known = made.get(key);
    if (known !== undefined) return known;
    const paths = new Set(files.map(({ path }) => path));
    const elsewhere = around.filter(({ claim }) => !paths.has(claim.place.path));
    const snapshot = partOf(files.map(mentionOf), { words, elsewhere, aliases });
    made.set(key, snapshot);
    return snapshot;
  };
  return {
    at: (files, keys) => {
      const snapshot = snapshotAt([...files]);
      const asset = sharing(snapshot, keys);
      return { snapshot, asset, keys: asset?.keys ?? keys };
    },
    change: changeBetween,
  };
}

interface Around {
  readonly words: Words;
  /** What exists in files that do not speak of the asset. */
  readonly elsewhere: readonly Identity[];
  readonly aliases: Readonly<Record<string, string>>;
}

function partOf(mentions: readonly Mention[], { words, elsewhere, aliases }: Around): Snapshot {
  const referred = mentions.flatMap(({ refersTo }) => [...refersTo]);
  // The asset itself is what the files of the state say, and nothing that the head says.
  const wanted = new Set(referred.filter((word) => !words.has(word)));
  const others = [...mentions.flatMap(({ identities }) => identities), ...elsewhere];
  const context = others.filter((one) => [...one.words].some((word) => wanted.has(word)));
  return buildSnapshot({
    claims: joined([...mentions.map(({ claims }) => claims), context.map(({ claim }) => claim)]),
    declarations: [],
    diagnostics: [],
    covered: [],
    documents: 0,
    aliases,
  });
}

/** As base and head pair: the tool key first, then the id. */
function sharing({ assets }: Snapshot, keys: readonly Key[]): Asset | undefined {
  const wanted = new Set(keys);
  const [first] = keys;
  const found = assets.filter((asset) => asset.keys.some((key) => wanted.has(key)));
  return (
    found.find(({ toolKey }) => toolKey === first) ??
    found.find(({ toolKey }) => wanted.has(toolKey)) ??
    found[0]
  );
}

function changeBetween(before: AssetState, after: AssetState): AssetChange | undefined {
  if (before.snapshot === after.snapshot) return undefined;
  const id = (after.asset ?? before.asset)?.id;
  return diffSnapshots(before.snapshot, after.snapshot).find(({ asset }) => asset === id);
}
