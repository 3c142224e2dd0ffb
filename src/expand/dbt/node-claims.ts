import type { Place } from "../../diagnostic/place.ts";
import type { Assertion, Claim } from "../../model/claim.ts";
import { physicalKey, type Key } from "../../model/ids.ts";
import type { Strength, UnknownReason } from "../../model/kinds.ts";
import { normalKey } from "../../model/uri.ts";
import type { Cause, Unknown } from "../../jinja/value.ts";
import { unknownsIn } from "../../jinja/show.ts";
import type { Use } from "./calls.ts";
import type { RenderedNode, RenderedProject } from "./models.ts";
import type { Node } from "./nodes.ts";
import { placeIn } from "./places.ts";
import type { Quoting, RelationFacts } from "./relation.ts";

/** What a node is, where it lies and what it reads. */
export function nodeClaims(rendered: RenderedNode, project: RenderedProject): readonly Claim[] {
  const { node } = rendered;
  return [
    said(node.key, { is: "exists", kind: "dataset", name: nameOf(node) }, node.place, "declared"),
    ...locationClaims(rendered, project),
    ...kindClaims(rendered),
    ...edgeClaims(rendered),
    ...unresolvedClaims(rendered),
  ];
}

/** A statement of dbt's about a key. */
export function said(subject: Key, says: Assertion, place: Place, strength: Strength): Claim {
  return { subject, says, place, strength, tool: "dbt" };
}

/** `shop/orders`, `shop/orders.v2`, and `shop/raw.orders` for a source. */
function nameOf({ package: own, name, source, version }: Node): string {
  const full = source === undefined ? name : `${source}.${name}`;
  return `${own.name}/${full}${version === undefined ? "" : `.v${version}`}`;
}

/** The table of the warehouse, where the target says which warehouse it is. */
function locationClaims(
  { node, relation }: RenderedNode,
  { world }: RenderedProject,
): readonly Claim[] {
  const { namespace } = world.target;
  const { database, schema, alias } = relation;
  if (namespace === undefined || alias !== undefined) return [];
  if (database === undefined || schema === undefined) return [];
  const name = physicalName({ ...relation, database, schema }, namespace, world.quoting);
  const key = normalKey(physicalKey(namespace, name));
  return [said(node.key, { is: "sameAs", key }, node.place, "derived")];
}

/** `database.schema.table`; quotes stand where the platform would fold the name otherwise. */
function physicalName(
  relation: RelationFacts & { readonly database: string; readonly schema: string },
  namespace: string,
  { parts }: Quoting,
): string {
  const fold = namespace.startsWith("snowflake:")
    ? (text: string): string => text.toUpperCase()
    : (text: string): string => text.toLowerCase();
  const isFolding = /^(?:snowflake|postgres|redshift):/u.test(namespace);
  return (["database", "schema", "identifier"] as const)
    .map((part) => {
      const text = relation[part];
      return isFolding && parts[part] && text !== fold(text) ? `"${text}"` : text;
    })
    .join(".");
}

const views: ReadonlySet<string> = new Set(["view", "ephemeral"]);

/** Materializations in our words; a project's own have none. */
const materializations = new Map([
  ["table", "table"],
  ["view", "view"],
  ["ephemeral", "view"],
  ["incremental", "incremental"],
  ["materialized_view", "materialized_view"],
  ["dynamic_table", "materialized_view"],
  ["snapshot", "snapshot"],
  ["streaming_table", "stream"],
]);

function kindClaims({ node, config }: RenderedNode): readonly Claim[] {
  const configured = config.get("materialized");
  const word =
    node.kind === "model"
      ? typeof configured === "string"
        ? configured
        : "view"
      : node.kind === "snapshot"
        ? "snapshot"
        : "table";
  const materialization = node.kind === "source" ? undefined : materializations.get(word);
  const type = node.kind === "source" ? "table" : views.has(word) ? "view" : "table";
  const facet = (name: "type" | "materialization", value: string): Claim =>
    said(node.key, { is: "facet", facet: name, value }, node.place, "derived");
  return [
    facet("type", type),
    ...(materialization === undefined ? [] : [facet("materialization", materialization)]),
  ];
}

/** One edge for each thing that is read, at the first place that names it. */
function edgeClaims({ node, uses }: RenderedNode): readonly Claim[] {
  const certain = uses.toSorted((a, b) => Number(a.isAssumed) - Number(b.isAssumed));
  const seen = new Set<Key>();
  return certain.flatMap((use) => {
    const key = keyOf(use);
    if (key === undefined || key === node.key || seen.has(key)) return [];
    seen.add(key);
    const place = placeIn(node, use.trail);
    const condition = use.onlyIncremental ? "is_incremental()" : undefined;
    const edge: Assertion = {
      is: "edge",
      edge: "derives",
      end: "to",
      other: { by: "key", key },
      ...(condition !== undefined && { condition }),
    };
    const strength = use.isAssumed ? "inferred" : "declared";
    return [said(node.key, edge, place, strength), ...externalClaims(use, place)];
  });
}

function keyOf({ found }: Use): Key | undefined {
  if (found.is === "absent") return undefined;
  return found.is === "node" ? found.node.key : found.key;
}

/** A model of another project is there, though nothing of it can be seen. */
function externalClaims({ found }: Use, place: Place): readonly Claim[] {
  if (found.is !== "external") return [];
  const name = `${found.package}/${found.key.split(".").slice(2).join(".")}`;
  return [
    said(found.key, { is: "exists", kind: "dataset", name }, place, "inferred"),
    said(found.key, { is: "facet", facet: "type", value: "external" }, place, "inferred"),
  ];
}

const reasons: Readonly<Record<Cause, UnknownReason>> = {
  undefined: "templated",
  missing: "missing-file",
  warehouse: "dynamic",
  environment: "env",
  raised: "dynamic",
  syntax: "unreadable",
  type: "templated",
  unsupported: "code",
  limit: "limit",
};

/** What may hide something that the node reads: then nothing about it can pass for complete. */
function unresolvedClaims(rendered: RenderedNode): readonly Claim[] {
  const { node, uses, dynamic } = rendered;
  const loose = (text: string, reason: UnknownReason, place: Place): Claim =>
    said(node.key, { is: "unresolved", edge: "derives", text, reason }, place, "declared");
  return [
    ...uses
      .filter(({ found }) => found.is === "absent")
      .map((use) => loose(use.text, "missing-file", placeIn(node, use.trail))),
    ...dynamic.map(({ text, trail }) => loose(text, "templated", placeIn(node, trail))),
    ...hiding(rendered).map((unknown) =>
      loose(unknown.message, reasons[unknown.cause], placeIn(node, unknown.trail)),
    ),
  ];
}

/** Unknown values that stand in the rendered SQL, and macros that were not run. */
export function hiding({ sql, incremental, unknowns }: RenderedNode): readonly Unknown[] {
  const written = new Set(unknownsIn(sql ?? ""));
  const again = new Set(unknownsIn(incremental?.text ?? ""));
  const more = (incremental?.unknowns ?? []).filter(({ number }) => again.has(number));
  const notRun: ReadonlySet<Cause> = new Set(["missing", "syntax", "limit", "raised"]);
  const first = unknowns.filter(({ number, cause }) => written.has(number) || notRun.has(cause));
  const known = new Set(first.map(({ message }) => message));
  return [...first, ...more.filter(({ message }) => !known.has(message))];
}
