// What the tidy test reads: files, their code without comments and text, their comments, their imports.
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { posix } from "node:path";

export interface Source {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  /** The text with comments and the insides of strings and patterns blanked; offsets are those of the text. */
  readonly code: string;
  /** The text with everything but comments blanked. */
  readonly comments: string;
}

export type Import =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "package"; readonly name: string }
  | { readonly kind: "builtin"; readonly name: string };

const made =
  /^(?:\.git|node_modules|dist|coverage|tmp|src\/schema\/generated|src\/policy\/generated|src\/report\/generated)$/u;

/** Every file below a folder of the repository, sorted; nothing that a command made. */
export function filesBelow(folder: string): string[] {
  return entriesOf(folder)
    .flatMap(({ name, isFolder }) => {
      const path = posix.join(folder, name);
      if (made.test(path)) return [];
      return isFolder ? filesBelow(path) : [path];
    })
    .toSorted((a, b) => (a < b ? -1 : 1));
}

export function sourcesBelow(folder: string): Source[] {
  return filesBelow(folder)
    .filter((path) => /\.[cm]?[jt]s$/u.test(path))
    .map((path) => sourceOf(path, readFileSync(path, "utf8")));
}

export function sourceOf(path: string, text: string): Source {
  const tokens = tokensOf(text);
  const kept = (keep: (token: Token) => string): string => tokens.map(keep).join("");
  return {
    path,
    text,
    code: kept(({ kind, text: own }) => (kind === "code" ? own : hollow(kind, own))),
    comments: kept(({ kind, text: own }) => (kind === "comment" ? own : blank(own))),
  };
}

/** Static, type-only and dynamic imports and re-exports; a dynamic import of an expression names no file. */
export function importsOf({ path, text, code }: Source): Import[] {
  const before = /\bfrom\s*(?=["'])|\bimport\s*(?=["'])|\b(?:import|require)\(\s*(?=["'`])/gu;
  return [...code.matchAll(before)].map(({ index, 0: { length } }) => {
    const open = index + length;
    const close = code.indexOf(code.charAt(open), open + 1);
    return importOf(path, text.slice(open + 1, close));
  });
}

function importOf(importer: string, specifier: string): Import {
  if (specifier.startsWith("."))
    return { kind: "file", path: posix.join(posix.dirname(importer), specifier) };
  if (isBuiltin(specifier)) return { kind: "builtin", name: specifier.replace(/^node:/u, "") };
  const segments = specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1);
  return { kind: "package", name: segments.join("/") };
}

function entriesOf(folder: string): { name: string; isFolder: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
    }));
  } catch {
    return []; // the folder is still to come
  }
}

interface Token {
  readonly kind: "code" | "comment" | "string" | "pattern";
  readonly text: string;
}

const comment = /\/\/[^\n]*|\/\*[^]*?\*\//uy;
const string = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/uy;
// From a backtick, or from the brace that ends a substitution, to the next of either.
const template = /[`}](?:[^`\\$]|\\[^]|\$(?!\{))*(?:`|\$\{)/uy;
const pattern = /\/(?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/uy;
const plain = /[\w$]+|\s+|[^]/uy;
// A slash after a value divides; after anything else it opens a pattern.
const value = /(?:[\w$)\]}"'`])$/u;
const keyword = /\b(?:return|case|typeof|void|yield|await|of|in|else)$/u;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const depths: number[] = []; // open braces inside each open substitution of a template
  let before = "";
  for (let at = 0; at < text.length;) {
    const token = tokenAt(text, at, { before, isSubstitutionEnd: depths.at(-1) === 0 });
    tokens.push(token);
    track(token, depths);
    if (token.kind !== "comment" && token.text.trim() !== "") before = token.text;
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(
  text: string,
  at: number,
  { before, isSubstitutionEnd }: { before: string; isSubstitutionEnd: boolean },
): Token {
  const match = (expression: RegExp): string | undefined => {
    expression.lastIndex = at;
    return expression.exec(text)?.[0];
  };
  const opensPattern = !value.test(before) || keyword.test(before);
  const opensTemplate = text[at] === "`" || (text[at] === "}" && isSubstitutionEnd);
  const candidates: [Token["kind"], string | undefined][] = [
    ["comment", match(comment)],
    ["string", match(string) ?? (opensTemplate ? match(template) : undefined)],
    ["pattern", opensPattern ? match(pattern) : undefined],
  ];
  for (const [kind, found] of candidates) if (found !== undefined) return { kind, text: found };
  return { kind: "code", text: match(plain) ?? text.slice(at) };
}

function track({ kind, text }: Token, depths: number[]): void {
  if (kind === "string" && text.startsWith("}")) depths.pop();
  if (kind === "string" && text.endsWith("${")) depths.push(0);
  const step = kind !== "code" ? 0 : Number(text === "{") - Number(text === "}");
  if (depths.length > 0) depths.push((depths.pop() ?? 0) + step);
}

function hollow(kind: Token["kind"], text: string): string {
  return kind === "comment"
    ? blank(text)
    : `${text.charAt(0)}${blank(text.slice(1, -1))}${text.slice(-1)}`;
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/gu, (character) => " ".repeat(character.length));
}
