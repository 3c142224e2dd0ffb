import { SYN_001, SYN_007 } from "../diagnostic/rules/syn.ts";
import type { Format } from "./format.ts";
import type { Problem } from "./problem.ts";
import type { Span } from "./span.ts";
import { lexemesOf } from "./yaml-lexemes.ts";

/**
 * Where a file that cannot be read shows that it is a template of Helm, Jinja, ERB or a shell: its
 * first error lies in a template expression, or, in YAML, such an expression stands before it where
 * YAML's own structure does. Expressions in quotes and comments say nothing: Argo is full of them.
 */
export function templateIn(
  problems: readonly Problem[],
  text: string,
  format: Format,
): Span | undefined {
  const faults = problems.filter(
    ({ rule, severity }) => (rule === SYN_001 || rule === SYN_007) && severity !== "warning",
  );
  const [first] = faults;
  if (first === undefined) return undefined;
  const mark = format === "yaml" ? templateMark(text, lineEnd(text, first.span.start)) : undefined;
  if (mark !== undefined) return { start: mark, end: mark + 2 };
  for (const { span } of faults) {
    const around = expressionAt(text, span, format);
    if (around !== undefined) return around;
  }
  return undefined;
}

/** An expression, also one that is not closed on its line. */
const expression =
  /\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)|\{#.*?(?:#\}|$)|<%.*?(?:%>|$)|[$%]\{.*?(?:\}|$)|@[A-Za-z_][\w.]*@/gu;
const lineMax = 10_000;

/** The expression around the beginning of an error; in TOML, whose errors are placed loosely, on its line. */
function expressionAt(text: string, { start }: Span, format: Format): Span | undefined {
  const from = Math.max(text.lastIndexOf("\n", start - 1) + 1, start - lineMax);
  const line = text.slice(from, lineEnd(text, start));
  for (const { index, 0: found } of line.matchAll(expression)) {
    const span = { start: from + index, end: from + index + found.length };
    if (format === "toml" || (span.start <= start && start < span.end)) return span;
  }
  return undefined;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return Math.min(end < 0 ? text.length : end, offset + lineMax);
}

/** The first expression before `end` that YAML's lexer does not find inside a text or a comment. */
function templateMark(text: string, end: number): number | undefined {
  for (const { text: lexeme, at, isText } of lexemesOf(text.slice(0, end))) {
    if (isText ? /^(?:<%|%\{|@[A-Za-z_][\w.]*@)/u.test(lexeme) : opens(text, at, lexeme)) return at;
  }
  return undefined;
}

/** `{{`, `{%` or `{#`, or a brace after `$` or `%`, which begins a directive to the lexer. */
function opens(text: string, at: number, lexeme: string): boolean {
  if (lexeme !== "{") return lexeme.startsWith("%{");
  return /[{%#]/u.test(text.charAt(at + 1)) || /[$%]/u.test(text.charAt(at - 1));
}
