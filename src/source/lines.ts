/** Where the lines of a text begin. Lines end with \n, \r\n or \r. */
export interface LineIndex {
  readonly text: string;
  /** UTF-16 offset of each line's first character; never empty. */
  readonly starts: readonly number[];
}

/** A place for people: both counts begin at 1; columns are code points. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function lineIndexOf(text: string): LineIndex {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/gu)) starts.push(match.index + match[0].length);
  return { text, starts };
}

/** The line and column of an offset; one beyond the text counts as its end. */
export function positionAt(index: LineIndex, offset: number): Position {
  const at = Math.min(Math.max(0, offset), index.text.length);
  const line = lineAt(index, at);
  const start = index.starts[line - 1] ?? 0;
  return { line, column: codePoints(index.text, start, at) + 1 };
}

/** Line `number` (from 1) without its line end; empty for a line that the text does not have. */
export function lineText(index: LineIndex, number: number): string {
  const { start, end } = lineSpan(index, number);
  return index.text.slice(start, end);
}

/** The offsets of line `number` (from 1) without its line end. */
export function lineSpan(
  { text, starts }: LineIndex,
  number: number,
): { readonly start: number; readonly end: number } {
  const start = starts[number - 1] ?? text.length;
  let end = starts[number] ?? text.length;
  if (number < starts.length && text[end - 1] === "\n") end -= 1;
  if (number < starts.length && end > start && text[end - 1] === "\r") end -= 1;
  return { start, end: Math.max(start, end) };
}

/** The number of the line that holds the offset: the last that begins at or before it. */
function lineAt({ starts }: LineIndex, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

function codePoints(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) {
    const isSecondHalf = at > start && isLow(text, at) && isHigh(text, at - 1);
    if (!isSecondHalf) count += 1;
  }
  return count;
}

function isHigh(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800;
}

function isLow(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
