import { by, byCodeUnit } from "../base/compare.ts";
import { ordered, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Claim, Declaration } from "../model/claim.ts";
import type { AssetKind } from "../model/kinds.ts";
import type { CoveredFile, Snapshot } from "../model/snapshot.ts";
import { joinsOf } from "./aliases.ts";
import { assemble } from "./assets.ts";
import { cycleFindings } from "./cycles.ts";
import { foldColumnEdges, foldEdges, impliedEdges, withEdges } from "./edges.ts";
import { identityFindings } from "./identity-findings.ts";
import { identify } from "./identity.ts";
import { link } from "./link.ts";
import { idsOf, namingOf } from "./naming.ts";
import { snapshotDigest } from "./record.ts";
import { referenceFindings } from "./refs.ts";
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
 * contradictions and cycles are among its diagnostics (REF, IDN, LIN).
 */
export function buildSnapshot(input: SnapshotInput): Snapshot {
  const identities = identify(input.claims, joinsOf(input.aliases, input.claims));
  const links = link(identities, identities.components.map(namingOf), input.aliases);
  const idOf = idsOf(links.namings);
  const columnEdges = foldColumnEdges(links.columnLinks, idOf);
  const explicit = foldEdges(links.links, idOf);
  const edges = withEdges(explicit, impliedEdges(columnEdges, explicit));
  const { assets, factsOf, diagnostics } = assemble(identities, links, {
    idOf,
    edges,
    columnEdges,
  });
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
      ...diagnostics,
      ...referenceFindings(links.loose, factsOf, links.resolver),
      ...identityFindings(identities, links.namings, factsOf),
      ...unknownColumns(assets, columnEdges),
      ...writerFindings(assets, edges),
      ...cycleFindings(assets, edges),
    ]),
    covered: coveredWithKinds(input.covered, input.claims),
    documents: input.documents,
    digest: snapshotDigest(assets),
  };
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
