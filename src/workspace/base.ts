import type { ObjectId } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import type { ReadTree, Repository } from "../base/ports.ts";
import { nearest, visible } from "../base/text.ts";
import type { Side } from "../model/review.ts";

export interface SideOptions {
  /** The revision to compare with, as the user asked for it; must exist. */
  readonly base?: string | undefined;
  /** The revision to compare with by the head's configuration; skipped where it does not exist. */
  readonly configuredBase?: ((head: ReadTree) => Promise<string | undefined>) | undefined;
  /** The commit to judge instead of the working tree. */
  readonly head?: string | undefined;
  /** Judge the index: what a commit would hold now. */
  readonly staged?: boolean | undefined;
}

export interface OpenSide extends Side {
  open(): Promise<ReadTree>;
}

export interface Sides {
  readonly base: OpenSide;
  readonly head: OpenSide;
  /** One sentence on how the base was chosen, without full stop. */
  readonly why: string;
}

/** The tree to judge, with the commit where its history starts. */
export interface Head {
  readonly tree: ReadTree;
  /** Undefined before the first commit. */
  readonly anchor: ObjectId | undefined;
  /** Whether the tree is the anchor's own. */
  readonly committed: boolean;
  readonly name: string;
}

interface Base {
  readonly tree: ReadTree;
  readonly commit?: ObjectId;
  readonly why: string;
}

/**
 * The two trees of a review (DESIGN 9.2).
 *
 * @throws Failure `BASE_MISSING` for a requested base that does not exist or shares no history,
 *   `SHALLOW` where the clone is cut off before the base, `USAGE` for a head that is no commit.
 */
export async function chooseSides(
  repository: Repository,
  options: SideOptions = {},
): Promise<Sides> {
  const head = await chooseHead(repository, options);
  const base = await chooseBase(repository, head, options);
  const commit = head.committed ? head.anchor : undefined;
  return { head: sideOf(head.tree, commit), base: sideOf(base.tree, base.commit), why: base.why };
}

function sideOf(tree: ReadTree, commit: ObjectId | undefined): OpenSide {
  return {
    label: tree.label,
    tree: tree.tree,
    ...(commit !== undefined && { commit }),
    open: () => Promise.resolve(tree),
  };
}

/**
 * The tree to judge: the commit or index that the options name, else the working tree, which is
 * HEAD's where it is clean.
 */
export async function chooseHead(repository: Repository, options: SideOptions): Promise<Head> {
  if (options.head !== undefined) return requestedHead(repository, options.head, options);
  const anchor = await repository.head();
  if (options.staged === true) {
    return { tree: await repository.openIndex(), anchor, committed: false, name: "HEAD" };
  }
  const working = await repository.openWorkingTree();
  if (anchor === undefined) return { tree: working, anchor, committed: false, name: "HEAD" };
  // Compared by content: a change that was staged and undone leaves nothing to judge.
  const commit = await repository.openCommit(anchor);
  const committed = working.tree === commit.tree;
  return { tree: committed ? commit : working, anchor, committed, name: "HEAD" };
}

async function requestedHead(
  repository: Repository,
  name: string,
  options: SideOptions,
): Promise<Head> {
  if (options.staged === true) {
    throw new Failure("USAGE", "a commit and the staged changes cannot both be the head");
  }
  const anchor = await repository.resolve(name);
  if (anchor === undefined) {
    const help = await suggestion(repository, name);
    throw new Failure("USAGE", `there is no commit ${visible(name)}`, help);
  }
  return { tree: await repository.openCommit(anchor), anchor, committed: true, name };
}

async function chooseBase(repository: Repository, head: Head, options: SideOptions): Promise<Base> {
  if (options.base !== undefined) return requestedBase(repository, head, options.base);
  // What a commit would hold now is asked before one is made: against the commit it goes on top of.
  if (options.staged === true) return nearbyBase(repository, head);
  const skipped: string[] = [];
  const configured = await options.configuredBase?.(head.tree);
  for (const { name, source } of await candidates(repository, configured)) {
    // In order of precedence: the first that serves is taken.
    // oxlint-disable-next-line no-await-in-loop
    const found = await candidateBase(repository, head, name);
    if (typeof found !== "string") {
      return { ...found, why: `${found.why}, ${source}${because(skipped)}` };
    }
    skipped.push(`${visible(name)} (${source}) ${found}`);
  }
  const nearby = await nearbyBase(repository, head);
  return { ...nearby, why: `${nearby.why}${because(skipped)}` };
}

function because(skipped: readonly string[]): string {
  return skipped.length === 0 ? "" : `, because ${skipped.join(" and ")}`;
}

interface Candidate {
  readonly name: string;
  readonly source: string;
}

async function candidates(
  repository: Repository,
  configured: string | undefined,
): Promise<readonly Candidate[]> {
  const remote = await repository.defaultBranch();
  return [
    ...(configured === undefined ? [] : [{ name: configured, source: "the configured base" }]),
    ...(remote === undefined || remote === configured
      ? []
      : [{ name: remote, source: "the remote's default branch" }]),
  ];
}

async function requestedBase(repository: Repository, head: Head, name: string): Promise<Base> {
  const tip = await repository.resolve(name);
  if (tip === undefined) throw await missing(repository, name);
  const commit = head.anchor && (await repository.mergeBase(head.anchor, tip));
  if (commit === undefined) {
    const problem = `the base ${visible(name)} and ${visible(head.name)} have no commit in common`;
    throw new Failure("BASE_MISSING", problem);
  }
  const why = `${commonOf(head, name)}, as requested`;
  return { tree: await repository.openCommit(commit), commit, why };
}

/** The merge base with a revision that nobody asked for, or why it does not serve. */
async function candidateBase(
  repository: Repository,
  head: Head,
  name: string,
): Promise<Base | string> {
  const tip = await repository.resolve(name);
  if (tip === undefined) return "does not exist here";
  if (head.anchor === undefined) return "cannot be compared before the first commit";
  const commit = await repository.mergeBase(head.anchor, tip);
  if (commit === undefined) return "has no commit in common with it";
  if (commit === head.anchor) return `already holds ${visible(head.name)}`;
  return { tree: await repository.openCommit(commit), commit, why: commonOf(head, name) };
}

function commonOf(head: Head, name: string): string {
  return `merge base of ${visible(head.name)} and ${visible(name)}`;
}

/** HEAD under uncommitted changes, else the first parent; nothing before the first commit. */
async function nearbyBase(repository: Repository, head: Head): Promise<Base> {
  const name = visible(head.name);
  if (head.anchor === undefined) {
    return { tree: repository.openEmpty(), why: "the empty tree before the first commit" };
  }
  if (!head.committed) {
    const tree = await repository.openCommit(head.anchor);
    return { tree, commit: head.anchor, why: `${name} under the ${head.tree.label}` };
  }
  const [parent] = (await repository.commit(head.anchor)).parents;
  if (parent === undefined) {
    return { tree: repository.openEmpty(), why: `the empty tree before ${name}, the first commit` };
  }
  const tree = await repository.openCommit(parent);
  return { tree, commit: parent, why: `first parent of ${name}` };
}

async function missing(repository: Repository, name: string): Promise<Failure> {
  const [, branch] = /^origin\/(.+)$/u.exec(name) ?? [];
  const fetch =
    branch && `git fetch origin ${visible(branch)}:refs/remotes/origin/${visible(branch)}`;
  const help = fetch ?? (await suggestion(repository, name));
  return new Failure("BASE_MISSING", `the base ${visible(name)} does not exist`, help);
}

async function suggestion(repository: Repository, name: string): Promise<string | undefined> {
  const known = [...(await repository.branches()), await repository.defaultBranch()];
  const meant = nearest(
    name,
    known.filter((branch) => branch !== undefined),
  );
  return meant && `did you mean ${visible(meant)}?`;
}
