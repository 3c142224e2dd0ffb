import { byCodeUnit, by } from "../base/compare.ts";
import { grouped } from "../base/group.ts";
import { ordered, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { placeKey } from "../diagnostic/place.ts";
import type { Claim, Declaration } from "../model/claim.ts";
import type { AssetId } from "../model/ids.ts";
import type { AssetKind } from "../model/kinds.ts";
import type {
  Asset,
  ColumnEdge,
  CoveredFile,
  Edge,
  Snapshot,
  Unresolved,
} from "../model/snapshot.ts";
import { joinsOf } from "./aliases.ts";
import { unknownColumns } from "./unknown-columns.ts";
import { cycleFindings } from "./cycles.ts";
import { foldColumnEdges, foldEdges, impliedEdges, withEdges } from "./edges.ts";
import { fold, nothingFolded } from "./fold.ts";
import { identify, type Identities } from "./identity.ts";
import { identityFindings } from "./identity-findings.ts";
import { link, type Links, type Loose } from "./link.ts";
import { idsOf, namingOf } from "./naming.ts";
import { byPlace } from "./order.ts";
import { recordOf, snapshotDigest } from "./record.ts";
import { referenceFindings, type NodeFacts } from "./refs.ts";
import { writerFindings } from "./writers.ts";

export interface SnapshotInput {
  readonly claims: readonly Claim[];
  readonly declarations: readonly Declaration[];
  readonly diagnostics: readonly Diagnostic[];
  readonly covered: readonly Omit<CoveredFile, "kinds">[];
  readonly documents: number;
  /** `identity.aliases` of the configuration: a name or key, and what it means. */
  readonly aliases: Readonly<Record<string, string>>;
}

/**
 * The linked graph of everything that is claimed: references resolved, assets merged by identity
 * and folded. The order and the repetition of claims change nothing. References that lead nowhere,
 * contradictions and cycles are among its diagnostics (REF, IDN, LIN).
 */
export function buildSnapshot(input: SnapshotInput): Snapshot {
  const identities = identify(input.claims, joinsOf(input.aliases, input.claims));
  const declared = identities.components.map(namingOf);
  const links = link(identities, declared, input.aliases);
  const nodes = nodesOf(identities, links);
  const columnEdges = foldColumnEdges(links.columnLinks, nodes.idOf);
  const explicit = foldEdges(links.links, nodes.idOf);
  const edges = withEdges(explicit, impliedEdges(columnEdges, explicit));
  const assets = recorded(nodes.assets, edges, columnEdges);
  const diagnostics = [
    ...input.diagnostics,
    ...nodes.diagnostics,
    ...referenceFindings(links.loose, nodes.factsOf, links.resolver),
    ...identityFindings(identities, links.namings, nodes.factsOf),
    ...unknownColumns(assets, columnEdges),
    ...writerFindings(assets, edges),
    ...cycleFindings(assets, edges),
  ];
  return {
    assets,
    edges,
    columnEdges,
    declarations: input.declarations.toSorted(
      by(
        ({ kind }) => kind,
        ({ path }) => path,
        ({ document }) => String(document).padStart(8, "0"),
      ),
    ),
    diagnostics: ordered(diagnostics),
    covered: coveredWithKinds(input.covered, input.claims),
    documents: input.documents,
    digest: snapshotDigest(assets),
  };
}

/** Every node with its id and its fold, not yet linked. */
interface Nodes {
  /** Sorted by id. */
  readonly assets: readonly Omit<Asset, "record">[];
  readonly idOf: (node: number) => AssetId;
  readonly factsOf: (node: number) => NodeFacts;
  readonly diagnostics: readonly Diagnostic[];
}

function nodesOf({ components }: Identities, { namings, loose }: Links): Nodes {
  const ids = idsOf(namings);
  const looseOf = grouped(loose, ({ node }) => node);
  const diagnostics: Diagnostic[] = [];
  const assets = new Map<number, Omit<Asset, "record">>();
  namings.forEach((naming, node) => {
    const id = ids[node];
    if (naming === undefined || id === undefined) return;
    const { kind, title: name, toolKey } = naming;
    const component = components[node];
    const folded =
      component === undefined ? nothingFolded : fold(component.claims, { id, toolKey });
    const { diagnostics: contradictions, ...facts } = folded;
    diagnostics.push(...contradictions);
    const unresolved = unresolvedOf(looseOf.get(node) ?? []);
    assets.set(node, {
      id,
      kind,
      name,
      keys: component?.keys ?? [toolKey],
      toolKey,
      ...facts,
      unresolved,
    });
  });
  const assetOf = (node: number): Omit<Asset, "record"> => {
    const asset = assets.get(node);
    if (asset === undefined) throw new RangeError(`node ${node} has no name`);
    return asset;
  };
  return {
    assets: [...assets.values()].toSorted((a, b) => byCodeUnit(a.id, b.id)),
    idOf: (node) => assetOf(node).id,
    factsOf: (node) => {
      const { id, toolKey, places } = assetOf(node);
      const [place] = places;
      return { id, toolKey, ...(place !== undefined && { place }) };
    },
    diagnostics,
  };
}

function unresolvedOf(loose: readonly Loose[]): readonly Unresolved[] {
  if (loose.length === 0) return [];
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

function recorded(
  assets: readonly Omit<Asset, "record">[],
  edges: readonly Edge[],
  columnEdges: readonly ColumnEdge[],
): readonly Asset[] {
  const incoming = grouped(edges, ({ to }) => to);
  const incomingColumns = grouped(columnEdges, ({ to }) => to.asset);
  return assets.map((asset) => ({
    ...asset,
    record: recordOf(asset, {
      edges: incoming.get(asset.id) ?? [],
      columnEdges: incomingColumns.get(asset.id) ?? [],
    }),
  }));
}

/** Each file with the kinds of the assets that it declares. */
function coveredWithKinds(
  covered: readonly Omit<CoveredFile, "kinds">[],
  claims: readonly Claim[],
): readonly CoveredFile[] {
  if (covered.length === 0) return [];
  const kinds = new Map<string, Set<AssetKind>>();
  for (const { says, place } of claims) {
    if (says.is !== "exists") continue;
    const known = kinds.get(place.path) ?? new Set();
    kinds.set(place.path, known.add(says.kind));
  }
  return covered
    .map((file) => ({ ...file, kinds: [...(kinds.get(file.path) ?? [])].toSorted(byCodeUnit) }))
    .toSorted((a, b) => byCodeUnit(a.path, b.path));
}
