import { byCodeUnit } from "../base/compare.ts";
import { sha256, type Sha256 } from "../base/digest.ts";
import type { Asset, ColumnEdge, Edge } from "../model/snapshot.ts";
import type { UsageLine } from "../model/usage.ts";
import { stableText } from "./order.ts";

/** What an asset is, apart from its names and places. */
export type Parts = Pick<
  Asset,
  "kind" | "keys" | "facets" | "tags" | "labels" | "columns" | "usage" | "unresolved"
>;

/**
 * Digest of what an asset is (DESIGN 9.8): canonical JSON of kind, keys, winning facets, tags,
 * labels, columns by name, incoming edges and usage, and of what it could not resolve. No places,
 * strengths, tools or losers: moving or reformatting a file leaves it as it is.
 */
export function recordOf(
  asset: Parts,
  edges: readonly Edge[],
  columnEdges: readonly ColumnEdge[],
): Sha256 {
  // Members stand in the order that canonical JSON gives them, and lists come sorted, so that most
  // of it is written in one go: this runs for every asset.
  const members = [
    `"columnEdges":${JSON.stringify(columnEdges.map(derivation))}`,
    `"columns":[${columnTexts(asset.columns).join(",")}]`,
    `"edges":${JSON.stringify(edges.map(({ kind, from }) => [kind, from]))}`,
    `"facets":${stableText(values(asset.facets))}`,
    `"keys":${JSON.stringify(asset.keys)}`,
    `"kind":"${asset.kind}"`,
    `"labels":${stableText(values(asset.labels))}`,
    `"tags":${JSON.stringify(asset.tags.map(({ value }) => value))}`,
    `"unresolved":${JSON.stringify(missing(asset.unresolved))}`,
    `"usage":${stableText(asset.usage.map(usageWithoutPlaces))}`,
  ];
  return sha256(`{${members.join(",")}}`);
}

function derivation({ from, to, via }: ColumnEdge): readonly string[] {
  return [to.column, from.asset, from.column, via];
}

/** What is missing counts once, however many places ask for it. */
function missing(unresolved: Asset["unresolved"]): readonly (readonly string[])[] {
  return unresolved
    .filter(({ edge, text }, index) => {
      const before = unresolved[index - 1];
      return before?.edge !== edge || before.text !== text;
    })
    .map(({ edge, text }) => [edge, text]);
}

function columnTexts(columns: Asset["columns"]): readonly string[] {
  return columns
    .toSorted((a, b) => byCodeUnit(a.name, b.name))
    .map(({ description, masking, name, notNull, precision, tags, type, unique }) =>
      JSON.stringify({ description, masking, name, notNull, precision, tags, type, unique }),
    );
}

/** SHA-256 over sorted lines `<asset id> <record digest>\n`. */
export function snapshotDigest(assets: readonly Pick<Asset, "id" | "record">[]): Sha256 {
  const lines = assets.map(({ id, record }) => `${id} ${record}\n`);
  return sha256(lines.toSorted(byCodeUnit).join(""));
}

function values(sourced: Readonly<Record<string, { readonly value: unknown }>>): unknown {
  return Object.fromEntries(Object.entries(sourced).map(([name, { value }]) => [name, value]));
}

function usageWithoutPlaces({ line, meter, factors, dims }: UsageLine): unknown {
  return { line, meter, dims, factors: factors.map((factor) => ({ ...factor, place: undefined })) };
}
