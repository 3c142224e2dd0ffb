import type { Json } from "../base/json.ts";
import type { RuleInfo, Severity } from "../diagnostic/diagnostic.ts";
import { SYN_002, SYN_004, SYN_006, SYN_008 } from "../diagnostic/rules/syn.ts";
import { limits } from "./limits.ts";
import type { Span } from "./span.ts";

/** A finding of one of the readers, before it knows its file. */
export interface Problem {
  readonly rule: RuleInfo;
  readonly message: string;
  readonly span: Span;
  readonly severity?: Severity;
  readonly help?: string;
  readonly related?: readonly { readonly message: string; readonly span: Span }[];
}

/** What a reader makes of a text: one value per document, undefined where it could not be read. */
export interface Reading {
  readonly documents: readonly (Json | undefined)[];
  readonly problems: readonly Problem[];
}

/** A piece of the file for use inside a message: one line, at most 60 characters. */
export function quoted(text: string): string {
  return JSON.stringify(shortened(text, 60));
}

/** The first line of the text, cut to that many characters. */
export function shortened(text: string, length: number): string {
  const line = text.split(/[\r\n]/u, 1)[0] ?? "";
  const cut = line.length > length || line.length < text.length;
  return (cut ? `${line.slice(0, length - 1)}…` : line).toWellFormed();
}

export function repeatedKey(name: string, span: Span, first: Span | undefined): Problem {
  return {
    rule: SYN_006,
    message: `the key ${quoted(name)} stands twice in one map`,
    span,
    ...(first !== undefined && { related: [{ message: "first here", span: first }] }),
  };
}

export function refusedKey(name: string, span: Span): Problem {
  return { rule: SYN_008, message: `the key ${name} is refused and left out`, span };
}

export function tooDeep(span: Span): Problem {
  return {
    rule: SYN_004,
    message: `maps and lists are nested more than ${limits.depth} levels deep`,
    span,
  };
}

export function halfCharacter(span: Span): Problem {
  const message = "an escape stands for half a character: \\ud800 to \\udfff come in pairs";
  return { rule: SYN_002, message, span };
}
