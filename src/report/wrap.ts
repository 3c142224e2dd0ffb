import { displayWidth } from "../source/frame.ts";
import type { Paint } from "./paint.ts";

/**
 * The text as lines of at most `width` cells, broken at blanks. A word that is longer stays whole:
 * paths, digests and commands must survive being copied.
 */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line.trim() !== "" && displayWidth(longer) > width) {
      lines.push(line.trimEnd());
      line = word;
    } else line = longer;
  }
  return [...lines, line.trimEnd()];
}

/** A lead with text behind it, continued below the text; the lead is measured as it is shown. */
export interface Hanging {
  readonly lead: string;
  /** Cells that the lead takes, colour codes apart. */
  readonly indent: number;
  readonly text: string;
  readonly tone?: (line: string) => string;
}

export function hanging(
  { lead, indent, text, tone = plain }: Hanging,
  width: number,
): readonly string[] {
  const [first = "", ...rest] = wrapped(text, Math.max(20, width - indent));
  return [`${lead}${tone(first)}`, ...rest.map((line) => `${" ".repeat(indent)}${tone(line)}`)];
}

export interface Part {
  readonly text: string;
  readonly tone?: (text: string) => string;
}

/** Parts side by side, three blanks apart, on as few lines as they need. */
export function flowing(parts: readonly Part[], width: number): string {
  let used = 0;
  let text = "";
  for (const part of parts) {
    const cells = displayWidth(part.text);
    const shown = (part.tone ?? plain)(part.text);
    if (used > 0 && used + 3 + cells > width) {
      text += `\n${shown}`;
      used = cells;
    } else {
      text += used === 0 ? shown : `   ${shown}`;
      used += used === 0 ? cells : cells + 3;
    }
  }
  return text;
}

/** The text in at most `width` cells, with a sign where something is missing. */
export function cut(text: string, width: number, { unicode }: Pick<Paint, "unicode">): string {
  if (displayWidth(text) <= width) return text;
  const end = unicode ? "…" : "...";
  let kept = "";
  for (const character of text) {
    if (displayWidth(kept + character) > width - end.length) break;
    kept += character;
  }
  return `${kept.trimEnd()}${end}`;
}

function plain(text: string): string {
  return text;
}
