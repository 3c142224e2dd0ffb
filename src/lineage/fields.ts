import { shortened } from "../base/text.ts";
import { byCodeUnit } from "../base/compare.ts";
import { isObject, textAt, type Json } from "../base/json.ts";
import type { Place } from "../diagnostic/place.ts";
import type { AssetId } from "../model/ids.ts";
import type { FieldChange } from "../model/review.ts";
import type { Asset, Column, ColumnEdge, Edge } from "../model/snapshot.ts";
import type { Amount } from "../model/amount.ts";
import type { Factor, UsageLine } from "../model/usage.ts";
import { stableText } from "./order.ts";

/** An asset with what arrives at it. */
export interface Described {
  readonly asset: Asset;
  readonly edges: readonly Edge[];
  readonly columnEdges: readonly ColumnEdge[];
}

interface Field {
  readonly text: string;
  readonly place: Place | undefined;
}

/** Longest value that a change shows. */
const textMax = 80;

/**
 * The fields that differ, sorted by name: `columns/email`, `columns/email/type`,
 * `facets/privacy.retentionDays`, `edges/reads dataset:shop/orders`, `usage/pod/cpu/size`.
 * `rename` gives ids of the base the names that they bear in the head.
 */
export function changedFields(
  before: Described,
  after: Described,
  rename: (id: AssetId) => AssetId,
): readonly FieldChange[] {
  const old = fieldsOf(before, rename);
  const now = fieldsOf(after, (id) => id);
  const names = [...new Set([...old.keys(), ...now.keys()])].toSorted(byCodeUnit);
  const isOneSided = (field: string): boolean => old.has(field) !== now.has(field);
  return names.flatMap((field) => {
    const [was, is] = [old.get(field), now.get(field)];
    if (was?.text === is?.text) return [];
    // A usage that is new or gone is told once, not factor by factor.
    if (field.startsWith("usage/") && isOneSided(field.slice(0, field.lastIndexOf("/")))) return [];
    return [fieldChange(field, [was, is])];
  });
}

/** The fields of an asset that is new or gone, as changes on one side. */
export function fieldsOnOneSide(
  described: Described,
  side: "before" | "after",
): readonly FieldChange[] {
  return [...fieldsOf(described, (id) => id)]
    .toSorted(([a], [b]) => byCodeUnit(a, b))
    .map(([field, one]) =>
      fieldChange(field, side === "before" ? [one, undefined] : [undefined, one]),
    );
}

/** A field on both sides; undefined where it is not there. */
function fieldChange(
  field: string,
  [was, is]: readonly [Field | undefined, Field | undefined],
): FieldChange {
  const place = is?.place ?? was?.place;
  return {
    field,
    ...(was !== undefined && { before: shortened(was.text, textMax) }),
    ...(is !== undefined && { after: shortened(is.text, textMax) }),
    ...(place !== undefined && { place }),
  };
}

function fieldsOf(
  { asset, edges, columnEdges }: Described,
  rename: (id: AssetId) => AssetId,
): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  const [place] = asset.places;
  fields.set("kind", { text: asset.kind, place });
  for (const key of asset.keys) fields.set(`keys/${key}`, { text: key, place });
  for (const [facet, sourced] of Object.entries(asset.facets)) {
    for (const [path, text] of leaves(facet, sourced.value)) {
      fields.set(`facets/${path}`, { text, place: sourced.place });
    }
  }
  for (const tag of asset.tags)
    fields.set(`tags/${tag.value}`, { text: tag.value, place: tag.place });
  for (const [label, { value: text, place: at }] of Object.entries(asset.labels)) {
    fields.set(`labels/${label}`, { text, place: at });
  }
  for (const column of asset.columns) addColumn(column, fields);
  for (const { kind, from, place: at } of edges) {
    const id = rename(from);
    fields.set(`edges/${kind} ${id}`, { text: id, place: at });
  }
  for (const { from, to, via, place: at } of columnEdges) {
    const source = `${rename(from.asset)}#${from.column}`;
    fields.set(`columns/${to.column}/from ${source}`, { text: via, place: at });
  }
  for (const line of asset.usage) addUsage(line, fields);
  for (const { edge, text, reason, place: at } of asset.unresolved) {
    fields.set(`unresolved/${edge} ${text}`, { text: reason, place: at });
  }
  return fields;
}

/** Members of objects, and items of lists that bear names, each for itself; other lists are one value. */
function leaves(path: string, value: Json): readonly (readonly [string, string])[] {
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, item]) => leaves(`${path}.${key}`, item));
  }
  const named = itemsByName(value);
  if (named !== undefined)
    return [...named].flatMap(([name, item]) => leaves(`${path}[${name}]`, item));
  return [[path, typeof value === "string" ? value : stableText(value)]];
}

function itemsByName(value: Json): ReadonlyMap<string, Json> | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const items = new Map<string, Json>();
  for (const item of value) {
    const name = textAt(item, "name");
    if (name === undefined || items.has(name)) return undefined;
    items.set(name, item);
  }
  return items;
}

function addColumn(column: Column, fields: Map<string, Field>): void {
  const { name, place, tags, ...facts } = column;
  fields.set(`columns/${name}`, { text: name, place });
  for (const [fact, value] of Object.entries(facts)) {
    fields.set(`columns/${name}/${fact}`, { text: String(value), place });
  }
  for (const tag of tags) fields.set(`columns/${name}/tags/${tag}`, { text: tag, place });
}

function addUsage(
  { line, meter, factors, dims, place }: UsageLine,
  fields: Map<string, Field>,
): void {
  const name = `usage/${line}/${meter}`;
  const texts = factors.map((factor) => [factor.of, factorText(factor)] as const);
  // The whole is shown where a usage is new or gone; its own text never differs.
  fields.set(name, { text: meter, place });
  for (const [of, text] of texts) fields.set(`${name}/${of}`, { text, place });
  for (const [dim, value] of Object.entries(dims))
    fields.set(`${name}/${dim}`, { text: value, place });
}

function factorText(factor: Factor): string {
  if (factor.of === "month") return "all month";
  if (factor.of !== "schedule") return `${amountText(factor.amount)}${units[factor.of]}`;
  const { cron, suspended } = factor.schedule;
  return `${cron}${suspended ? " (suspended)" : ""}`;
}

const units = { size: "", count: "", duration: " s", runs: " runs" } as const;

function amountText(amount: Amount): string {
  if (amount.state === "unknown") return `unknown (${amount.reason})`;
  if (amount.state === "free") return "free";
  const { low, expected, high } = amount;
  return low === high ? expected : `${expected} (${low} to ${high})`;
}
