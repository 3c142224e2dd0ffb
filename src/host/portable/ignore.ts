import { unsupported } from "./place.ts";
import { matcherFor } from "./wildmatch.ts";

/** No path is longer; what a pattern costs grows with its length. */
const lengthMax = 4096;

/** One line of a file of patterns, as it applies to paths below the folder of that file. */
interface IgnoreRule {
  readonly ignores: boolean;
  readonly foldersOnly: boolean;
  /** Of the path from the rule's folder on, in bytes (`latin1`). */
  readonly matches: (path: string) => boolean;
}

/** The rules of one file: `folder` ends in `/` or is empty, in bytes (`latin1`). */
export interface IgnoreFile {
  readonly folder: string;
  readonly rules: readonly IgnoreRule[];
}

/** The patterns of a `.gitignore` or of `info/exclude`. */
export function ignoreFile(folder: string, content: Buffer): IgnoreFile {
  const lines = linesOf(content);
  return { folder, rules: lines.flatMap((line) => ruleOf(line)) };
}

/** Lines in bytes, without byte order mark, line ends and empty ones. */
export function linesOf(content: Buffer): readonly string[] {
  const text = content.toString("latin1").replace(/^\xef\xbb\xbf/u, "");
  return text
    .split("\n")
    .map((line) => line.replace(/\r$/u, ""))
    .filter((line) => line !== "");
}

/**
 * Whether Git ignores the path (in bytes, without `/` at its end): the last rule of the deepest file
 * that has one decides. The folders above it are asked before.
 *
 * @param files  the weakest first
 */
export function isIgnored(files: readonly IgnoreFile[], path: string, isFolder: boolean): boolean {
  for (const { folder, rules } of files.toReversed()) {
    if (!path.startsWith(folder)) continue;
    const below = path.slice(folder.length);
    const decided = rules.findLast(
      (rule) => (isFolder || !rule.foldersOnly) && rule.matches(below),
    );
    if (decided !== undefined) return decided.ignores;
  }
  return false;
}

function ruleOf(line: string): readonly IgnoreRule[] {
  if (line.startsWith("#")) return [];
  const trimmed = withoutTrailingSpaces(line);
  const ignores = !trimmed.startsWith("!");
  const text = ignores ? trimmed : trimmed.slice(1);
  const foldersOnly = text.endsWith("/");
  const pattern = foldersOnly ? text.slice(0, -1) : text;
  if (pattern === "") return [];
  return [{ ignores, foldersOnly, matches: pathMatcher(pattern) }];
}

/** Without `/` a pattern is about names, with one about paths from the folder of its file on. */
export function pathMatcher(pattern: string): (path: string) => boolean {
  if (pattern.length > lengthMax) throw unsupported(`a pattern of more than ${lengthMax} bytes`);
  if (pattern.includes("/")) return matcherFor(pattern.replace(/^\//u, ""));
  const matches = matcherFor(pattern.replace(/^\*+$/u, "*"));
  return (path) => matches(path.slice(path.lastIndexOf("/") + 1));
}

/** A backslash keeps the space behind it. */
function withoutTrailingSpaces(line: string): string {
  let end = 0;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === "\\") at += 1;
    else if (line[at] === " ") continue;
    end = at + 1;
  }
  return line.slice(0, end);
}
