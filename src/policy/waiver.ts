import { by } from "../base/compare.ts";
import { matchesGlob } from "../base/glob.ts";
import { memberOf, objectAt, textAt, textsAt } from "../base/json.ts";
import { placesIn, type Places } from "../diagnostic/place.ts";
import type { Declaration } from "../model/claim.ts";
import type { AssetId } from "../model/ids.ts";
import { namesOf } from "../model/names.ts";
import type { Asset } from "../model/snapshot.ts";
import type { Rule } from "./rule.ts";

/** A waiver document, read. */
export interface Waiver {
  readonly id: string;
  readonly rule: string;
  /** A name of the asset, or a glob over names. */
  readonly asset: string;
  readonly broad: boolean;
  readonly path: string | undefined;
  /** Without `sha256:`. */
  readonly fingerprint: string | undefined;
  readonly reason: string;
  readonly approvedBy: readonly string[];
  readonly created: string;
  /** First day on which it holds no more. */
  readonly expires: string;
  readonly places: Places;
}

/** The waivers among the declarations, which are valid against their schema, by id. */
export function readWaivers(declarations: readonly Declaration[]): readonly Waiver[] {
  return declarations
    .filter(({ kind }) => kind === "Waiver")
    .map(waiverOf)
    .toSorted(by(({ id }) => id));
}

function waiverOf({ name, value, path, document }: Declaration): Waiver {
  const spec = objectAt(value, "spec");
  return {
    id: name,
    rule: textAt(spec, "rule") ?? "",
    asset: textAt(spec, "asset") ?? "",
    broad: memberOf(spec, "broad") === true,
    path: textAt(spec, "path"),
    fingerprint: textAt(spec, "fingerprint")?.replace(/^sha256:/u, ""),
    reason: textAt(spec, "reason") ?? "",
    approvedBy: textsAt(spec, "approvedBy").map(([, approver]) => approver),
    created: textAt(spec, "created") ?? "",
    expires: textAt(spec, "expires") ?? "",
    places: placesIn(path, document),
  };
}

/** Whether the waiver names its assets by a pattern. */
export function isPattern({ asset }: Waiver): boolean {
  return /[*?{]/u.test(asset);
}

/** The assets that the waiver names, of the kinds that its rule looks at. */
export function assetsOf(
  waiver: Waiver,
  rule: Pick<Rule, "kinds"> | undefined,
  assets: readonly Asset[],
): readonly AssetId[] {
  const pattern = isPattern(waiver);
  const fits = (name: string): boolean =>
    pattern ? matchesGlob(name, waiver.asset) : name === waiver.asset;
  return assets
    .filter((asset) => rule?.kinds.has(asset.kind) !== false && namesOf(asset).some(fits))
    .map(({ id }) => id);
}
