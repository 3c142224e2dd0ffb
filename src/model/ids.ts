import { branded, type Brand } from "../base/brand.ts";
import type { AssetKind } from "./kinds.ts";

/** `<kind>:<namespace>/<name>`, OpenLineage naming with the kind in front. */
export type AssetId = Brand<string, "AssetId">;

/**
 * One name of an asset. A tool key is always derivable from the file alone
 * (`own:Dataset/growth/customer-segments`, `k8s:apps/Deployment/ml/trainer`); a physical key says
 * where the data lies (`at:s3://acme-lake/warehouse/orders`). Assets that share a key are one.
 */
export type Key = Brand<string, "Key">;

export function toolKey(tool: string, rest: string): Key {
  return branded(`${tool}:${rest}`);
}

/** The key of a place in OpenLineage's (namespace, name) form. */
export function physicalKey(namespace: string, name: string): Key {
  return branded(`at:${namespace}/${name}`);
}

export function isPhysical(key: Key): boolean {
  return key.startsWith("at:");
}

export function assetId(kind: AssetKind, name: string): AssetId {
  return branded(`${kind}:${name}`);
}

/** The id without its kind: what people read. */
export function nameOf(id: AssetId): string {
  return id.slice(id.indexOf(":") + 1);
}

export function kindOf(id: AssetId): AssetKind {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every id was made by `assetId`
  return id.slice(0, id.indexOf(":")) as AssetKind;
}
