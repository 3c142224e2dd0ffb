import { matchesGlob } from "./glob.ts";

/** Where the file is looked for; the first one that exists counts, alone. */
export const codeownersPaths: readonly string[] = [
  ".github/CODEOWNERS",
  "CODEOWNERS",
  "docs/CODEOWNERS",
];

/** A line that names owners, or takes ownership away where it names no team. */
export interface CodeownersLine {
  readonly pattern: string;
  /** The first team: `growth` of `@acme/growth`. */
  readonly team: string | undefined;
  /** Offsets of the line in its file. */
  readonly start: number;
  readonly end: number;
}

const linesMax = 5_000;

/**
 * The lines of a CODEOWNERS file that say something.
 *
 * @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function codeownersLines(text: string): readonly CodeownersLine[] {
  const lines: CodeownersLine[] = [];
  let start = 0;
  for (const raw of text.split("\n")) {
    const end = start + raw.trimEnd().length;
    const [pattern, ...owners] = raw
      .trim()
      .replace(/(?:^|\s)#.*$/u, "")
      .trim()
      .split(/\s+/u);
    // No negation and no ranges: GitHub knows none.
    if (pattern !== undefined && pattern !== "" && !/^!|[[\]]/u.test(pattern))
      lines.push({ pattern, team: teamOf(owners), start, end });
    start += raw.length + 1;
    if (lines.length > linesMax) return [];
  }
  return lines;
}

/** The line that decides about a path: the last one that matches it. */
export function ownersLine(
  lines: readonly CodeownersLine[],
  path: string,
): CodeownersLine | undefined {
  return lines.findLast(({ pattern }) => matches(path, pattern));
}

/** Anchored where it holds a slash before its end; what is below a directory of that name matches too. */
function matches(path: string, pattern: string): boolean {
  const body = pattern.replace(/^\//u, "").replace(/\/$/u, "");
  const anchored = pattern.startsWith("/") || body.includes("/");
  const glob = anchored ? body : `**/${body}`;
  const itself = !pattern.endsWith("/") && matchesGlob(path, glob);
  // `docs/*` means the files of docs itself.
  const flat = anchored && body.endsWith("/*");
  return itself || (!flat && matchesGlob(path, `${glob}/**/*`));
}

function teamOf(owners: readonly string[]): string | undefined {
  const team = owners.find((owner) => /^@[^/@\s]+\/[\w.-]+$/u.test(owner));
  return team?.slice(team.lastIndexOf("/") + 1);
}
