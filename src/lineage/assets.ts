import { grouped } from "../base/group.ts";
import { once } from "../base/once.ts";
import { byCodeUnit } from "../base/compare.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { placeKey } from "../diagnostic/place.ts";
import { rowOf } from "../model/graph.ts";
import type { AssetId } from "../model/ids.ts";
import type { Asset, ColumnEdge, Edge, Unresolved } from "../model/snapshot.ts";
import type { ColumnEdgesTo } from "./edges.ts";
import { fold, nothingFolded } from "./fold.ts";
import type { Component } from "./component.ts";
import type { Identities } from "./identity.ts";
import type { Links } from "./link.ts";
import type { Naming } from "./naming.ts";
import { byPlace } from "./order.ts";
import { recordOf } from "./record.ts";
import { results, type Results } from "./results.ts";
import { rowsOf, type Roster } from "./roster.ts";
import type { Loose } from "./stated.ts";
import { along } from "./walk.ts";

/** An asset with the contradictions between the claims about it. */
export interface FoldedAsset {
  readonly asset: Asset;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Arriving {
  readonly edges: readonly Edge[];
  readonly columnEdges: ColumnEdgesTo;
}

/** Folds what is said about each asset and puts it together with what arrives there, sorted by id. */
export function assemble(
  { identities, links, roster }: Parts,
  { edges, columnEdges }: Arriving,
  memo: Results<FoldedAsset> = results(),
): readonly FoldedAsset[] {
  const rows = rowsOf(roster, edges, ({ to }) => to);
  const { components, walk } = identities;
  const referred = links.ids.slice(walk.length).map((_, index) => walk.length + index);
  const folded = along([...walk, ...referred], (node) => {
    const naming = links.namings[node];
    const id = links.ids[node];
    const number = id === undefined ? undefined : roster.numberOf.get(id);
    if (naming === undefined || id === undefined || number === undefined) return undefined;
    const material: Material = {
      id,
      naming,
      component: components[node],
      loose: links.stated[node]?.loose ?? none,
      edges: rowOf(rows, number, edges),
      columnEdges: columnEdges[number] ?? none,
    };
    return memo.of(id, partsOf(material), () => foldedAsset(material));
  });
  return roster.nodes.map((node) => folded[node]).filter(isFolded);
}

function isFolded(one: FoldedAsset | undefined): one is FoldedAsset {
  return one !== undefined;
}

export interface Parts {
  readonly identities: Pick<Identities, "components" | "walk">;
  readonly links: Links;
  readonly roster: Roster;
}

/** All that an asset is made of. */
interface Material {
  readonly id: AssetId;
  readonly naming: Naming;
  /** Undefined for what is only referred to. */
  readonly component: Component | undefined;
  readonly loose: readonly Loose[];
  readonly edges: readonly Edge[];
  readonly columnEdges: readonly ColumnEdge[];
}

const none: readonly never[] = [];

/** What tells whether an asset is made of the same; a name follows from the component or the key. */
function partsOf({ naming, component, loose, edges, columnEdges }: Material): readonly unknown[] {
  return [naming.toolKey, component, loose, ...columnEdges, ...edges];
}

function foldedAsset(material: Material): FoldedAsset {
  const { id, naming, component, loose, edges, columnEdges } = material;
  const { kind, title: name, toolKey } = naming;
  const folded = component === undefined ? nothingFolded : fold(component.claims, { id, toolKey });
  const { facets, tags, labels, columns, usage, places, diagnostics } = folded;
  const keys = component?.keys ?? [toolKey];
  const unresolved = unresolvedOf(loose);
  const parts = { kind, keys, facets, tags, labels, columns, usage, unresolved };
  const recorded = once(() => recordOf(parts, edges, columnEdges));
  const asset: Asset = {
    id,
    name,
    toolKey,
    places,
    // Assets that are one value on both sides are never compared by their records.
    get record() {
      return recorded();
    },
    ...parts,
  };
  return { asset, diagnostics };
}

function unresolvedOf(loose: readonly Loose[]): readonly Unresolved[] {
  if (loose.length === 0) return none;
  const distinct = grouped(
    loose,
    ({ edge, text, place }) => `${edge}\0${text}\0${placeKey(place)}`,
  );
  return [...distinct.values()]
    .flatMap(([first]) => first ?? [])
    .map(({ edge, text, reason, place }) => ({ edge, text, reason, place }))
    .toSorted(
      (a, b) =>
        byCodeUnit(a.edge, b.edge) || byCodeUnit(a.text, b.text) || byPlace(a.place, b.place),
    );
}
