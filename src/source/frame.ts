import { visible } from "../base/text.ts";
import { lineIndexOf, lineSpan, positionAt, type LineIndex } from "./lines.ts";
import { within, type Span } from "./span.ts";

/** One line of a code frame, safe to print. */
export interface FrameLine {
  /** Line number in the file, from 1. */
  readonly number: number;
  /** The line, or the part of it around the caret; `…` stands where it was cut. */
  readonly text: string;
  /** What to underline, in display cells of `text`; on the lines of the span alone. */
  readonly caret?: { readonly start: number; readonly length: number };
}

export interface FrameOptions {
  /** Lines before and after the span. */
  readonly context: number;
  /** Display cells of a line's text, at least 20. */
  readonly width: number;
}

/** A span of more lines shows the first ones. */
const linesMax = 3;
const tabStop = 4;

/**
 * The lines around a span as plain data, for a reporter to number, colour and underline. Tabs become
 * spaces; control and bidirectional characters become visible escapes; long lines are cut around the
 * caret.
 */
export function codeFrame(text: string, span: Span, options: FrameOptions): readonly FrameLine[] {
  const lines = lineIndexOf(text);
  const marked = within(span, text.length);
  const width = Math.max(20, options.width);
  const first = positionAt(lines, marked.start).line;
  // A span that ends with a line feed does not reach into the next line.
  const end = positionAt(lines, Math.max(marked.start, marked.end - 1)).line;
  const last = Math.min(end, first + linesMax - 1);
  const from = Math.max(1, first - options.context);
  const to = Math.min(lines.starts.length, last + options.context);
  return Array.from({ length: to - from + 1 }, (_, at) => {
    const number = from + at;
    return number < first || number > last
      ? frameLine(lines, number, { start: 0, end: 0 }, width)
      : underlined(lines, number, marked, width);
  });
}

/** A character as it is shown: what is printed for it and how many cells that takes. */
interface Cell {
  readonly text: string;
  readonly width: number;
  readonly offset: number;
}

function underlined(lines: LineIndex, number: number, span: Span, width: number): FrameLine {
  const line = lineSpan(lines, number);
  const start = Math.min(Math.max(span.start, line.start), line.end);
  const marked = { start, end: Math.min(Math.max(span.end, start), line.end) };
  const { cells, cut } = windowOf(lines.text, line, marked.start, width);
  const before = cells.filter(({ offset }) => offset < marked.start);
  const inside = cells.filter(({ offset }) => offset >= marked.start && offset < marked.end);
  const caret = { start: sum(before) + (cut ? 1 : 0), length: Math.max(1, sum(inside)) };
  return { ...frameLine(lines, number, marked, width), caret };
}

function frameLine(lines: LineIndex, number: number, marked: Span, width: number): FrameLine {
  const line = lineSpan(lines, number);
  const { cells, cut, more } = windowOf(lines.text, line, marked.start, width);
  const shown = cells.map(({ text }) => text).join("");
  return { number, text: `${cut ? "…" : ""}${shown}${more ? "…" : ""}` };
}

interface Window {
  readonly cells: readonly Cell[];
  /** Whether something was cut off before, and after. */
  readonly cut: boolean;
  readonly more: boolean;
}

/** The cells of a line that fit, with the caret in view. */
function windowOf(text: string, line: Span, caret: number, width: number): Window {
  // A line may be megabytes long: only what can be shown is looked at.
  const from = whole(text, Math.max(line.start, Math.min(caret, line.end) - width));
  const to = whole(text, Math.min(line.end, Math.max(caret, line.start) + width));
  const cells = cellsOf(text, from, to);
  const all = sum(cells);
  if (from === line.start && to === line.end && all <= width)
    return { cells, cut: false, more: false };
  const ahead = sum(cells.filter(({ offset }) => offset < caret));
  // The caret stands a third from the left, where the line is long enough on both sides.
  const skip =
    ahead < width - 2 && from === line.start ? 0 : Math.max(0, ahead - Math.floor(width / 3));
  const kept = fitting(cells, skip, width - 2);
  const lastKept = kept.at(-1);
  const isEnd = lastKept === undefined || (to === line.end && lastKept === cells.at(-1));
  return { cells: kept, cut: skip > 0 || from > line.start, more: !isEnd };
}

function fitting(cells: readonly Cell[], skip: number, width: number): readonly Cell[] {
  const kept: Cell[] = [];
  let at = 0;
  for (const cell of cells) {
    if (at >= skip && at + cell.width <= skip + width) kept.push(cell);
    at += cell.width;
  }
  return kept;
}

function cellsOf(text: string, from: number, to: number): readonly Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  let offset = from;
  for (const character of text.slice(from, to)) {
    const shown =
      character === "\t" ? " ".repeat(tabStop - (column % tabStop)) : visible(character);
    const width = shown === character ? widthOf(character) : shown.length;
    cells.push({ text: shown, width, offset });
    column += width;
    offset += character.length;
  }
  return cells;
}

/** The offset, or the one before where it would cut a character in two. */
function whole(text: string, offset: number): number {
  const isSecondHalf = (text.charCodeAt(offset) & 0xfc00) === 0xdc00;
  return isSecondHalf && offset > 0 ? offset - 1 : offset;
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Display cells of a character: none for combining marks, two for wide ones; roughly (UAX 11). */
function widthOf(character: string): number {
  if (/\p{Mn}|\p{Me}/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Display cells of a text that is shown as it is; what aligns columns. */
export function displayWidth(text: string): number {
  // oxlint-disable-next-line no-control-regex -- the whole of ASCII
  if (/^[\x00-\x7f]*$/u.test(text)) return text.length;
  return Array.from(text).reduce((total, character) => total + widthOf(character), 0);
}

function sum(cells: readonly Cell[]): number {
  return cells.reduce((total, { width }) => total + width, 0);
}
