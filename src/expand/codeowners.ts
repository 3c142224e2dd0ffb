import { segmentsMatch } from "../base/glob.ts";
import { visible } from "../base/text.ts";
import type { RepoPath } from "../base/path.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import { SCH_025 } from "../diagnostic/rules/sch.ts";
import type { Claim } from "../model/claim.ts";
import type { Expanded } from "./argocd.ts";

/** Where GitHub looks for the file, in its order: the first one that exists counts, alone. */
export const codeownersPaths: readonly string[] = [
  ".github/CODEOWNERS",
  "CODEOWNERS",
  "docs/CODEOWNERS",
];

/** Larger files are not read; GitHub's own limit. */
export const codeownersBytesMax: number = 3 * 1024 * 1024;

/** Whose files match a pattern. */
interface OwnerLine {
  readonly pattern: readonly string[];
  /** What a directory of that name holds matches as well. */
  readonly below: boolean;
  /** The file itself matches; not so for `docs/`. */
  readonly itself: boolean;
  /** The first team; undefined for a line that names none, and so takes ownership away. */
  readonly team: string | undefined;
  readonly place: Place;
}

/**
 * Owners of what files declare, from a CODEOWNERS file: of the lines whose pattern matches a file
 * the last one counts. It names who reviews a file, so the claim is the weakest there is, and of a
 * team only: people come and go.
 *
 * @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function codeowners(
  claims: readonly Claim[],
  { path, text }: { readonly path: RepoPath; readonly text: string },
): Expanded {
  const { lines, diagnostics } = linesOf(path, text);
  const owning = lines.toReversed();
  const found = new Map<RepoPath, OwnerLine | undefined>();
  const ownerOf = (file: RepoPath): OwnerLine | undefined => {
    if (!found.has(file)) found.set(file, matching(owning, file));
    return found.get(file);
  };
  const owned = claims.flatMap(({ says, subject, place }): readonly Claim[] => {
    const line = says.is === "exists" ? ownerOf(place.path) : undefined;
    if (line?.team === undefined) return [];
    const value = { team: line.team };
    const owner = { is: "facet", facet: "owner", value } as const;
    return [{ subject, says: owner, place: line.place, strength: "inferred", tool: "codeowners" }];
  });
  return { claims: owned, diagnostics };
}

function matching(lines: readonly OwnerLine[], file: RepoPath): OwnerLine | undefined {
  const segments = file.split("/");
  return lines.find(
    ({ pattern, itself, below }) =>
      canStart(pattern, segments) &&
      ((itself && segmentsMatch(segments, pattern)) ||
        (below && segmentsMatch(segments, [...pattern, "**", "*"]))),
  );
}

/** A look at the first segment spares nearly all walks. */
function canStart([first = ""]: readonly string[], [segment]: readonly string[]): boolean {
  return first === segment || first.includes("*") || first.includes("?");
}

interface Read {
  readonly lines: readonly OwnerLine[];
  readonly diagnostics: readonly Diagnostic[];
}

function linesOf(path: RepoPath, text: string): Read {
  const lines: OwnerLine[] = [];
  const diagnostics: Diagnostic[] = [];
  let start = 0;
  for (const raw of text.split("\n")) {
    const place: Place = { in: "range", path, start, end: start + raw.trimEnd().length };
    start += raw.length + 1;
    const [pattern, ...owners] = wordsOf(raw);
    if (pattern === undefined) continue;
    const problem = problemOf(pattern);
    if (problem === undefined) lines.push(lineOf(pattern, owners, place));
    else
      diagnostics.push(
        diagnose(SCH_025, { message: problem, place, subject: `${path} ${pattern}` }),
      );
  }
  return { lines, diagnostics };
}

/** The words of a line without its comment; `\ ` and `\#` stand for the sign itself. */
function wordsOf(raw: string): readonly string[] {
  const line = raw.trim();
  if (line.startsWith("#")) return [];
  const words = line.match(/(?:\\.|[^\s\\])+/gu) ?? [];
  const comment = words.findIndex((word) => word.startsWith("#"));
  return comment < 0 ? words : words.slice(0, comment);
}

function problemOf(pattern: string): string | undefined {
  const shown = visible(pattern.slice(0, 80));
  if (pattern.startsWith("!")) return `${shown} counts for nothing: code owners know no negation`;
  if (/[[\]]/u.test(pattern))
    return `${shown} counts for nothing: code owners know no character ranges and no sections`;
  return undefined;
}

function lineOf(written: string, owners: readonly string[], place: Place): OwnerLine {
  const plain = written.replaceAll(/\\(.)/gu, "$1");
  const directory = plain.endsWith("/");
  const trimmed = plain.replace(/^\/+/u, "").replace(/\/+$/u, "");
  const anchored = plain.startsWith("/") || trimmed.includes("/");
  const segments = trimmed === "" ? ["**"] : trimmed.split("/");
  // `docs/*` means the files of docs itself; a name may be that of a directory.
  const flat = anchored && segments.at(-1) === "*";
  return {
    pattern: anchored || segments[0] === "**" ? segments : ["**", ...segments],
    below: directory || !flat,
    itself: !directory,
    team: teamOf(owners),
    place,
  };
}

function teamOf(owners: readonly string[]): string | undefined {
  const team = owners.find((owner) => /^@[^/@\s]+\/[^@\s]+$/u.test(owner));
  return team?.slice(team.lastIndexOf("/") + 1);
}
