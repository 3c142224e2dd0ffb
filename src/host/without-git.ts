import fs from "node:fs";
import { join, resolve } from "node:path";
import { Failure } from "../base/failure.ts";
import type { Repository } from "../base/ports.ts";
import { ambientProcess, type Ambient } from "./environment.ts";
import { isTrackable, openRepository, realPath } from "./repository.ts";

export interface Opened {
  readonly repository: Repository;
  /** Whether the program git reads it; without, some forms of repositories are refused. */
  readonly hasGit: boolean;
}

/** Variables that lead Git to another repository than the folders do. */
const leading = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"];

/** The repository that holds the directory, also on a machine without the program git. */
export async function openAnyhow(
  directory: string,
  ambient: Ambient = ambientProcess(),
): Promise<Opened> {
  try {
    return { repository: await openRepository(directory, ambient), hasGit: true };
  } catch (error) {
    if (!isGitMissing(error) || leading.some((name) => ambient.environment[name])) throw error;
    const { openPortableRepository } = await import("./portable/open.ts");
    const path = resolve(ambient.directory, directory);
    const repository = await openPortableRepository(fs, path, { userFiles: userFiles(ambient) });
    const wouldTrack: Repository["wouldTrack"] = (asked) => isTrackableAnyhow(asked, ambient);
    return { repository: { ...repository, wouldTrack }, hasGit: false };
  }
}

/** As `isTrackable`, also on a machine without the program git. */
export async function isTrackableAnyhow(
  path: string,
  ambient: Ambient = ambientProcess(),
): Promise<boolean> {
  try {
    return await isTrackable(path, ambient);
  } catch (error) {
    if (!isGitMissing(error)) throw error;
    const { isPortablyTrackable } = await import("./portable/open.ts");
    return isPortablyTrackable(fs, await realPath(resolve(ambient.directory, path)));
  }
}

/** Where Git looks for settings of the user and of the machine. */
function userFiles({ environment }: Ambient): readonly string[] {
  const home = environment["HOME"] || environment["USERPROFILE"];
  const folder = environment["XDG_CONFIG_HOME"] || (home && join(home, ".config"));
  const named = environment["GIT_CONFIG_GLOBAL"] || (home && join(home, ".gitconfig"));
  const names = ["config", "ignore", "attributes"];
  const more = folder ? names.map((name) => join(folder, "git", name)) : [];
  const system = environment["GIT_CONFIG_NOSYSTEM"] ? [] : ["/etc/gitconfig", "/etc/gitattributes"];
  return [...(named ? [named] : []), ...more, ...system];
}

function isGitMissing(error: unknown): boolean {
  return error instanceof Failure && error.code === "GIT_MISSING";
}
