import type { Sha256 } from "../base/digest.ts";
import type { Clock, Files, Repository, SnapshotCache } from "../base/ports.ts";

/** The build that runs: its digest is over every file that ships. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly sha256: Sha256;
}

/** The outside world as use cases see it; `cli` makes it, tests make their own. */
export interface Host {
  readonly repository: Repository;
  readonly files: Files;
  readonly clock: Clock;
  /** Readings of earlier runs; absent where nothing may be trusted or written. */
  readonly cache?: SnapshotCache | undefined;
  readonly tool: Tool;
  /** Absolute path of this user's own folder, never of a repository: keys, remembered trust roots. */
  readonly userDirectory: string | undefined;
  /** Whether the run is somebody else's machine deciding for a team (`CI` is set). */
  readonly ci: boolean;
}
