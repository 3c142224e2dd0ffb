import { rename, symlink } from "node:fs/promises";
import { join } from "node:path";
import { given, givenClone, givenFolder } from "./opened.ts";
import { repositoryAt, runGit, type FilesToWrite, type TestRepository } from "./repository.ts";

/** A repository of an unusual shape whose HEAD and working tree hold the files. */
export interface Odd {
  readonly root: string;
  /** What its Git needs of the environment. */
  readonly variables?: Readonly<Record<string, string>>;
}

type Make = (files: FilesToWrite) => Promise<Odd>;

/** Lies outside every cone that the sparse checkouts below have, and in the tree all the same. */
const away: FilesToWrite = { "away/notes.txt": "not checked out\n" };

/** Name -> how to make it. All hold what they are given and may hold files that are no specs. */
export const oddRepositories: Readonly<Record<string, Make>> = {
  "SHA-256 objects": (files) => given(files, { format: "sha256" }),
  "a linked worktree": async (files) => linked(await given(files)),
  "a linked worktree of a bare repository": async (files) => {
    const folder = await givenFolder();
    const source = await given(files);
    await runGit(folder, ["clone", "-q", "--bare", source.root, "bare.git"]);
    await runGit(join(folder, "bare.git"), ["worktree", "add", "-q", join(folder, "work")]);
    return { root: join(folder, "work") };
  },
  "a Git directory elsewhere": async (files) => {
    const repository = await given(files);
    await repository.git("init", "-q", "--separate-git-dir", join(await givenFolder(), "git"));
    return repository;
  },
  "a Git directory that is a link": async (files) => {
    const repository = await given(files);
    const moved = join(await givenFolder(), "git");
    await rename(join(repository.root, ".git"), moved);
    await symlink(moved, join(repository.root, ".git"));
    return repository;
  },
  "a Git directory that the environment names": async (files) => {
    const repository = await given(files);
    const moved = join(await givenFolder(), "git");
    await rename(join(repository.root, ".git"), moved);
    return { ...repository, variables: { GIT_DIR: moved, GIT_WORK_TREE: repository.root } };
  },
  "a detached HEAD": (files) => made(files, ["checkout", "-q", "--detach"]),
  "packed refs and objects": (files) =>
    made(files, ["pack-refs", "--all"], ["repack", "-adq"], ["commit-graph", "write"]),
  "a multi-pack index": (files) => made(files, ["repack", "-adq"], ["multi-pack-index", "write"]),
  "index version 3": (files) => made(files, ["update-index", "--index-version", "3"]),
  "index version 4": (files) => made(files, ["update-index", "--index-version", "4"]),
  "a split index": (files) =>
    made(files, ["config", "core.splitIndex", "true"], ["update-index", "--split-index"]),
  "an untracked cache": (files) =>
    made(files, ["config", "core.untrackedCache", "true"], ["status"]),
  "a file system monitor in the index": (files) =>
    made(files, ["-c", "core.fsmonitor=true", "update-index", "--fsmonitor"]),
  "a sparse checkout": (files) => made({ ...files, ...away }, ["sparse-checkout", "set", "in"]),
  "a sparse index": (files) =>
    made({ ...files, ...away }, ["sparse-checkout", "set", "--cone", "--sparse-index", "in"]),
  "a sparse checkout by patterns": (files) =>
    made({ ...files, ...away }, ["sparse-checkout", "set", "--no-cone", "/*", "!/away/"]),
  "a shallow clone": async (files) => {
    const source = await given({ "old.txt": "1" });
    await source.commit({ ...files, "old.txt": undefined });
    return givenClone(source, "--depth=1");
  },
  "a partial clone": async (files) => {
    const source = await given({ "old.yaml": "old: 1\n" });
    await source.commit({ ...files, "old.yaml": undefined });
    await source.git("config", "uploadpack.allowFilter", "true");
    return givenClone(source, "--filter=blob:none");
  },
  "objects that another repository holds": async (files) => {
    const source = await given(files);
    const folder = await givenFolder();
    await runGit(folder, ["clone", "-q", "--shared", source.root, "a:b"]);
    return { root: join(folder, "a:b") };
  },
  "a submodule beside the files": async (files) => {
    const repository = await given(files);
    const inner = await given({ "inner.yaml": "never: read\n" });
    const allow = ["-c", "protocol.file.allow=always"];
    await repository.git(...allow, "submodule", "--quiet", "add", inner.root, "sub");
    await repository.git("commit", "-q", "-m", "sub");
    return repository;
  },
  "a replaced commit": async (files) => {
    const repository = await given(files);
    const head = await repository.git("rev-parse", "HEAD");
    const names = Object.keys(files).map((name) => [name, "replaced"]);
    const other = await repository.commit(Object.fromEntries(names));
    await repository.git("replace", head, other);
    await repository.git("-c", "core.useReplaceRefs=false", "reset", "-q", "--hard", head);
    return repository;
  },
  "names that differ only in case": (files) =>
    given({ ...files, "NOTES.txt": "upper", "notes.txt": "lower" }),
};

async function made(
  files: FilesToWrite,
  ...commands: readonly (readonly string[])[]
): Promise<TestRepository> {
  const repository = await given(files);
  for (const command of commands) await repository.git(...command);
  return repository;
}

async function linked(repository: TestRepository): Promise<TestRepository> {
  const folder = await givenFolder();
  await repository.git("worktree", "add", "-q", "-b", "side", join(folder, "linked"));
  return repositoryAt(join(folder, "linked"));
}
