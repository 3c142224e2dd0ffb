import type { RepoPath } from "./path.ts";

/** One intended write: `before` is what the file must still hold (undefined: must not exist). */
export interface Change {
  readonly path: RepoPath;
  readonly before: string | undefined;
  readonly after: string;
}

/** Everything that a command would write, decided before anything is written. */
export interface Plan {
  readonly title: string;
  readonly changes: readonly Change[];
}
