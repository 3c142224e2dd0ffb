import { textAt } from "../base/json.ts";
import { namesOf } from "../model/names.ts";
import type { Asset } from "../model/snapshot.ts";
import { meters, type Meter, type UsageLine } from "../model/usage.ts";
import type { MatchIndex, Subject } from "./match.ts";
import { fact, type Fact } from "./selector.ts";

/** What some indexes ask for; whatever else is true of a line decides nothing and is not gathered. */
export interface Asked {
  readonly facts: ReadonlySet<Fact>;
  readonly ofAsset: readonly ((asset: Asset) => readonly Fact[])[];
  /** The fact that names a meter; none where no row asks for the meter. */
  readonly ofMeter: ReadonlyMap<Meter, readonly Fact[]>;
  readonly steps: boolean;
  /** By dimension and value. */
  readonly ofDim: ReadonlyMap<string, ReadonlyMap<string, Fact>>;
  readonly globs: boolean;
}

/** The facts of an asset by their first word. */
const readers: Readonly<Record<string, (asset: Asset) => readonly Fact[]>> = {
  kind: ({ kind }) => [fact("kind", kind)],
  asset: (asset) => namesOf(asset).map((name) => fact("asset", name)),
  owner: ({ facets }) => {
    const owner = facets.owner?.value;
    const team = typeof owner === "string" ? owner : textAt(owner, "team");
    return said("owner", team?.replace(/^team\//u, ""));
  },
  env: ({ facets }) => said("env", facets.env?.value),
  materialization: ({ facets }) => said("materialization", facets.materialization?.value),
  tag: ({ tags }) => tags.flatMap(({ value }) => prefixes(value)).map((tag) => fact("tag", tag)),
  label: ({ labels }) =>
    Object.entries(labels).map(([label, { value }]) => fact("label", label, value)),
};

/** What the selectors of all these indexes ask for together. */
export function askedBy(indexes: readonly Pick<MatchIndex<never>, "facts" | "globs">[]): Asked {
  const facts = new Set(indexes.flatMap((index) => [...index.facts]));
  const words = new Set([...facts].map((asked) => asked.slice(0, asked.indexOf("\0"))));
  return {
    facts,
    ofAsset: Object.entries(readers).flatMap(([word, read]) => (words.has(word) ? [read] : [])),
    ofMeter: new Map(
      meters.map((meter) => [meter, [fact("resource", meter)].filter((one) => facts.has(one))]),
    ),
    steps: words.has("step"),
    ofDim: dimsIn(facts),
    globs: indexes.some(({ globs }) => globs),
  };
}

/** What selectors may ask of an asset, as far as they do; shared by all of its lines. */
export function aboutOf(asset: Asset, { facts, ofAsset, globs }: Asked): Subject["asset"] {
  const met = ofAsset.flatMap((read) => read(asset).filter((one) => facts.has(one)));
  if (met.length === 0 && !globs) return nothing;
  return { facts: new Set(met), names: globs ? namesOf(asset) : [] };
}

const nothing: Subject["asset"] = { facts: new Set(), names: [] };

/** Whether no selector that was asked for can tell the two apart. */
export function isAlike(a: Subject["asset"], b: Subject["asset"]): boolean {
  if (a === b) return true;
  return (
    a.facts.size === b.facts.size &&
    a.names.length === b.names.length &&
    [...a.facts].every((one) => b.facts.has(one)) &&
    a.names.every((name, index) => name === b.names[index])
  );
}

/** What selectors may ask of one line beyond its asset, as far as they do. */
export function lineFacts({ meter, line, dims }: UsageLine, asked: Asked): readonly Fact[] {
  const resource = asked.ofMeter.get(meter) ?? [];
  if (!asked.steps && asked.ofDim.size === 0) return resource;
  const met = [...resource];
  const step = asked.steps && line.startsWith("step ") ? fact("step", line.slice(5)) : undefined;
  if (step !== undefined && asked.facts.has(step)) met.push(step);
  for (const [dim, value] of Object.entries(dims)) {
    const known = asked.ofDim.get(dim)?.get(value);
    if (known !== undefined) met.push(known);
  }
  return met;
}

function dimsIn(facts: ReadonlySet<Fact>): Asked["ofDim"] {
  const dims = new Map<string, Map<string, Fact>>();
  for (const one of facts) {
    const [word, dim = "", ...value] = one.split("\0");
    if (word !== "dim") continue;
    const values = dims.get(dim) ?? new Map<string, Fact>();
    dims.set(dim, values.set(value.join("\0"), one));
  }
  return dims;
}

function said(word: string, text: unknown): readonly Fact[] {
  return typeof text === "string" ? [fact(word, text)] : [];
}

/** A tag and those above it: `pii.contact` is also `pii`. */
function prefixes(tag: string): readonly string[] {
  const parts = tag.split(".");
  return parts.map((_, index) => parts.slice(0, index + 1).join("."));
}
