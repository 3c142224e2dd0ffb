import { isObjectId, type ObjectFormat, type ObjectId } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import type { CommitInfo, ReadTree } from "../base/ports.ts";
import { dayOf } from "./clock.ts";
import { gitFailure, tryGit, type Git } from "./git.ts";
import { isShallow } from "./refs.ts";
import { treeOf } from "./tree.ts";

/** The tree of a commit, named by the first digits of the commit's id. */
export async function openCommit(git: Git, id: ObjectId, format: ObjectFormat): Promise<ReadTree> {
  const { tree } = await readCommit(git, id);
  return treeOf(git, { label: labelOf(id), tree, format });
}

/** Abbreviated by length alone, so that every clone shows the same text. */
export function labelOf(id: ObjectId): string {
  return id.slice(0, 10);
}

export interface ReadCommit {
  readonly tree: ObjectId;
  readonly info: CommitInfo;
  /** Of the committer date, since 1970. */
  readonly seconds: number;
}

/** Facts of the commit object itself: parents that a shallow clone lacks are named all the same. */
export async function readCommit(git: Git, id: ObjectId): Promise<ReadCommit> {
  const { code, stdout, stderr } = await tryGit(git, ["cat-file", "commit", id]);
  if (code !== 0) throw await absent(git, id, stderr);
  return commitFrom(id, stdout);
}

/** What the bytes of a commit object say. */
export function commitFrom(id: ObjectId, bytes: Uint8Array): ReadCommit {
  const text = Buffer.from(bytes).toString("latin1");
  const headers = text.slice(0, text.indexOf("\n\n")).split("\n");
  const ids = (name: string): readonly ObjectId[] =>
    headers
      .filter((line) => line.startsWith(`${name} `))
      .map((line) => line.slice(name.length + 1))
      .filter(isObjectId);
  const [tree] = ids("tree");
  if (tree === undefined) throw new Failure("GIT", `the commit ${id} names no tree`);
  const committer = headers.find((line) => line.startsWith("committer ")) ?? "";
  const seconds = secondsIn(committer);
  const day = dayOf(new Date(seconds * 1000));
  return { tree, info: { id, parents: ids("parent"), day }, seconds };
}

/** Seconds since 1970 behind the last `>`; 0 where they are none, as Git reads them. */
function secondsIn(committer: string): number {
  const seconds = Number(/> (\d{1,15}) [+-]\d+$/u.exec(committer)?.[1] ?? 0);
  const yearMax = Date.UTC(9999, 11, 31) / 1000;
  return seconds <= yearMax ? seconds : 0;
}

async function absent(git: Git, id: ObjectId, stderr: string): Promise<Failure> {
  return (await isShallow(git)) ? beyondDepth(id) : gitFailure(["cat-file"], stderr);
}

/** The failure of asking a shallow clone for a commit that it does not hold. */
export function beyondDepth(id: ObjectId): Failure {
  return new Failure(
    "SHALLOW",
    `the clone is shallow and does not hold the commit ${id.slice(0, 10)}`,
    "git fetch --deepen=1 (in GitHub Actions: actions/checkout with fetch-depth: 0)",
  );
}
