import { Failure } from "../base/failure.ts";
import { visible } from "../base/text.ts";

/**
 * Refuses an index with conflicts, which is no tree.
 *
 * @param paths  those in conflict, each once or once for each of its versions
 */
export function refuseUnmerged(paths: readonly string[]): void {
  const shown = [...new Set(paths)].map(visible);
  if (shown.length === 0) return;
  const more = shown.length > 5 ? ` and ${shown.length - 5} more` : "";
  throw new Failure(
    "GIT",
    `the index has unmerged paths: ${shown.slice(0, 5).join(", ")}${more}`,
    "resolve the conflicts and run git add",
  );
}
