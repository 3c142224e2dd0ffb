import {
  type Json,
  type JsonObject,
  isList,
  isObject,
  listAt,
  memberOf,
  objectAt,
  textAt,
} from "../base/json.ts";
import { sha256 } from "../base/digest.ts";
import { repoPath } from "../base/path.ts";
import { placesIn, type Place, type Places } from "../diagnostic/place.ts";
import { assetId, toolKey, type AssetId } from "../model/ids.ts";
import { assetKinds, type AssetKind } from "../model/kinds.ts";
import type { Asset, Column, Snapshot, Sourced } from "../model/snapshot.ts";
import { camelOf, elementOf, isTypeName, modelTypes, type FieldType } from "./model.ts";
import { isFacet } from "./raw.ts";
import type { Side } from "./scene.ts";
import type { CarriedTag, Hop } from "./view.ts";

/** The asset of a test case and its surroundings, as a small snapshot. */
export interface Given {
  readonly subject: Asset;
  readonly head: Side;
  readonly base: Side | undefined;
}

const relations = ["upstream", "ancestors", "downstream", "descendants"] as const;
type Relatives = Readonly<Record<(typeof relations)[number], readonly Asset[]>>;

/**
 * Builds what a test case states: `asset`, the assets under `upstream`, `ancestors`, `downstream`
 * and `descendants`, the same asset in the base under `old`, tags under `carried`, and
 * `unresolved: true` for lineage that led nowhere. Assets are written in the model's own fields.
 */
export function givenCase(given: JsonObject, kind: AssetKind): Given {
  const subject = assetOf(objectAt(given, "asset"), { file: "asset", kind, isJudged: true });
  const relatives = relativesOf(given);
  const head = sideOf(subject, relatives, given);
  const before = memberOf(given, "old");
  if (!isObject(before)) return { subject, head, base: undefined };
  const old = assetOf({ name: subject.name, ...before }, { file: "old", kind });
  const bare = { upstream: [], ancestors: [], downstream: [], descendants: [] };
  return { subject, head, base: sideOf({ ...old, keys: subject.keys }, bare, {}) };
}

/** Words of a test case that mean nothing; none when all is well. */
export function strayWords(given: JsonObject): readonly string[] {
  const known = new Set(["asset", "old", "carried", "unresolved", "params", ...relations]);
  const words = Object.keys(given).filter((key) => !known.has(key));
  const assets = ["asset", "old"].map((key) => objectAt(given, key));
  const others = relations.flatMap((relation) => listAt(given, relation));
  const tags = listAt(given, "carried").flatMap((tag) => strayIn(tag, "CarriedTag"));
  return [...words, ...[...assets, ...others].flatMap((asset) => strayIn(asset, "Asset")), ...tags];
}

function strayIn(value: Json, type: FieldType): readonly string[] {
  const element = elementOf(type);
  if (element !== undefined)
    return isList(value) ? value.flatMap((item) => strayIn(item, element)) : [];
  if (!isTypeName(type) || !isObject(value)) return [];
  const fields = modelTypes[type];
  return Object.entries(value).flatMap(([key, inner]) => {
    const next = Object.hasOwn(fields, key) ? fields[key] : undefined;
    return next === undefined ? [key] : strayIn(inner, next);
  });
}

function relativesOf(given: JsonObject): Relatives {
  const each = (relation: keyof Relatives): readonly Asset[] =>
    listAt(given, relation).map((asset, index) =>
      assetOf(isObject(asset) ? asset : {}, { file: `${relation}-${index}`, kind: "dataset" }),
    );
  const upstream = each("upstream");
  const downstream = each("downstream");
  return {
    upstream,
    downstream,
    ancestors: [...upstream, ...each("ancestors")],
    descendants: [...downstream, ...each("descendants")],
  };
}

function sideOf(subject: Asset, relatives: Relatives, given: JsonObject): Side {
  const ids =
    (relation: keyof Relatives) =>
    (asset: AssetId): readonly AssetId[] =>
      asset === subject.id ? relatives[relation].map(({ id }) => id) : [];
  const carried = listAt(given, "carried").map((tag) => carriedBy(subject, tag));
  return {
    snapshot: snapshotOf([subject, ...relatives.ancestors, ...relatives.descendants]),
    view: {
      upstream: ids("upstream"),
      downstream: ids("downstream"),
      ancestors: ids("ancestors"),
      descendants: ids("descendants"),
      carried: (asset) => (asset === subject.id ? carried : []),
      unresolved: (asset) => asset === subject.id && memberOf(given, "unresolved") === true,
    },
  };
}

function snapshotOf(assets: readonly Asset[]): Snapshot {
  return {
    assets,
    edges: [],
    columnEdges: [],
    declarations: [],
    diagnostics: [],
    covered: [],
    documents: assets.length,
    digest: sha256(""),
  };
}

function carriedBy(subject: Asset, tag: Json): CarriedTag {
  const column = textAt(tag, "column");
  const from = textAt(tag, "origin_column");
  const origin = {
    asset: assetId("dataset", textAt(tag, "origin") ?? "given/origin"),
    ...(from !== undefined && { column: from }),
  };
  const to = { asset: subject.id, ...(column !== undefined && { column }) };
  const hop: Hop = { from: origin, to, place: placesOf("carried").value() };
  return {
    tag: textAt(tag, "tag") ?? "",
    ...(column !== undefined && { column }),
    origin,
    certain: memberOf(tag, "certain") !== false,
    masked: memberOf(tag, "pseudonymous") === true,
    path: [hop],
  };
}

interface Stand {
  readonly file: string;
  /** Where the fields name none. */
  readonly kind: AssetKind;
  /** Only the subject has a definition: what surrounds it is not judged itself. */
  readonly isJudged?: boolean;
}

function assetOf(fields: JsonObject, { file, kind: otherwise, isJudged = false }: Stand): Asset {
  const name = textAt(fields, "name") ?? file;
  const kind = assetKinds.find((known) => known === textAt(fields, "kind")) ?? otherwise;
  const key = toolKey(textAt(fields, "tool") ?? "own", `given/${name}`);
  const places = placesOf(file);
  return {
    id: assetId(kind, `given/${name}`),
    kind,
    name,
    keys: [key],
    toolKey: key,
    facets: Object.fromEntries(
      Object.entries(fields).flatMap(([field, value]) =>
        isFacet(camelOf(field)) ? [[camelOf(field), said(camelled(value), places, field)]] : [],
      ),
    ),
    tags: listAt(fields, "tags").flatMap((tag, index) =>
      typeof tag === "string" ? [said(tag, places, "tags", index)] : [],
    ),
    labels: Object.fromEntries(
      Object.entries(objectAt(fields, "labels")).map(([label, value]) => [
        label,
        said(typeof value === "string" ? value : "", places, "labels", label),
      ]),
    ),
    columns: listAt(fields, "columns").map((column, index) =>
      columnOf(column, places.value("columns", index)),
    ),
    usage: [],
    unresolved: [],
    places: isJudged ? [places.value()] : [],
    record: sha256(""),
  };
}

function said<T>(
  value: T,
  places: Places,
  field: string,
  ...steps: readonly (string | number)[]
): Sourced<T> {
  const place = places.value(camelOf(field), ...steps);
  return { value, place, strength: "declared", tool: "own", losers: [] };
}

function columnOf(column: Json, place: Place): Column {
  const facts = camelled(column);
  const text = (key: string): Readonly<Record<string, string>> => {
    const value = textAt(facts, key);
    return value === undefined ? {} : { [key]: value };
  };
  const flag = (key: string): Readonly<Record<string, boolean>> => {
    const value = memberOf(facts, key);
    return typeof value === "boolean" ? { [key]: value } : {};
  };
  return {
    name: textAt(facts, "name") ?? "",
    place,
    tags: listAt(facts, "tags").filter((tag) => typeof tag === "string"),
    ...text("type"),
    ...text("description"),
    ...text("masking"),
    ...text("precision"),
    ...flag("notNull"),
    ...flag("unique"),
  };
}

function camelled(value: Json): Json {
  if (isList(value)) return value.map(camelled);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [camelOf(key), camelled(item)]),
  );
}

function placesOf(file: string): Places {
  const path = repoPath(`given/${file}.yaml`);
  if (path === undefined) throw new RangeError(`no path for ${file}`);
  return placesIn(path, 0);
}
