import { chooseHead } from "../workspace/base.ts";
import type { Host } from "./host.ts";
import type { ReviewOptions } from "./review.ts";
import { openReader, type ReadState } from "./snapshots.ts";

/** The tree to judge, alone: for what needs no base. */
export async function headOf(
  host: Pick<Host, "repository" | "cache" | "tool">,
  options: ReviewOptions,
): Promise<ReadState> {
  const reader = await openReader(host);
  const { tree } = await chooseHead(host.repository, options);
  const state = await reader.read(tree);
  await reader.close();
  return state;
}
