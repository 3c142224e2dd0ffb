import { isPhysical, nameOf } from "./ids.ts";
import type { Asset } from "./snapshot.ts";

/** Texts that a reference to the asset may consist of: id, its name, keys, `namespace/name` of each. */
export function namesOf(asset: Pick<Asset, "id" | "keys">): readonly string[] {
  const keys = asset.keys.flatMap((key) =>
    isPhysical(key) ? [key.slice("at:".length)] : [key, key.split("/").slice(-2).join("/")],
  );
  return [...new Set([asset.id, nameOf(asset.id), ...keys])];
}
