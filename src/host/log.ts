import { isObjectId, type ObjectId } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import { repoPath } from "../base/path.ts";
import type { CommitLog, LoggedChange, LoggedCommit } from "../base/ports.ts";
import { ambientProcess, type Ambient } from "./environment.ts";
import { runGit, type Git } from "./git.ts";
import { locate } from "./locate.ts";
import { isShallow } from "./refs.ts";

/** The log of the repository whose working tree holds `directory`, read through native Git. */
export async function openLog(
  directory: string,
  ambient: Ambient = ambientProcess(),
): Promise<CommitLog> {
  const { git } = await locate(directory, ambient);
  return { from: (id) => readLog(git, id), isCutOff: () => isShallow(git) };
}

/** Names are the committers' own: `.mailmap` of a working tree must not rewrite who did what. */
const fields = ["%H", "%P", "%an", "%ct", "%s"];

async function readLog(git: Git, id: ObjectId): Promise<readonly LoggedCommit[]> {
  const args = [
    "log",
    "--topo-order",
    "--diff-merges=first-parent",
    "--root",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    "--no-ext-diff",
    "--no-show-signature",
    "--no-notes",
    "--encoding=UTF-8",
    "-z",
    `--format=${fields.join("%x00")}`,
    "--end-of-options",
    id,
    "--",
  ];
  const settings = ["log.showRoot=true", "log.follow=false", "diff.ignoreSubmodules=none"];
  return parseLog((await runGit(git, args, { settings })).toString("utf8"));
}

/**
 * The commits of `git log --raw -z` in the format above: five fields, then for each file its modes and
 * ids, and its path. Fields are taken by their number, so that no message can look like the next commit.
 */
export function parseLog(text: string): readonly LoggedCommit[] {
  const tokens = text.split("\0");
  const commits: LoggedCommit[] = [];
  for (let at = 0; at + fields.length <= tokens.length;) {
    const [id = "", parents = "", author = "", seconds = "", subject = ""] = tokens.slice(
      at,
      at + fields.length,
    );
    at += fields.length;
    const changes: LoggedChange[] = [];
    for (let raw = rawAt(tokens, at); raw !== undefined; raw = rawAt(tokens, at)) {
      changes.push(...changeFrom(raw, tokens[at + 1] ?? ""));
      at += 2;
    }
    commits.push({
      id: idIn(id.trimStart()),
      parents: parents.split(" ").filter(isObjectId),
      author,
      when: momentOf(seconds),
      subject,
      changes,
    });
  }
  return commits;
}

function rawAt(tokens: readonly string[], at: number): string | undefined {
  const token = tokens[at];
  return token !== undefined && /^\n?:\d{6} /u.test(token) ? token.trimStart() : undefined;
}

/** `:100644 100644 <id> <id> M`; links and submodules are no files, hence absent. */
function changeFrom(raw: string, text: string): readonly LoggedChange[] {
  const path = repoPath(text);
  const [modeBefore = "", modeAfter = "", before = "", after = ""] = raw.slice(1).split(" ");
  if (path === undefined) return [];
  return [
    {
      path,
      ...(isFile(modeBefore) && isObjectId(before) && { before }),
      ...(isFile(modeAfter) && isObjectId(after) && { after }),
    },
  ];
}

function isFile(mode: string): boolean {
  return mode.startsWith("100");
}

function idIn(text: string): ObjectId {
  if (isObjectId(text)) return text;
  throw new Failure("GIT", "git log gave an unexpected answer");
}

/** 1970 where it is no time, as Git reads it. */
function momentOf(seconds: string): string {
  const number = /^\d{1,11}$/u.test(seconds) ? Number(seconds) : 0;
  return `${new Date(number * 1000).toISOString().slice(0, "YYYY-MM-DDTHH:MM:SS".length)}Z`;
}
