import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync } from "node:fs";
import { devNull } from "node:os";
import { Failure, messageOf } from "../base/failure.ts";
import { visible } from "../base/text.ts";

/** Where Git runs, and with which environment. */
export interface Git {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface GitOptions {
  readonly input?: string | Uint8Array;
  /** More `-c` settings, as `name=value`. */
  readonly settings?: readonly string[];
  /** Most bytes of standard output; more is a `LIMIT` failure. Default 512 MiB. */
  readonly limit?: number;
}

export interface GitOutput {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Settings of every command: names unquoted, no bare repository found by accident, no network, and
 * none of the programs that a repository can name: hooks, file system monitor, checker of signatures.
 */
export const settings: readonly string[] = [
  "core.quotePath=false",
  "safe.bareRepository=explicit",
  "protocol.allow=never",
  `core.hooksPath=${devNull}`,
  "core.fsmonitor=false",
  "advice.graftFileDeprecated=false",
  "log.showSignature=false",
];

const outputMax = 512 * 1024 * 1024;
const errorsMax = 64 * 1024;

/** Standard output of a Git command. A non-zero exit is a `GIT` failure with Git's own first line. */
export async function runGit(
  git: Git,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Buffer> {
  const output = await tryGit(git, args, options);
  if (output.code !== 0) throw gitFailure(args, output.stderr);
  return output.stdout;
}

/** Output and exit status of a Git command, whatever the status. */
export async function tryGit(
  git: Git,
  args: readonly string[],
  options: GitOptions = {},
): Promise<GitOutput> {
  const chunks: Buffer[] = [];
  let left = options.limit ?? outputMax;
  const take = (chunk: Buffer): void => {
    left -= chunk.length;
    if (left < 0) throw new Failure("LIMIT", `git ${args[0]} gave more output than can be read`);
    chunks.push(chunk);
  };
  const ended = await streamGit(git, args, { ...options, take });
  return { ...ended, stdout: Buffer.concat(chunks) };
}

/** Runs a Git command and hands over its output as it comes; a throw of `take` ends the command. */
export async function streamGit(
  git: Git,
  args: readonly string[],
  options: GitOptions & { readonly take: (chunk: Buffer) => void },
): Promise<Omit<GitOutput, "stdout">> {
  const child = startGit(git, args, options.settings ?? []);
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    if (stderr.length < errorsMax) stderr += chunk.toString("utf8");
  });
  // Git may end before it has read everything: its exit status tells more than the broken pipe.
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");
  return new Promise((resolve, reject) => {
    child.on("error", (error) => {
      reject(startFailure(git, error));
    });
    child.stdout.on("data", (chunk: Buffer) => {
      try {
        options.take(chunk);
      } catch (error) {
        child.stdout.destroy();
        child.kill();
        reject(error instanceof Error ? error : new Error(messageOf(error)));
      }
    });
    child.on("close", (code) => {
      resolve({ code: code ?? -1, stderr });
    });
  });
}

function startGit(
  git: Git,
  args: readonly string[],
  more: readonly string[],
): ChildProcessWithoutNullStreams {
  const configured = [...settings, ...more].flatMap((setting) => ["-c", setting]);
  return spawn("git", [...configured, ...args], {
    cwd: git.directory,
    env: git.environment,
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
  });
}

/** A missing program and a missing directory both arrive as ENOENT. */
function startFailure(git: Git, error: Error): Failure {
  if (!existsSync(git.directory)) {
    return new Failure("NOT_A_REPOSITORY", `there is no directory ${visible(git.directory)}`);
  }
  const missing = "code" in error && error.code === "ENOENT";
  return missing
    ? new Failure(
        "GIT_MISSING",
        "the program git was not found",
        "install Git 2.31 or newer and put it on the PATH",
      )
    : new Failure("GIT", `git did not start: ${visible(error.message)}`);
}

/** What brings a partial clone everything; nothing is fetched without being asked for. */
export const partialHelp = "git fetch --refetch --no-filter (Git 2.36 or newer)";

/** The failure of a Git command, with the line in which Git says why. */
export function gitFailure(args: readonly string[], stderr: string): Failure {
  const [, path, driver] = /^fatal: (.*): clean filter '(.*)' failed$/mu.exec(stderr) ?? [];
  // A filter that ran and failed says so itself.
  if (path !== undefined && driver !== undefined && !/^error: /mu.test(stderr)) {
    return new Failure(
      "FILTER",
      `${visible(path)} is stored through the filter ${visible(driver)}, whose program only the repository's own configuration names`,
      `if you trust that program, name it in your own configuration (git config --global filter.${visible(driver)}.clean …), or judge what is stored already (--staged, --head)`,
    );
  }
  if (/^fatal: .* from promisor remote$/mu.test(stderr)) {
    return new Failure(
      "PARTIAL",
      "the clone is partial and lacks objects that are to be read",
      partialHelp,
    );
  }
  return new Failure("GIT", `git ${args[0]} failed: ${reasonIn(stderr)}`);
}

/** Git's own reason: its first `fatal:` or `error:` line, else its first line; safe to show. */
export function reasonIn(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const line = lines.find((text) => /^(?:fatal|error): /u.test(text)) ?? lines[0];
  return line === undefined
    ? "it gave no reason"
    : visible(line.replace(/^(?:fatal|error): /u, ""));
}
