// What bench/fold.mjs times: a layered estate, folded into a snapshot whose tags are then carried along.
import { buildSnapshot } from "../../src/lineage/snapshot.ts";
import { carriedTags } from "../../src/lineage/tags.ts";
import type { Claim } from "../../src/model/claim.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";

export { layeredClaims } from "../../test/support/graphs.ts";

/** The snapshot of the claims, its digest made. */
export function folded(claims: readonly Claim[]): Snapshot {
  const snapshot = buildSnapshot({
    claims,
    declarations: [],
    diagnostics: [],
    covered: [],
    documents: 0,
    aliases: {},
  });
  if (snapshot.digest.length === 0) throw new Error("a snapshot without a digest");
  return snapshot;
}

/** How many tags all assets of the snapshot carry. */
export function carried(snapshot: Snapshot): number {
  const tags = carriedTags(snapshot);
  return snapshot.assets.reduce((total, { id }) => total + tags.of(id).length, 0);
}
