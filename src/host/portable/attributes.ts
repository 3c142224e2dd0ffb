import { linesOf, pathMatcher } from "./ignore.ts";

/** Set, unset, or a value; undefined is `!name`, which says that nothing is said. */
export type AttributeValue = boolean | string | undefined;
type Assignment = readonly [name: string, value: AttributeValue];

interface AttributeRule {
  readonly matches: (path: string) => boolean;
  readonly assignments: readonly Assignment[];
}

/** The rules and macros of one file: `folder` ends in `/` or is empty, in bytes (`latin1`). */
export interface AttributeFile {
  readonly folder: string;
  readonly rules: readonly AttributeRule[];
  readonly macros: ReadonlyMap<string, readonly Assignment[]>;
}

const builtin: AttributeFile["macros"] = new Map([
  [
    "binary",
    [
      ["diff", false],
      ["merge", false],
      ["text", false],
    ],
  ],
]);

/**
 * The lines of a `.gitattributes` or of `info/attributes`. Macros count at the root alone.
 *
 * @see https://git-scm.com/docs/gitattributes
 */
export function attributeFile(folder: string, content: Buffer): AttributeFile {
  const rules: AttributeRule[] = [];
  const macros = new Map<string, readonly Assignment[]>();
  for (const line of linesOf(content)) {
    const { pattern, rest } = split(line);
    if (pattern === "" || pattern.startsWith("#")) continue;
    const [, macro] = /^\[attr\](.*)$/su.exec(pattern) ?? [];
    const [name = "", ...more] = macro === undefined ? [] : words(`${macro} ${rest}`);
    const assignments = assignmentsOf(macro === undefined ? words(rest) : more);
    if (assignments === undefined) continue;
    if (macro === undefined) rules.push(...ruleOf(pattern, assignments));
    else if (folder === "") macros.set(name, assignments);
  }
  return { folder, rules, macros };
}

/**
 * The attributes of a file at the path (in bytes). As Git does it: from the strongest rule to the
 * weakest, and what is said first stands.
 *
 * @param files  the weakest first
 */
export function attributesOf(
  files: readonly AttributeFile[],
  path: string,
): ReadonlyMap<string, AttributeValue> {
  const known = new Map<string, AttributeValue>();
  const macros = new Map([builtin, ...files.map((file) => file.macros)].flatMap((map) => [...map]));
  const fill = (assignments: readonly Assignment[]): void => {
    for (const [name, value] of assignments.toReversed()) {
      if (known.has(name)) continue;
      known.set(name, value);
      if (value === true) fill(macros.get(name) ?? []);
    }
  };
  for (const { folder, rules } of files.toReversed()) {
    if (!path.startsWith(folder)) continue;
    for (const { matches, assignments } of rules.toReversed()) {
      if (matches(path.slice(folder.length))) fill(assignments);
    }
  }
  return known;
}

/** A rule that takes back (`!pattern`) is none, and one for folders concerns no file. */
function ruleOf(pattern: string, assignments: readonly Assignment[]): readonly AttributeRule[] {
  if (pattern.startsWith("!") || pattern.endsWith("/")) return [];
  return [{ matches: pathMatcher(pattern), assignments }];
}

/** Undefined where one of them is none: Git passes by the whole line. */
function assignmentsOf(all: readonly string[]): readonly Assignment[] | undefined {
  const assignments = all.map(assignmentOf);
  const valid = assignments.filter((assignment) => assignment !== undefined);
  return valid.length === all.length ? valid : undefined;
}

function assignmentOf(word: string): Assignment | undefined {
  const [, sign, name = "", value] = /^([-!]?)([^=]+)(?:=(.*))?$/su.exec(word) ?? [];
  if (!/^[A-Za-z0-9._][-A-Za-z0-9._]*$/u.test(name)) return undefined;
  if (sign === "-") return [name, false];
  if (sign === "!") return [name, undefined];
  return [name, value ?? true];
}

function words(text: string): readonly string[] {
  return text.split(/[ \t\r\f\v]+/u).filter((word) => word !== "");
}

/** The pattern, which may stand in quotes as in C, and what follows it. */
function split(line: string): { readonly pattern: string; readonly rest: string } {
  const text = line.replace(/^[ \t\r\f\v]+/u, "");
  const quoted = /^"((?:[^"\\]|\\[^])*)"/u.exec(text);
  if (quoted?.[1] !== undefined) {
    return { pattern: unquoted(quoted[1]), rest: text.slice(quoted[0].length) };
  }
  const [, pattern = "", rest = ""] = /^([^ \t\r\f\v]*)([^]*)$/u.exec(text) ?? [];
  return { pattern, rest };
}

const escapes: Readonly<Record<string, string | undefined>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

function unquoted(text: string): string {
  return text.replaceAll(/\\([0-3][0-7]{2}|[^])/gu, (_, escape: string) =>
    escape.length === 3
      ? String.fromCharCode(Number.parseInt(escape, 8))
      : (escapes[escape] ?? escape),
  );
}
