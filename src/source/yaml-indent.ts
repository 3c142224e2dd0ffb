import { limits } from "./limits.ts";
import type { Span } from "./span.ts";
import { depthSteps, endOfValue } from "./yaml-extent.ts";
import { lexemesOf } from "./yaml-lexemes.ts";

/** A text with spaces put into it, and the way back to the text without them. */
export interface Indented {
  readonly text: string;
  /** The values whose lines were moved, as offsets of the text before. */
  readonly moved: readonly Span[];
  /** The offset in the text before that an offset of `text` stands for. */
  readonly before: (offset: number) => number;
}

/** A value further to the right than this is no person's work. */
const columnMax = 2_000;
/** Values that never close, or that many moved: the file is no YAML of anybody's. */
const unclosedMax = 5;
const movedMax = 10_000;

/**
 * The text with its under-indented lines moved to the right: the lines of quoted texts and flow
 * collections that stand no deeper than what they belong to. YAML forbids them (1.2.2, 7.3 and 7.4);
 * libyaml, go-yaml and PyYAML take no notice of the indentation there, and neither has it a meaning.
 * Undefined where there is nothing to move, or too much.
 */
export function indented(text: string): Indented | undefined {
  const moved = shallowValues(text);
  if (moved === undefined || moved.length === 0) return undefined;
  const inserts = moved.flatMap((span) => insertsOf(text, span));
  const added = inserts.reduce((total, { count }) => total + count, 0);
  return text.length + added > limits.bytes ? undefined : spread(text, moved, inserts);
}

/** The quoted texts and flow collections that the lexer cuts off because of their indentation. */
function shallowValues(text: string): readonly Span[] | undefined {
  const found: Span[] = [];
  let from = 0;
  let unclosed = 0;
  while (from < text.length) {
    const start = firstCut(text, from);
    if (start === undefined) return found;
    const end = endOfValue(text, start);
    if (end === undefined) unclosed += 1;
    else found.push({ start, end });
    // After a value of several lines nothing but a comment may stand on its last line.
    const next = text.indexOf("\n", end ?? start);
    from = next < 0 ? text.length : next + 1;
    if (unclosed > unclosedMax || found.length > movedMax) return undefined;
  }
  return found;
}

/** Where the first value stands, on that line or later, that the lexer cuts off; the outermost one. */
function firstCut(text: string, from: number): number | undefined {
  let outermost = from;
  let depth = 0;
  for (const lexeme of lexemesOf(text.slice(from))) {
    const at = from + lexeme.at;
    if (lexeme.isCut) return outermost;
    if (depth === 0) outermost = at;
    if (lexeme.isText) continue;
    if (isCutOff(text, at, at + lexeme.text.length)) return outermost;
    depth = Math.max(0, depth + (depthSteps.get(lexeme.text) ?? 0));
  }
  return undefined;
}

function isCutOff(text: string, start: number, end: number): boolean {
  return /["']/u.test(text.charAt(start)) && endOfValue(text, start) !== end;
}

interface Insert {
  readonly at: number;
  readonly count: number;
}

/** Spaces that bring the lines after a value's first one behind its beginning. */
function insertsOf(text: string, { start, end }: Span): readonly Insert[] {
  const count = start - text.lastIndexOf("\n", start);
  if (count > columnMax) return [];
  const inserts: Insert[] = [];
  for (let at = text.indexOf("\n", start) + 1; at > 0 && at <= end; at = text.indexOf("\n", at) + 1)
    inserts.push({ at, count });
  return inserts;
}

function spread(text: string, moved: readonly Span[], inserts: readonly Insert[]): Indented {
  let shift = 0;
  let done = 0;
  const pieces: string[] = [];
  /** Where each insert begins in the new text, and what was put in before it. */
  const steps: { readonly at: number; readonly shift: number; readonly count: number }[] = [];
  for (const { at, count } of inserts) {
    pieces.push(text.slice(done, at), " ".repeat(count));
    steps.push({ at: at + shift, shift, count });
    done = at;
    shift += count;
  }
  const before = (offset: number): number => {
    const last = steps[lastAtOrBefore(steps, offset)];
    return last === undefined
      ? offset
      : offset - last.shift - Math.min(last.count, offset - last.at);
  };
  return { text: pieces.join("") + text.slice(done), moved, before };
}

function lastAtOrBefore(list: readonly { readonly at: number }[], offset: number): number {
  let low = -1;
  let high = list.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}
