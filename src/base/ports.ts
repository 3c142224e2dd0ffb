import type { ObjectFormat, ObjectId, Sha256 } from "./digest.ts";
import type { RepoPath } from "./path.ts";
import type { Brand } from "./brand.ts";

/** A UTC day, `YYYY-MM-DD`. */
export type Day = Brand<string, "Day">;

/** Kinds of file a Git tree holds: regular, executable, symlink, submodule. */
export type FileMode = "100644" | "100755" | "120000" | "160000";

export interface TreeEntry {
  readonly path: RepoPath;
  readonly mode: FileMode;
  readonly blob: ObjectId;
}

/**
 * A readable set of paths at one state: working tree, index or a commit. Bytes are what Git stores
 * (after clean filters), so ids and digests agree with `git hash-object`.
 */
export interface ReadTree {
  /** For people: "working tree", "index", or the abbreviated commit. */
  readonly label: string;
  /** Id of the root tree object; equal trees have equal ids. */
  readonly tree: ObjectId;
  readonly format: ObjectFormat;
  /** Every file, sorted by path (code unit); symlinks and submodules included. */
  list(): Promise<readonly TreeEntry[]>;
  /**
   * The bytes of these blobs, in the order asked. A blob larger than `limit` bytes is undefined;
   * one that a partial clone lacks is a `PARTIAL` failure, since nothing is fetched.
   */
  read(blobs: readonly ObjectId[], limit?: number): Promise<readonly (Uint8Array | undefined)[]>;
}

export interface CommitInfo {
  readonly id: ObjectId;
  readonly parents: readonly ObjectId[];
  /** UTC day of the committer date. */
  readonly day: Day;
}

/** What the tool asks of a Git repository. Methods throw `Failure` with a code of their own. */
export interface Repository {
  readonly root: string;
  readonly format: ObjectFormat;
  /** Directory for caches, inside the repository's Git directory; never part of a tree. */
  readonly cacheDirectory: string;
  /** The commit of HEAD; undefined before the first commit. */
  head(): Promise<ObjectId | undefined>;
  /** The name of the current branch; undefined on a detached HEAD. */
  branch(): Promise<string | undefined>;
  /** Names of the local branches, sorted; for did-you-mean. */
  branches(): Promise<readonly string[]>;
  /** The commit that the revision names; undefined if there is none. */
  resolve(revision: string): Promise<ObjectId | undefined>;
  commit(id: ObjectId): Promise<CommitInfo>;
  /** Best common ancestor; undefined for unrelated histories, `SHALLOW` where the clone is cut off. */
  mergeBase(a: ObjectId, b: ObjectId): Promise<ObjectId | undefined>;
  /** The remote's default branch as a revision (`origin/main`); undefined without a remote. */
  defaultBranch(): Promise<string | undefined>;
  /**
   * The address of `origin`, or of the only remote, without credentials; undefined without one. For
   * proposals to a person: remotes never enter a snapshot.
   */
  remoteUrl(): Promise<string | undefined>;
  /** Whether working tree or index differ from HEAD; untracked files count. */
  isDirty(): Promise<boolean>;
  openCommit(id: ObjectId): Promise<ReadTree>;
  /** The tree as `git add -A` would store it. */
  openWorkingTree(): Promise<ReadTree>;
  openIndex(): Promise<ReadTree>;
  /** The tree without any file: the base of a first commit. */
  openEmpty(): ReadTree;
  /** Whether Git tracks the path or would (`git add`): keys must never lie there. */
  wouldTrack(path: string): Promise<boolean>;
}

/** A commit with what it changes against its first parent. */
export interface LoggedCommit {
  readonly id: ObjectId;
  /** The first one is the line that it continues. */
  readonly parents: readonly ObjectId[];
  readonly author: string;
  /** When it was committed: `2026-11-24T10:00:00Z`. */
  readonly when: string;
  /** First line of its message. */
  readonly subject: string;
  readonly changes: readonly LoggedChange[];
}

/** A regular file that a commit changes; an id is absent where the file is. */
export interface LoggedChange {
  readonly path: RepoPath;
  readonly before?: ObjectId;
  readonly after?: ObjectId;
}

/** The history of a repository, read in one pass. */
export interface CommitLog {
  /** The commit and all before it, children first; merged lines among them. */
  from(id: ObjectId): Promise<readonly LoggedCommit[]>;
  /** Whether the clone is shallow: then its oldest commits add what was there before. */
  isCutOff(): Promise<boolean>;
}

/** Writes of the tool. Each is atomic: a killed process leaves the old state or the new one. */
export interface Files {
  /** The bytes of a file outside any tree (a key, say); undefined if there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Creates a file that must not exist; `mode` 0o600 for secrets. Equal content is success. */
  create(path: string, bytes: Uint8Array, mode?: number): Promise<void>;
  /** Replaces or creates a file by rename. */
  replace(path: string, bytes: Uint8Array): Promise<void>;
  /** Absolute path of a repository path; refuses one that leaves the root or crosses a link. */
  inside(root: string, path: RepoPath): Promise<string>;
  /**
   * Where a path that a person chose for a result lies; `within` the root as a path of it, whatever
   * links lead to the root itself. Refuses what is no regular file (a link, a folder, a device), and
   * within the root all that `inside` refuses.
   */
  target(root: string, path: string): Promise<Target>;
}

/** The place of a result that a person asked for. */
export interface Target {
  readonly path: string;
  readonly within: RepoPath | undefined;
}

/**
 * Readings of earlier runs, as bytes that are private to who writes them. A broken or foreign file
 * counts as absent.
 */
export interface SnapshotCache {
  load(fingerprint: Sha256): Promise<Uint8Array | undefined>;
  store(fingerprint: Sha256, bytes: Uint8Array): Promise<void>;
}

export interface Clock {
  today(): Day;
}

/** Signs bytes with one key. */
export interface Signer {
  /** base64(SHA-256(SPKI DER)): what DSSE calls keyid and a Sigstore bundle calls hint. */
  readonly keyId: string;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}
