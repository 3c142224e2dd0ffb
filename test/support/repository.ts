import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { env } from "node:process";

/** What a file holds; `undefined` deletes it. */
export type FileContent =
  | string
  | Uint8Array
  | { readonly symlink: string }
  | { readonly executable: string }
  | undefined;
export type FilesToWrite = Readonly<Record<string, FileContent>>;

export interface TestRepository {
  readonly root: string;
  /** The environment in which the tests' Git runs: no user or system configuration. */
  readonly environment: Readonly<Record<string, string>>;
  /** Standard output of Git in the root, without its last line feed. Rejects on a non-zero exit. */
  git(...args: readonly string[]): Promise<string>;
  /** Writes (or deletes) files of the working tree; adds nothing to the index. */
  write(files: FilesToWrite): Promise<void>;
  /** Writes the files, adds everything as `git add -A` does, commits, and returns the commit's id. */
  commit(files: FilesToWrite, message?: string, date?: string): Promise<string>;
  remove(): Promise<void>;
}

export interface TestRepositoryOptions {
  readonly format?: "sha1" | "sha256";
}

const person = { name: "Test Author", email: "author@example.com" } as const;

/** Git's environment cut off from the machine: its configuration, hooks' variables and time. */
export function isolatedEnvironment(date = "2026-01-01T00:00:00Z"): Record<string, string> {
  const own = Object.entries(env).filter(([name]) => !name.startsWith("GIT_"));
  return {
    ...Object.fromEntries(own.map(([name, value]) => [name, value ?? ""])),
    LC_ALL: "C",
    TZ: "UTC",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_AUTHOR_NAME: person.name,
    GIT_AUTHOR_EMAIL: person.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: person.name,
    GIT_COMMITTER_EMAIL: person.email,
    GIT_COMMITTER_DATE: date,
  };
}

/** An empty folder of the test's own, by its real path. */
export async function makeFolder(): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), "lineagectl-test-")));
}

/** Standard output of Git in a folder, without its last line feed; other variables may be added. */
export async function runGit(
  folder: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const environment = { ...isolatedEnvironment(), ...more };
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env: environment, maxBuffer: 1 << 28 };
    execFile("git", [...args], options, (error, stdout, stderr) => {
      if (error) reject(new Error(`git ${args.join(" ")}: ${stderr}`, { cause: error }));
      else resolve(stdout.replace(/\n$/u, ""));
    });
  });
}

/**
 * A real repository in a folder of its own on branch `main`. With files it has one commit; with
 * none (`{}`) it is unborn. Author, committer, date and configuration are fixed, so ids are too.
 */
export async function makeRepository(
  files: FilesToWrite,
  options: TestRepositoryOptions = {},
): Promise<TestRepository> {
  const root = await makeFolder();
  await runGit(root, ["init", "-q", "-b", "main", `--object-format=${options.format ?? "sha1"}`]);
  const repository = repositoryAt(root);
  if (Object.keys(files).length > 0) await repository.commit(files, "first");
  return repository;
}

/** The same handle on a repository that exists: a clone, a linked worktree. */
export function repositoryAt(root: string): TestRepository {
  return {
    root,
    environment: isolatedEnvironment(),
    git: (...args) => runGit(root, args),
    write: (files) => writeFiles(root, files),
    commit: async (files, message = "change", date = "2026-01-01T00:00:00Z") => {
      const dates = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
      await writeFiles(root, files);
      await runGit(root, ["add", "-A"]);
      await runGit(root, ["commit", "-q", "--allow-empty", "-m", message], dates);
      return runGit(root, ["rev-parse", "HEAD"]);
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

async function writeFiles(root: string, files: FilesToWrite): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    // One after another: a later entry may stand where an earlier one was a folder.
    // oxlint-disable-next-line no-await-in-loop
    await writeOne(join(root, path), content);
  }
}

async function writeOne(path: string, content: FileContent): Promise<void> {
  await rm(path, { recursive: true, force: true });
  if (content === undefined) return;
  await mkdir(dirname(path), { recursive: true });
  if (typeof content === "string" || content instanceof Uint8Array) await writeFile(path, content);
  else if ("symlink" in content) await symlink(content.symlink, path);
  else await writeFile(path, content.executable, { mode: 0o755 });
}
