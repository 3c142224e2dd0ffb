import { devNull } from "node:os";
import { isAbsolute, relative, resolve } from "node:path";
import { cwd, env } from "node:process";

/** What a process inherits; an argument, so that tests need not change the process itself. */
export interface Ambient {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
}

/** Variables by which Git hands its repository to a hook. All hold paths. */
const places = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR"] as const;
const stores = ["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"] as const;

/** The user's own configuration and installation of Git, which any Git command honours. */
const configuration =
  /^GIT_(?:CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|PARAMETERS|COUNT|KEY_\d+|VALUE_\d+)|EXEC_PATH|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM)$/u;

/** Never used by what we run, and refused by simple-git. */
const interactive = new Set(["EDITOR", "VISUAL", "PAGER", "PREFIX", "SSH_ASKPASS"]);

/** The environment and current directory of this process. */
export function ambientProcess(): Ambient {
  return { environment: env, directory: cwd() };
}

/**
 * The environment of every Git process for `directory`: quiet, local, read-only. Of the inherited
 * `GIT_*` variables only configuration stays, and the repository that a hook was given, the latter
 * only if it is about `directory`: with `-C elsewhere` it would name the wrong repository.
 */
export function gitEnvironment(ambient: Ambient, directory: string): Record<string, string> {
  return {
    ...ordinary(ambient),
    ...(overlaps(ambient.directory, directory) && repositoryGiven(ambient)),
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    // Grafts, like replacements, would give commits parents that they do not have.
    GIT_GRAFT_FILE: devNull,
    GIT_OPTIONAL_LOCKS: "0",
    // Older Git does not know the first. The second leaves no protocol at all, whatever the
    // repository's own configuration allows: a transport may run a program.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "",
  };
}

function ordinary({ environment }: Ambient): Record<string, string> {
  const kept = Object.entries(environment).flatMap(([name, value]) => {
    const upper = name.toUpperCase();
    const foreign = upper.startsWith("GIT_") ? !configuration.test(upper) : interactive.has(upper);
    return value === undefined || foreign ? [] : [[name, value] as const];
  });
  return Object.fromEntries(kept);
}

/** Git resolves these against its own current directory, which will be another than ours. */
function repositoryGiven({ environment, directory }: Ambient): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of [...places, "GIT_OBJECT_DIRECTORY"]) {
    const value = environment[name];
    if (value) given[name] = resolve(directory, value);
  }
  const alternates = environment[stores[1]];
  if (alternates) given[stores[1]] = alternates;
  return given;
}

function overlaps(a: string, b: string): boolean {
  return contains(a, b) || contains(b, a);
}

/** Whether `path` is `folder` or lies below it; both absolute. */
export function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!isAbsolute(way) && way !== ".." && !/^\.\.[/\\]/u.test(way));
}
