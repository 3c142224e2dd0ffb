import type { Claim, Reference } from "../model/claim.ts";
import type { AssetId } from "../model/ids.ts";
import type { EdgeKind } from "../model/kinds.ts";
import type { ColumnEdge, Edge, Unresolved } from "../model/snapshot.ts";
import { saying, type ClaimOf, type Sayings } from "./order.ts";
import type { Nowhere } from "./resolve.ts";

/** A reference that leads nowhere. */
export interface Loose extends Unresolved {
  /** Why; undefined where the adapter said so itself. */
  readonly nowhere?: Nowhere;
  readonly reference?: Reference;
}

/** What the claims about one asset say about edges, with their references followed. */
export interface Stated {
  readonly edges: readonly Edge[];
  readonly columnEdges: readonly ColumnEdge[];
  readonly loose: readonly Loose[];
}

/** Where a reference leads. */
export type End = AssetId | Nowhere;

/** The references of the claims, in the order in which `stated` asks for their ends. */
export function referencesOf(claims: Sayings): readonly Reference[] {
  const references = saying(claims, "edge").map(({ says }) => says.other);
  for (const { says } of saying(claims, "derives")) {
    references.push(says.to.asset);
    for (const { asset } of says.from) references.push(asset);
  }
  return references;
}

/** What the claims about the asset state; an edge from a thing to itself says nothing. */
export function stated(claims: Sayings, id: AssetId, ends: readonly End[]): Stated {
  const gathered: Gathered = { edges: [], columnEdges: [], loose: [] };
  let next = 0;
  for (const claim of saying(claims, "edge")) {
    addEdge(gathered, claim, [id, ends[next]]);
    next += 1;
  }
  for (const claim of saying(claims, "derives")) {
    const { length } = claim.says.from;
    addColumnEdges(gathered, claim, ends.slice(next, next + 1 + length));
    next += 1 + length;
  }
  for (const { says, place } of saying(claims, "unresolved")) {
    const { edge, text, reason } = says;
    gathered.loose.push({ edge, text, reason, place });
  }
  return gathered;
}

interface Gathered {
  readonly edges: Edge[];
  readonly columnEdges: ColumnEdge[];
  readonly loose: Loose[];
}

function addEdge(
  into: Gathered,
  claim: ClaimOf<"edge">,
  [id, other]: readonly [AssetId, End | undefined],
): void {
  const { says, strength, tool, place } = claim;
  const { edge: kind, end, condition } = says;
  if (typeof other === "object") into.loose.push(looseEnd(claim, kind, [says.other, other]));
  if (typeof other !== "string" || other === id) return;
  const [from, to] = end === "from" ? [id, other] : [other, id];
  into.edges.push({
    kind,
    from,
    to,
    strength,
    tool,
    place,
    ...(condition !== undefined && { condition }),
  });
}

function addColumnEdges(
  into: Gathered,
  claim: ClaimOf<"derives">,
  [to, ...from]: readonly End[],
): void {
  const { says, strength, place } = claim;
  const known = (end: End | undefined, reference: Reference): end is AssetId => {
    if (typeof end === "object") into.loose.push(looseEnd(claim, "derives", [reference, end]));
    return typeof end === "string";
  };
  const target = known(to, says.to.asset) ? { asset: to, column: says.to.column } : undefined;
  says.from.forEach(({ asset: reference, column }, index) => {
    const asset = from[index];
    if (!known(asset, reference) || target === undefined) return;
    if (target.asset === asset && target.column === column) return;
    into.columnEdges.push({
      from: { asset, column },
      to: target,
      via: says.via,
      strength,
      place,
    });
  });
}

function looseEnd(
  { place }: Claim,
  edge: EdgeKind,
  [reference, nowhere]: readonly [Reference, Nowhere],
): Loose {
  const text = reference.by === "key" ? reference.key : reference.text;
  return { edge, text, reason: nowhere.reason, place, nowhere, reference };
}
