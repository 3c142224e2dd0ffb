import { textAt } from "../base/json.ts";
import { isPhysical, nameOf } from "../model/ids.ts";
import type { Asset } from "../model/snapshot.ts";
import type { UsageLine } from "../model/usage.ts";
import { fact, type Fact } from "./selector.ts";

/** What selectors may ask of an asset; shared by all of its lines. */
export interface AssetFacts {
  readonly asset: Asset;
  readonly facts: ReadonlySet<Fact>;
  /** Texts that a reference to the asset may consist of: id, names, keys. */
  readonly names: readonly string[];
}

/** An asset with the lines that are priced: its own and those that usage entries add. */
export interface AssetUsage {
  readonly facts: AssetFacts;
  readonly lines: readonly UsageLine[];
}

export function factsOf(asset: Asset): AssetFacts {
  const names = namesOf(asset);
  const owner = asset.facets.owner?.value;
  const team = typeof owner === "string" ? owner : textAt(owner, "team");
  const texts = {
    env: asset.facets.env?.value,
    materialization: asset.facets.materialization?.value,
  };
  const facts = [
    fact("kind", asset.kind),
    ...names.map((name) => fact("asset", name)),
    ...(team === undefined ? [] : [fact("owner", team.replace(/^team\//u, ""))]),
    ...Object.entries(texts).flatMap(([key, text]) =>
      typeof text === "string" ? [fact(key, text)] : [],
    ),
    ...asset.tags.flatMap((tag) => prefixes(tag.value)).map((tag) => fact("tag", tag)),
    ...Object.entries(asset.labels).map(([label, { value }]) => fact("label", label, value)),
  ];
  return { asset, facts: new Set(facts), names };
}

/** What selectors may ask of one line beyond its asset. */
export function lineFacts(line: UsageLine): readonly Fact[] {
  const step = line.line.startsWith("step ") ? [fact("step", line.line.slice("step ".length))] : [];
  const dims = Object.entries(line.dims).map(([dim, value]) => fact("dim", dim, value));
  return [fact("resource", line.meter), ...step, ...dims];
}

/** Id, name of the id, keys, and `namespace/name` out of each tool key. */
function namesOf(asset: Asset): readonly string[] {
  const keys = asset.keys.flatMap((key) =>
    isPhysical(key) ? [key.slice("at:".length)] : [key, key.split("/").slice(-2).join("/")],
  );
  return [...new Set([asset.id, nameOf(asset.id), ...keys])];
}

/** A tag and those above it: `pii.contact` is also `pii`. */
function prefixes(tag: string): readonly string[] {
  const parts = tag.split(".");
  return parts.map((_, index) => parts.slice(0, index + 1).join("."));
}
