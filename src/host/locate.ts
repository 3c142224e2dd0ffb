import { join, resolve } from "node:path";
import type { ObjectFormat } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import { visible } from "../base/text.ts";
import { withUserFilters } from "./drivers.ts";
import { gitEnvironment, type Ambient } from "./environment.ts";
import { gitFailure, reasonIn, tryGit, type Git } from "./git.ts";

/** Where the parts of a repository lie; all paths absolute. */
export interface Place {
  /** Git, running at the root of the working tree. */
  readonly git: Git;
  readonly root: string;
  /** Of this working tree; in a linked one not the same as `commonDirectory`. */
  readonly gitDirectory: string;
  readonly commonDirectory: string;
  readonly objects: string;
  readonly index: string;
  readonly format: ObjectFormat;
}

const questions = [
  ["--absolute-git-dir"],
  ["--git-common-dir"],
  // Both heed the variables that a hook is given.
  ["--git-path", "objects"],
  ["--git-path", "index"],
  ["--show-object-format"],
  ["--show-toplevel"],
] as const;

/** The repository whose working tree holds `directory`. */
export async function locate(directory: string, ambient: Ambient): Promise<Place> {
  const asked = resolve(ambient.directory, directory);
  const environment = gitEnvironment(ambient, asked);
  // Without GIT_WORK_TREE, Git takes the current directory of the hook for the root.
  const hooked = environment["GIT_DIR"] !== undefined;
  const git = { directory: hooked ? ambient.directory : asked, environment };
  const args = ["rev-parse", ...questions.flat()];
  const [{ code, stdout, stderr }, safe] = await Promise.all([
    tryGit(git, args),
    withUserFilters(git),
  ]);
  if (code !== 0) throw notUsable(asked, stderr);
  return placeFrom(stdout.toString("utf8"), safe);
}

function placeFrom(output: string, git: Git): Place {
  const lines = output.split("\n").slice(0, -1);
  const [gitDirectory, common, objects, index, format, root] = lines;
  if (
    lines.length !== questions.length ||
    !gitDirectory ||
    !common ||
    !objects ||
    !index ||
    !root
  ) {
    throw new Failure("PATH", "the repository lies in a directory whose name holds a line feed");
  }
  const absolute = (path: string): string => resolve(git.directory, path);
  return {
    git: { ...git, directory: absolute(root) },
    root: absolute(root),
    gitDirectory: absolute(gitDirectory),
    commonDirectory: absolute(common),
    objects: absolute(objects),
    index: absolute(index),
    format: format === "sha256" ? "sha256" : "sha1",
  };
}

/** Why Git finds no working tree at the directory. The texts are Git's own under `LC_ALL=C`. */
function notUsable(directory: string, stderr: string): Failure {
  const shown = visible(directory);
  if (/bare repository|must be run in a work tree/u.test(stderr)) {
    return new Failure(
      "BARE_REPOSITORY",
      `${shown} lies in a Git directory without a working tree`,
      `git -C ${quoted(directory)} worktree add ${quoted(join(directory, "..", "checkout"))}`,
    );
  }
  if (/dubious ownership/u.test(stderr)) {
    return new Failure(
      "GIT",
      `git refuses ${shown}: ${reasonIn(stderr)}`,
      `git config --global --add safe.directory ${quoted(directory)}`,
    );
  }
  const [, extensions] = /unknown repository extensions? found:\s+(.+)/su.exec(stderr) ?? [];
  if (extensions !== undefined) {
    const names = extensions.trim().split(/\s+/u).map(visible).join(", ");
    const message = `this Git does not know the repository's extension ${names}`;
    return new Failure("UNSUPPORTED", message, "install a newer Git");
  }
  if (!/not a git repository/iu.test(stderr)) return gitFailure(["rev-parse"], stderr);
  return new Failure(
    "NOT_A_REPOSITORY",
    `${shown} is not in a Git repository`,
    "run git init there, or name another directory with -C",
  );
}

/** The path as one word of a POSIX shell, for a command that a person may copy. */
function quoted(path: string): string {
  const shown = visible(path);
  return /^[\w@%+=:,./-]+$/u.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
