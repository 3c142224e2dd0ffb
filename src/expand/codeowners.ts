import { segmentsMatch } from "../base/glob.ts";
import { visible } from "../base/text.ts";
import type { RepoPath } from "../base/path.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import { SCH_025 } from "../diagnostic/rules/sch.ts";
import { results, type Results } from "../lineage/results.ts";
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

/** Every file may be held against every line: this many are read, and no longer patterns than paths are. */
const linesMax = 5_000;
const patternMax = 1_024;

type RangePlace = Extract<Place, { readonly in: "range" }>;

/** Whose files match a pattern. */
interface OwnerLine {
  readonly number: number;
  readonly pattern: readonly string[];
  /** What a directory of that name holds matches as well. */
  readonly below: boolean;
  /** The file itself matches; not so for `docs/`. */
  readonly itself: boolean;
  /** The first team; undefined for a line that names none, and so takes ownership away. */
  readonly team: string | undefined;
  readonly place: RangePlace;
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
  memo: Results<Claim> = results(),
): Expanded {
  const { lines, diagnostics } = linesOf(path, text);
  const index = indexOf(lines);
  const found = new Map<RepoPath, OwnerLine | undefined>();
  const ownerOf = (file: RepoPath): OwnerLine | undefined => {
    if (!found.has(file)) found.set(file, matching(index, file));
    return found.get(file);
  };
  const owned = claims.flatMap(({ says, subject, place }): readonly Claim[] => {
    const line = says.is === "exists" ? ownerOf(place.path) : undefined;
    if (line?.team === undefined) return [];
    const { team, place: at } = line;
    // One value on both sides of a review, so that what it is folded into is one value too.
    return [
      memo.of(`${subject}\0${place.path}`, [team, path, at.start, at.end], () => ({
        subject,
        says: { is: "facet", facet: "owner", value: { team } },
        place: at,
        strength: "inferred",
        tool: "codeowners",
      })),
    ];
  });
  return { claims: owned, diagnostics };
}

/** The lines by how they are found: most name a directory, which a file's own path leads to. */
interface Index {
  /** By the path that they name. */
  readonly files: ReadonlyMap<string, OwnerLine>;
  readonly directories: ReadonlyMap<string, OwnerLine>;
  /** All others, the last one first. */
  readonly patterns: readonly OwnerLine[];
}

function indexOf(lines: readonly OwnerLine[]): Index {
  const files = new Map<string, OwnerLine>();
  const directories = new Map<string, OwnerLine>();
  const patterns: OwnerLine[] = [];
  for (const line of lines) {
    const path = line.pattern.join("/");
    if (/[*?]/u.test(path)) patterns.push(line);
    else {
      if (line.itself) files.set(path, line);
      if (line.below) directories.set(path, line);
    }
  }
  return { files, directories, patterns: patterns.toReversed() };
}

/** The last line that matches the file. */
function matching({ files, directories, patterns }: Index, file: RepoPath): OwnerLine | undefined {
  const segments = file.split("/");
  let best = files.get(file);
  for (let depth = 1, path = ""; depth < segments.length; depth += 1) {
    path = depth === 1 ? (segments[0] ?? "") : `${path}/${segments[depth - 1]}`;
    const found = directories.get(path);
    if (found !== undefined && found.number > (best?.number ?? -1)) best = found;
  }
  const known = best?.number ?? -1;
  const later = patterns.find((line) => line.number <= known || fits(line, segments));
  return later !== undefined && later.number > known ? later : best;
}

function fits(line: OwnerLine, segments: readonly string[]): boolean {
  const { pattern, itself, below } = line;
  const [first, name, ...more] = pattern;
  if (first === "**" && name !== undefined && more.length === 0)
    return segments.some((segment, index) => {
      const isLast = index === segments.length - 1;
      return (isLast ? itself : below) && isNameLike(segment, name);
    });
  return (
    (itself && segmentsMatch(segments, pattern)) ||
    (below && segmentsMatch(segments, [...pattern, "**", "*"]))
  );
}

/** A name at any depth, as most patterns are: one segment, looked at without a walk over the path. */
function isNameLike(segment: string, name: string): boolean {
  return /[*?]/u.test(name) ? segmentsMatch([segment], [name]) : segment === name;
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
    const place: RangePlace = { in: "range", path, start, end: start + raw.trimEnd().length };
    start += raw.length + 1;
    const [pattern, ...owners] = wordsOf(raw);
    if (pattern === undefined) continue;
    // The last lines decide, so half of a file would name others than the whole of it.
    if (lines.length + diagnostics.length >= linesMax) return tooLong(path);
    const problem = problemOf(pattern);
    if (problem === undefined)
      lines.push({ number: lines.length, ...lineOf(pattern, owners, place) });
    else
      diagnostics.push(
        diagnose(SCH_025, { message: problem, place, subject: `${path} ${pattern}` }),
      );
  }
  return { lines, diagnostics };
}

function tooLong(path: RepoPath): Read {
  const message = `${path} is not read: it has more than ${linesMax} lines with a pattern`;
  return { lines: [], diagnostics: [diagnose(SCH_025, { message, place: { in: "file", path } })] };
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
  if (pattern.length > patternMax)
    return "a pattern of more than 1,024 characters counts for nothing";
  const shown = visible(pattern.slice(0, 80));
  if (pattern.startsWith("!")) return `${shown} counts for nothing: code owners know no negation`;
  if (/[[\]]/u.test(pattern))
    return `${shown} counts for nothing: code owners know no character ranges and no sections`;
  return undefined;
}

function lineOf(
  written: string,
  owners: readonly string[],
  place: RangePlace,
): Omit<OwnerLine, "number"> {
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
