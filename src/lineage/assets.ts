import { byCodeUnit } from "../base/compare.ts";
import { grouped } from "../base/group.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { placeKey } from "../diagnostic/place.ts";
import type { AssetId } from "../model/ids.ts";
import type { Asset, ColumnEdge, Edge, Unresolved } from "../model/snapshot.ts";
import { fold, nothingFolded } from "./fold.ts";
import type { Identities } from "./identity.ts";
import type { Links, Loose } from "./link.ts";
import { byPlace } from "./order.ts";
import { recordOf } from "./record.ts";
import type { NodeFacts } from "./refs.ts";

/** The assets of a snapshot, with what findings about them need. */
export interface Assembly {
  /** Sorted by id. */
  readonly assets: readonly Asset[];
  readonly factsOf: (node: number) => NodeFacts;
  /** Contradictions between claims about one asset. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface Arriving {
  readonly idOf: (node: number) => AssetId;
  readonly edges: readonly Edge[];
  readonly columnEdges: readonly ColumnEdge[];
}

/** Folds what is said about each node and puts it together with what arrives there. */
export function assemble(
  { components }: Identities,
  { namings, loose }: Links,
  { idOf, edges, columnEdges }: Arriving,
): Assembly {
  const looseOf = grouped(loose, ({ node }) => node);
  const edgesTo = grouped(edges, ({ to }) => to);
  const columnEdgesTo = grouped(columnEdges, ({ to }) => to.asset);
  const diagnostics: Diagnostic[] = [];
  const nodes: (Asset | undefined)[] = namings.map((naming, node) => {
    if (naming === undefined) return undefined;
    const { kind, title: name, toolKey } = naming;
    const id = idOf(node);
    const component = components[node];
    const folded =
      component === undefined ? nothingFolded : fold(component.claims, { id, toolKey });
    diagnostics.push(...folded.diagnostics);
    const { facets, tags, labels, columns, usage, places } = folded;
    const keys = component?.keys ?? [toolKey];
    const unresolved = unresolvedOf(looseOf.get(node));
    const parts = { kind, keys, facets, tags, labels, columns, usage, unresolved };
    const record = recordOf(parts, edgesTo.get(id) ?? [], columnEdgesTo.get(id) ?? []);
    return { id, name, toolKey, places, record, ...parts };
  });
  return {
    assets: nodes.flatMap((asset) => asset ?? []).toSorted((a, b) => byCodeUnit(a.id, b.id)),
    factsOf: (node) => factsOf(nodes[node], node),
    diagnostics,
  };
}

function factsOf(asset: Asset | undefined, node: number): NodeFacts {
  if (asset === undefined) throw new RangeError(`node ${node} has no name`);
  const { id, toolKey, places } = asset;
  const [place] = places;
  return place === undefined ? { id, toolKey } : { id, toolKey, place };
}

function unresolvedOf(loose: readonly Loose[] | undefined): readonly Unresolved[] {
  if (loose === undefined) return [];
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
