import { byCodeUnit } from "../base/compare.ts";
import { REF_004 } from "../diagnostic/rules/ref.ts";
import type {
  Claim,
  ColumnReference,
  DerivesAssertion,
  EdgeAssertion,
  Reference,
  Via,
} from "../model/claim.ts";
import type { Key } from "../model/ids.ts";
import { assetKinds, type AssetKind, type EdgeKind } from "../model/kinds.ts";
import type { Unresolved } from "../model/snapshot.ts";
import { directoryOf } from "./directory.ts";
import type { Identities } from "./identity.ts";
import { namingOfReferred, type Naming } from "./naming.ts";
import { saying, type Ranked } from "./order.ts";
import { resolve, type Nowhere, type Resolution, type Resolver } from "./resolve.ts";

/** An edge between two nodes, by their numbers. */
export interface Link {
  readonly edge: EdgeKind;
  readonly from: number;
  readonly to: number;
  readonly by: Ranked<EdgeAssertion>;
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
  const follow = remembering(resolver);
  const referred = referredTo(identities, declared, follow);
  const end = settle(follow, referred, declared.length);
  const gathered: Gathered = { links: [], columnLinks: [], loose: [] };
  identities.components.forEach(({ claims }, node) => {
    if (declared[node] === undefined) return;
    for (const by of saying(claims, "edge")) gatherEdge(node, by, end, gathered);
    for (const { claim, says } of saying(claims, "derives")) gatherColumns({ node, claim, says }, end, gathered);
    for (const { claim, says } of saying(claims, "unresolved")) {
      const { edge, text, reason } = says;
      gathered.loose.push({ node, edge, text, reason, place: claim.place });
    }
  });
  const namings = [...declared, ...referred.map(([key, kind]) => namingOfReferred(key, kind))];
  return { ...gathered, namings, resolver };
}

interface Gathered {
  readonly links: Link[];
  readonly columnLinks: ColumnLink[];
  readonly loose: Loose[];
}
type Follow = (reference: Reference) => Resolution;
type End = (reference: Reference) => number | Nowhere;

function remembering(resolver: Resolver): Follow {
  const known = new Map<string, Resolution>();
  return (reference) => {
    const name =
      reference.by === "key"
        ? reference.key
        : `\0${reference.namespace}\0${reference.kinds.join()}\0${reference.text}`;
    const resolution = known.get(name) ?? resolve(reference, resolver);
    known.set(name, resolution);
    return resolution;
  };
}

/** The places that are referred to and declared nowhere, sorted, each with the first fitting kind. */
function referredTo(
  { components }: Identities,
  declared: readonly (Naming | undefined)[],
  follow: Follow,
): readonly (readonly [Key, AssetKind])[] {
  const kinds = new Map<Key, AssetKind>();
  components.forEach(({ claims }, node) => {
    if (declared[node] === undefined) return;
    for (const reference of claims.flatMap(({ says }) => referencesOf(says))) {
      const resolution = follow(reference);
      if (resolution.to !== "location") continue;
      kinds.set(resolution.key, firstKind(resolution.kind, kinds.get(resolution.key)));
    }
  });
  return [...kinds].toSorted(([a], [b]) => byCodeUnit(a, b));
}

function referencesOf(says: Claim["says"]): readonly Reference[] {
  if (says.is === "edge") return [says.other];
  if (says.is === "derives") return [says.to.asset, ...says.from.map(({ asset }) => asset)];
  return [];
}

function firstKind(a: AssetKind, b: AssetKind | undefined): AssetKind {
  return b !== undefined && assetKinds.indexOf(b) < assetKinds.indexOf(a) ? b : a;
}

/** Numbers for resolutions: places that are only referred to come after what is declared. */
function settle(follow: Follow, referred: readonly (readonly [Key, AssetKind])[], start: number): End {
  const numbers = new Map(referred.map(([key, kind], index) => [key, { node: start + index, kind }]));
  return (reference) => {
    const resolution = follow(reference);
    if (resolution.to === "component") return resolution.component;
    if (resolution.to === "nowhere") return resolution;
    const found = numbers.get(resolution.key);
    const fits = reference.by === "key" || (found !== undefined && reference.kinds.includes(found.kind));
    return found !== undefined && fits ? found.node : misfit;
  };
}

const misfit: Nowhere = { to: "nowhere", rule: REF_004, reason: "absent", candidates: [] };

function gatherEdge(node: number, by: Ranked<EdgeAssertion>, end: End, into: Gathered): void {
  const { edge, end: own, other } = by.says;
  const found = end(other);
  if (typeof found !== "number") into.loose.push(looseEnd({ node, edge, claim: by.claim }, other, found));
  else if (found !== node) {
    const [from, to] = own === "from" ? [node, found] : [found, node];
    into.links.push({ edge, from, to, by });
  }
}

interface Deriving {
  readonly node: number;
  readonly claim: Claim;
  readonly says: DerivesAssertion;
}

function gatherColumns({ node, claim, says }: Deriving, end: End, into: Gathered): void {
  const at = { node, edge: "derives", claim } as const;
  const ends = [says.to, ...says.from].map(({ asset, column }: ColumnReference): ColumnEnd | undefined => {
    const found = end(asset);
    if (typeof found === "number") return { node: found, column };
    into.loose.push(looseEnd(at, asset, found));
    return undefined;
  });
  const [to, ...from] = ends;
  for (const source of from) {
    if (to === undefined || source === undefined) continue;
    if (to.node === source.node && to.column === source.column) continue;
    into.columnLinks.push({ from: source, to, via: says.via, claim });
  }
}

function looseEnd(
  { node, edge, claim }: { readonly node: number; readonly edge: EdgeKind; readonly claim: Claim },
  reference: Reference,
  missing: Nowhere,
): Loose {
  const text = reference.by === "key" ? reference.key : reference.text;
  const { reason } = missing;
  return { node, edge, text, reason, place: claim.place, nowhere: missing, reference };
}
