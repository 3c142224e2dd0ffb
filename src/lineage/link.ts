import { byCodeUnit } from "../base/compare.ts";
import { REF_004 } from "../diagnostic/rules/ref.ts";
import type { Claim, ColumnReference, Reference, Via } from "../model/claim.ts";
import type { Key } from "../model/ids.ts";
import { assetKinds, type AssetKind, type EdgeKind } from "../model/kinds.ts";
import type { Unresolved } from "../model/snapshot.ts";
import { directoryOf } from "./directory.ts";
import type { Identities } from "./identity.ts";
import { namingOfReferred, type Naming } from "./naming.ts";
import { saying, type ClaimOf } from "./order.ts";
import { resolve, type Nowhere, type Resolution, type Resolver } from "./resolve.ts";

/** An edge between two nodes, by their numbers. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly claim: ClaimOf<"edge">;
}

export interface ColumnLink {
  readonly from: ColumnEnd;
  readonly to: ColumnEnd;
  readonly via: Via;
  readonly claim: Claim;
}
export interface ColumnEnd {
  readonly node: number;
  readonly column: string;
}

/** A reference that leads nowhere, with the node that makes it. */
export interface Loose extends Unresolved {
  readonly node: number;
  /** Why; undefined where the adapter said so itself. */
  readonly nowhere?: Nowhere;
  readonly reference?: Reference;
}

export interface Links {
  /** What is declared, then what is only referred to, by number. */
  readonly namings: readonly (Naming | undefined)[];
  readonly links: readonly Link[];
  readonly columnLinks: readonly ColumnLink[];
  readonly loose: readonly Loose[];
  readonly resolver: Resolver;
}

/**
 * Follows every reference of every claim. A location that no file declares becomes a node of its
 * own; what leads nowhere is kept, so that nothing downstream can pass for complete.
 */
export function link(
  identities: Identities,
  declared: readonly (Naming | undefined)[],
  aliases: Readonly<Record<string, string>>,
): Links {
  const resolver: Resolver = {
    directory: directoryOf(identities, declared),
    componentOf: (key) => identities.componentOf(key),
    kindsOf: (component) => declared[component]?.kinds ?? [],
    aliases,
  };
  const followed = follow(identities, declared, resolver);
  const referred = referredTo(followed);
  const nodeOf = numbering(referred, declared.length);
  const gathered: Gathered = { links: [], columnLinks: [], loose: [] };
  for (const statement of followed) {
    if (statement.is === "edge") gatherEdge(statement, nodeOf, gathered);
    else gatherColumns(statement, nodeOf, gathered);
  }
  const namings = [...declared, ...referred.map(([key, kind]) => namingOfReferred(key, kind))];
  const loose = [...gathered.loose, ...saidToBeLoose(identities, declared)];
  return { ...gathered, loose, namings, resolver };
}

/** A reference with where it leads. */
interface Followed {
  readonly reference: Reference;
  readonly resolution: Resolution;
}
interface FollowedColumn extends Followed {
  readonly column: string;
}
type Statement =
  | {
      readonly is: "edge";
      readonly node: number;
      readonly claim: ClaimOf<"edge">;
      readonly other: Followed;
    }
  | {
      readonly is: "derives";
      readonly node: number;
      readonly claim: ClaimOf<"derives">;
      readonly to: FollowedColumn;
      readonly from: readonly FollowedColumn[];
    };

interface Gathered {
  readonly links: Link[];
  readonly columnLinks: ColumnLink[];
  readonly loose: Loose[];
}
type NodeOf = (followed: Followed) => number | Nowhere;

function follow(
  { components }: Identities,
  declared: readonly (Naming | undefined)[],
  resolver: Resolver,
): readonly Statement[] {
  const to = (reference: Reference): Followed => ({
    reference,
    resolution: resolve(reference, resolver),
  });
  const toColumn = ({ asset, column }: ColumnReference): FollowedColumn => ({
    ...to(asset),
    column,
  });
  const statements: Statement[] = [];
  components.forEach(({ claims }, node) => {
    if (declared[node] === undefined) return;
    for (const claim of saying(claims, "edge")) {
      statements.push({ is: "edge", node, claim, other: to(claim.says.other) });
    }
    for (const claim of saying(claims, "derives")) {
      const from = claim.says.from.map(toColumn);
      statements.push({ is: "derives", node, claim, to: toColumn(claim.says.to), from });
    }
  });
  return statements;
}

/** The places that are referred to and declared nowhere, sorted, each with the first fitting kind. */
function referredTo(statements: readonly Statement[]): readonly (readonly [Key, AssetKind])[] {
  const kinds = new Map<Key, AssetKind>();
  for (const statement of statements) {
    const ends = statement.is === "edge" ? [statement.other] : [statement.to, ...statement.from];
    for (const { resolution } of ends) {
      if (resolution.to !== "location") continue;
      kinds.set(resolution.key, firstKind(resolution.kind, kinds.get(resolution.key)));
    }
  }
  return [...kinds].toSorted(([a], [b]) => byCodeUnit(a, b));
}

function firstKind(a: AssetKind, b: AssetKind | undefined): AssetKind {
  return b !== undefined && assetKinds.indexOf(b) < assetKinds.indexOf(a) ? b : a;
}

/** Numbers for what was reached: places that are only referred to come after what is declared. */
function numbering(referred: readonly (readonly [Key, AssetKind])[], start: number): NodeOf {
  const numbers = new Map(
    referred.map(([key, kind], index) => [key, { node: start + index, kind }]),
  );
  return ({ reference, resolution }) => {
    if (resolution.to === "component") return resolution.component;
    if (resolution.to === "nowhere") return resolution;
    const found = numbers.get(resolution.key);
    const fits =
      reference.by === "key" || (found !== undefined && reference.kinds.includes(found.kind));
    return found !== undefined && fits ? found.node : misfit;
  };
}

const misfit: Nowhere = { to: "nowhere", rule: REF_004, reason: "absent", candidates: [] };

function gatherEdge(
  { node, claim, other }: Extract<Statement, { readonly is: "edge" }>,
  nodeOf: NodeOf,
  into: Gathered,
): void {
  const found = nodeOf(other);
  if (typeof found !== "number") {
    into.loose.push(looseEnd({ node, edge: claim.says.edge, claim }, other.reference, found));
  } else if (found !== node) {
    const [from, to] = claim.says.end === "from" ? [node, found] : [found, node];
    into.links.push({ from, to, claim });
  }
}

function gatherColumns(
  { node, claim, to, from }: Extract<Statement, { readonly is: "derives" }>,
  nodeOf: NodeOf,
  into: Gathered,
): void {
  const endOf = (followed: FollowedColumn): ColumnEnd | undefined => {
    const found = nodeOf(followed);
    if (typeof found === "number") return { node: found, column: followed.column };
    into.loose.push(looseEnd({ node, edge: "derives", claim }, followed.reference, found));
    return undefined;
  };
  const target = endOf(to);
  for (const followed of from) {
    const source = endOf(followed);
    if (target === undefined || source === undefined) continue;
    if (target.node === source.node && target.column === source.column) continue;
    into.columnLinks.push({ from: source, to: target, via: claim.says.via, claim });
  }
}

function looseEnd(
  { node, edge, claim }: { readonly node: number; readonly edge: EdgeKind; readonly claim: Claim },
  reference: Reference,
  nowhere: Nowhere,
): Loose {
  const text = reference.by === "key" ? reference.key : reference.text;
  return { node, edge, text, reason: nowhere.reason, place: claim.place, nowhere, reference };
}

/** What adapters themselves know to lead nowhere. */
function saidToBeLoose(
  { components }: Identities,
  declared: readonly (Naming | undefined)[],
): readonly Loose[] {
  return components.flatMap(({ claims }, node) =>
    declared[node] === undefined
      ? []
      : saying(claims, "unresolved").map(({ says: { edge, text, reason }, place }) => {
          return { node, edge, text, reason, place };
        }),
  );
}
