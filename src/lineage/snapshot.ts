import { by, byCodeUnit } from "../base/compare.ts";
import { joined } from "../base/group.ts";
import { once } from "../base/once.ts";
import { ordered, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Claim, Declaration } from "../model/claim.ts";
import type { AssetId } from "../model/ids.ts";
import type { AssetKind } from "../model/kinds.ts";
import type { Asset, CoveredFile, Snapshot } from "../model/snapshot.ts";
import { joinsOf } from "./aliases.ts";
import { assemble, type Arriving } from "./assets.ts";
import { cycleFindings } from "./cycles.ts";
import { foldColumnEdges, foldEdges, impliedEdges, withEdges } from "./edges.ts";
import { identityFindings } from "./identity-findings.ts";
import { identify } from "./identity.ts";
import { link, type Links } from "./link.ts";
import { foldMemo, type FoldMemo } from "./memo.ts";
import { snapshotDigest } from "./record.ts";
import { referenceFindings, type NodeFacts } from "./refs.ts";
import { rosterOf, type Roster } from "./roster.ts";
import { unknownColumns } from "./unknown-columns.ts";
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
 * contradictions and cycles are among its diagnostics (REF, IDN, LIN). What an earlier call with
 * the same memo made of the same claims is taken over.
 */
export function buildSnapshot(input: SnapshotInput, memo: FoldMemo = foldMemo()): Snapshot {
  const identities = identify(input.claims, joinsOf(input.aliases, input.claims), memo.components);
  const links = link(identities, input.aliases, memo.stated);
  const roster = rosterOf(links.ids);
  const arriving = arrivingOf(links.stated, roster, memo.implied);
  const folded = assemble({ identities, links, roster }, arriving, memo.assets);
  const assets = folded.map(({ asset }) => asset);
  const { edges } = arriving;
  const columnEdges = joined(arriving.columnEdges);
  const digested = once(() => snapshotDigest(assets));
  const factsOf = (node: number): NodeFacts => factsIn(assets, links.ids[node], roster);
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
    diagnostics: ordered([
      ...input.diagnostics,
      ...joined(folded.map((one) => one.diagnostics)),
      ...referenceFindings(links, factsOf),
      ...identityFindings(identities, links, factsOf),
      ...unknownColumns(assets, columnEdges),
      ...writerFindings(assets, edges),
      ...cycleFindings(assets, edges),
    ]),
    covered: coveredWithKinds(input.covered, input.claims),
    documents: input.documents,
    get digest() {
      return digested();
    },
  };
}

const none: readonly never[] = [];

function arrivingOf(stated: Links["stated"], roster: Roster, memo: FoldMemo["implied"]): Arriving {
  const saidOfColumns = joined(stated.map((one) => one?.columnEdges ?? none));
  const columnEdges = foldColumnEdges(saidOfColumns, roster);
  const explicit = foldEdges(joined(stated.map((one) => one?.edges ?? none)), roster);
  const edges = withEdges(explicit, impliedEdges(columnEdges, explicit, memo));
  return { edges, columnEdges };
}

function factsIn(
  assets: readonly Asset[],
  id: AssetId | undefined,
  { numberOf }: Roster,
): NodeFacts {
  const asset = id === undefined ? undefined : assets[numberOf.get(id) ?? -1];
  if (asset === undefined) throw new RangeError("a node without a name is no asset");
  const { toolKey, places } = asset;
  const [place] = places;
  return { id: asset.id, toolKey, ...(place !== undefined && { place }) };
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
    const known = kinds.get(place.path);
    if (known === undefined) kinds.set(place.path, new Set([says.kind]));
    else known.add(says.kind);
  }
  return covered
    .map((file) => ({ ...file, kinds: [...(kinds.get(file.path) ?? [])].toSorted(byCodeUnit) }))
    .toSorted((a, b) => byCodeUnit(a.path, b.path));
}
