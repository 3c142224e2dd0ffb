import type { Declaration } from "../model/claim.ts";
import { headOf } from "./head.ts";
import type { Host } from "./host.ts";

/** The policies, prices and usage that the tree at hand declares. */
export async function declarationsIn(host: Host): Promise<readonly Declaration[]> {
  return (await headOf(host, {})).snapshot.declarations;
}
