import { byCodeUnit } from "../base/compare.ts";
import { textAt } from "../base/json.ts";
import type { AssetId } from "../model/ids.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { dim, name, plain, type Line } from "./page.ts";

/** Who owns the assets of a snapshot, as far as anybody said. */
export function ownersIn({ assets }: Pick<Snapshot, "assets">): ReadonlyMap<AssetId, string> {
  return new Map(
    assets.flatMap(({ id, facets }): [AssetId, string][] => {
      const value = facets.owner?.value;
      const owner = typeof value === "string" ? value : textAt(value, "team");
      return owner === undefined ? [] : [[id, owner]];
    }),
  );
}

const namedMax = 3;

/** `ask a, b and 2 others`: the owners of these assets; empty where nobody is known. */
export function askLine(ids: readonly AssetId[], owners: ReadonlyMap<AssetId, string>): Line {
  const known = ids.map((id) => owners.get(id)).filter((owner) => owner !== undefined);
  const all = [...new Set(known)].toSorted(byCodeUnit);
  const [first, ...rest] = all.slice(0, namedMax);
  if (first === undefined) return [];
  const hidden = all.length - namedMax;
  return [
    dim("ask "),
    name(first),
    ...rest.flatMap((owner) => [plain(", "), name(owner)]),
    ...(hidden > 0 ? [plain(` and ${hidden} more`)] : []),
  ];
}
