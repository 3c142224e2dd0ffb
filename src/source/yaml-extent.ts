import { endOfQuoted as endOfEscaped } from "./json-reader.ts";

/**
 * Offset after a quoted text or a flow collection that begins at `start`, wherever its lines stand;
 * undefined where it never closes, or a line that separates documents comes first.
 */
export function endOfValue(text: string, start: number): number | undefined {
  const end = /[[{]/u.test(text.charAt(start)) ? endOfFlow(text, start) : endOfQuoted(text, start);
  return end === undefined || hasSeparator(text, start, end) ? undefined : end;
}

const separator = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/mu;

function hasSeparator(text: string, start: number, end: number): boolean {
  const line = text.indexOf("\n", start) + 1;
  return line > 0 && line < end && separator.test(text.slice(line, end));
}

function endOfQuoted(text: string, start: number): number | undefined {
  if (text[start] === '"') return endOfEscaped(text, start);
  let close = text.indexOf("'", start + 1);
  // Two single quotes stand for one.
  while (close >= 0 && text[close + 1] === "'") close = text.indexOf("'", close + 2);
  return close < 0 ? undefined : close + 1;
}

/** A token of a flow collection, as far as it matters where the collection ends. */
const token = /[[\]{},"']|#[^\n]*|[^\s[\]{},]+|\s+/y;

/** Offset after the closing bracket of the collection that opens at `start`. */
function endOfFlow(text: string, start: number): number | undefined {
  let depth = 0;
  let at = start;
  /** Whether the token before belongs to a plain text, in which quotes are characters. */
  let inPlain = false;
  for (;;) {
    token.lastIndex = at;
    const found = token.exec(text)?.[0] ?? "";
    const isQuoted = !inPlain && /^["']$/u.test(found);
    const end = isQuoted ? endOfQuoted(text, at) : at + found.length;
    if (end === undefined || end === at) return undefined;
    at = end;
    depth += depthSteps.get(found) ?? 0;
    if (depth === 0) return at;
    if (isQuoted) inPlain = false;
    else if (!/^\s/u.test(found)) inPlain = !/^[[\]{},#&*!]|[:?]$/u.test(found);
  }
}

/** What a bracket adds to the depth of flow collections. */
export const depthSteps: ReadonlyMap<string, number> = new Map([
  ["[", 1],
  ["{", 1],
  ["]", -1],
  ["}", -1],
]);
