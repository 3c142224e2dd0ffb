import { byCodeUnit } from "../base/compare.ts";
import { sha256, type Sha256 } from "../base/digest.ts";
import type { Amount } from "../model/amount.ts";
import type { Asset, Column, ColumnEdge, Edge, Unresolved } from "../model/snapshot.ts";
import type { Factor, UsageLine } from "../model/usage.ts";
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
    `"columnEdges":${listText(columnEdges, derivation)}`,
    `"columns":${listText(inNameOrder(asset.columns), withoutPlace)}`,
    `"edges":${listText(edges, arrival)}`,
    `"facets":${valuesText(asset.facets)}`,
    `"keys":${JSON.stringify(asset.keys)}`,
    `"kind":"${asset.kind}"`,
    `"labels":${valuesText(asset.labels)}`,
    `"tags":${listText(asset.tags, valueOf)}`,
    `"unresolved":${listText(missing(asset.unresolved), reference)}`,
    `"usage":[${asset.usage.map(usageText).join(",")}]`,
  ];
  return sha256(`{${members.join(",")}}`);
}

function listText<T>(items: readonly T[], plain: (item: T) => unknown): string {
  return items.length === 0 ? "[]" : JSON.stringify(items.map(plain));
}

function derivation({ from, to, via }: ColumnEdge): readonly string[] {
  return [to.column, from.asset, from.column, via];
}

function arrival({ kind, from }: Edge): readonly string[] {
  return [kind, from];
}

function valueOf<T>({ value }: { readonly value: T }): T {
  return value;
}

/** What is missing counts once, however many places ask for it. */
function missing(unresolved: Asset["unresolved"]): Asset["unresolved"] {
  return unresolved.filter(({ edge, text }, index) => {
    const before = unresolved[index - 1];
    return before?.edge !== edge || before.text !== text;
  });
}

function reference({ edge, text }: Unresolved): readonly string[] {
  return [edge, text];
}

function inNameOrder(columns: Asset["columns"]): Asset["columns"] {
  return columns.length < 2 ? columns : columns.toSorted((a, b) => byCodeUnit(a.name, b.name));
}

function withoutPlace(column: Column): unknown {
  const { description, masking, name, notNull, precision, tags, type, unique } = column;
  return { description, masking, name, notNull, precision, tags, type, unique };
}

/** SHA-256 over sorted lines `<asset id> <record digest>\n`. */
export function snapshotDigest(assets: readonly Pick<Asset, "id" | "record">[]): Sha256 {
  const lines = assets.map(({ id, record }) => `${id} ${record}\n`);
  return sha256(lines.toSorted().join(""));
}

function valuesText(sourced: Readonly<Record<string, { readonly value: unknown }>>): string {
  const names = Object.keys(sourced).toSorted(byCodeUnit);
  const members = names.map(
    (name) => `${JSON.stringify(name)}:${stableText(sourced[name]?.value)}`,
  );
  return `{${members.join(",")}}`;
}

function usageText({ dims, factors, line, meter }: UsageLine): string {
  const rest = JSON.stringify({ factors: factors.map(factorWithoutPlace), line, meter });
  return `{"dims":${stableText(dims)},${rest.slice(1)}`;
}

/** Here, too, members stand in the order of canonical JSON. */
function factorWithoutPlace(factor: Factor): unknown {
  switch (factor.of) {
    case "month":
      return { of: factor.of };
    case "schedule": {
      const { cron, suspended, timezone } = factor.schedule;
      return { of: factor.of, schedule: { cron, suspended, timezone } };
    }
    case "runs":
      return { amount: plainAmount(factor.amount), of: factor.of, per: factor.per };
    case "size":
    case "count":
    case "duration":
      return { amount: plainAmount(factor.amount), of: factor.of };
  }
}

function plainAmount(amount: Amount): unknown {
  if (amount.state === "unknown" || amount.state === "free") {
    return { reason: amount.reason, state: amount.state };
  }
  const { expected, high, low, state } = amount;
  return { expected, high, low, state };
}
