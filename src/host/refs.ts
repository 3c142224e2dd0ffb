import { byCodeUnit } from "../base/compare.ts";
import { isObjectId, type ObjectId } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import { visible } from "../base/text.ts";
import type { Git } from "./git.ts";
import { ask } from "./small.ts";

/** Whether neither working tree nor index differs from HEAD and no file is untracked. */
export async function isClean(git: Git): Promise<boolean> {
  const args = ["--untracked-files=normal", "--ignore-submodules=dirty", "--no-renames"];
  const status = await ask(git, "status", (simple) => simple.status(args));
  return status.isClean();
}

/** The name of the current branch, born or not; undefined on a detached HEAD. */
export async function currentBranch(git: Git): Promise<string | undefined> {
  const name = await raw(git, ["symbolic-ref", "--quiet", "HEAD"]);
  return name === "" ? undefined : name.replace(/^refs\/heads\//u, "");
}

/** Names of the local branches, sorted. */
export async function branches(git: Git): Promise<readonly string[]> {
  const names = await raw(git, ["for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads"]);
  return linesOf(names).toSorted(byCodeUnit);
}

/**
 * The default branch of `origin`, or of the only remote that is known to have one: what its HEAD
 * points at, else its `main` or `master`. CI clones often lack that HEAD.
 */
export async function defaultBranch(git: Git): Promise<string | undefined> {
  const patterns = ["HEAD", "main", "master"].map((name) => `refs/remotes/*/${name}`);
  const format = "--format=%(refname:lstrip=2) %(symref:lstrip=2)";
  const refs = linesOf(await raw(git, ["for-each-ref", format, ...patterns]));
  return defaultAmong(new Map(refs.map((line) => pair(line))));
}

/** The default branch among remote refs (`origin/HEAD`, `origin/main`), each with what it points at if it is symbolic. */
export function defaultAmong(targets: ReadonlyMap<string, string>): string | undefined {
  const remotes = new Set([...targets.keys()].map(remoteOf));
  const [only] = remotes.size === 1 ? remotes : ["origin"];
  const remote = remotes.has("origin") ? "origin" : only;
  const found = ["HEAD", "main", "master"].map((name) => `${remote}/${name}`);
  const name = found.find((ref) => targets.has(ref));
  return name && (targets.get(name) || name);
}

/** The address of `origin`, or of the only remote, with user and password cut out. */
export async function remoteUrl(git: Git): Promise<string | undefined> {
  const name = remoteAmong(linesOf(await raw(git, ["remote"])));
  const url = await raw(git, ["config", "--get", `remote.${name}.url`]);
  return url === "" ? undefined : withoutCredentials(url);
}

/** `origin`, or the only remote. */
export function remoteAmong(names: readonly string[]): string {
  const [only = "origin"] = names.length === 1 ? names : [];
  return names.includes("origin") ? "origin" : only;
}

export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/u, "$1");
}

/** Best common ancestor; undefined for unrelated histories. */
export async function mergeBase(git: Git, a: ObjectId, b: ObjectId): Promise<ObjectId | undefined> {
  const id = await raw(git, ["merge-base", "--end-of-options", a, b]);
  if (isObjectId(id)) return id;
  if (await isShallow(git)) throw await cutOff(git, [a, b]);
  return undefined;
}

/** Whether history ends at the clone's depth. */
export async function isShallow(git: Git): Promise<boolean> {
  return (await raw(git, ["rev-parse", "--is-shallow-repository"])) === "true";
}

/** The command must name both branches: a fetch deepens only what it is asked for. */
async function cutOff(git: Git, commits: readonly ObjectId[]): Promise<Failure> {
  const format = "--format=%(refname:lstrip=2) %(symref)";
  const points = commits.map((id) => `--points-at=${id}`);
  const refs = linesOf(await raw(git, ["for-each-ref", format, ...points, "refs/remotes"]));
  const names = refs.map((line) => pair(line)).filter(([, symref]) => symref === "");
  const remote = names.map(([name]) => remoteOf(name)).toSorted(byCodeUnit)[0];
  const wanted = names
    .map(([name]) => name)
    .filter((name) => remote !== undefined && remoteOf(name) === remote)
    .map((name) => name.slice(name.indexOf("/") + 1))
    .toSorted(byCodeUnit);
  const command =
    remote === undefined || wanted.length === 0
      ? "git fetch --unshallow"
      : `git fetch --deepen=200 ${[remote, ...wanted].map(visible).join(" ")}`;
  return new Failure(
    "SHALLOW",
    "the clone is shallow and holds no common ancestor of base and head",
    `${command} (in GitHub Actions: actions/checkout with fetch-depth: 0)`,
  );
}

async function raw(git: Git, args: readonly [string, ...string[]]): Promise<string> {
  return ask(git, args[0], (simple) => simple.raw([...args]));
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

/** A line of `<ref> <target>`; the target is empty for what is no symbolic ref. */
function pair(line: string): readonly [string, string] {
  const space = line.indexOf(" ");
  return space === -1 ? [line, ""] : [line.slice(0, space), line.slice(space + 1)];
}

function remoteOf(ref: string): string {
  return ref.slice(0, Math.max(0, ref.indexOf("/")));
}
