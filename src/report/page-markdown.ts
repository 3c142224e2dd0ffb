import { visible } from "../base/text.ts";
import { codeMarkdown, fencedMarkdown, proseMarkdown } from "./markdown-text.ts";
import type { Block, Cell, Entry, Line, Page, Piece, Section, Step, Table } from "./page.ts";
import type { FrameLine } from "../source/frame.ts";

/**
 * What a comment may hold: GitHub takes 65,536 characters and does not say of what; in bytes, with
 * room for a marker or a heading of whoever posts it, it fits whichever they count.
 */
export const markdownBytesMax = 60_000;

/** For the sentences that close it. */
const reservedBytes = 2000;

/**
 * A page in GitHub flavoured Markdown, at most `max` bytes of UTF-8. What does not fit is cut between
 * rows and counted; a section of which nothing fits is named at the end.
 */
export function markdownOf(page: Page, max: number = markdownBytesMax): string {
  let text = `### ${proseMarkdown(page.title)}\n`;
  const unsaid: string[] = [];
  for (const section of page.sections) {
    const said = sectionText(section, max - reservedBytes - sizeOf(text));
    if (said === undefined) unsaid.push(section.heading);
    else text += said;
  }
  return `${text}${unsaidText(unsaid)}${aboutText(page.about)}`;
}

function aboutText(about: Line): string {
  return about.length === 0 ? "" : `\n<sub>${lineText(about)}</sub>\n`;
}

function unsaidText(headings: readonly string[]): string {
  if (headings.length === 0) return "";
  return `\n<sub>left out, because a comment has a limit: ${headings.filter(Boolean).join(", ")}</sub>\n`;
}

/** Undefined where not even its first row fits. */
function sectionText({ heading, note, folded, blocks }: Section, room: number): string | undefined {
  const about = note === undefined ? "" : ` · ${proseMarkdown(note)}`;
  const title = proseMarkdown(heading);
  const [open, close] = folded
    ? [`\n<details><summary>${title}${about}</summary>\n`, "\n</details>\n"]
    : [heading === "" ? "" : `\n**${title}**${about}\n`, ""];
  const body = blocksText(blocks, room - sizeOf(open) - sizeOf(close));
  return body === "" ? undefined : `${open}${body}${close}`;
}

/** The blocks up to the first that does not fit whole. */
function blocksText(blocks: readonly Block[], room: number): string {
  let text = "";
  for (const [index, block] of blocks.entries()) {
    const { said, whole } = blockText(block, room - sizeOf(text));
    text += said;
    if (whole) continue;
    const left = blocks.length - index - (said === "" ? 0 : 1);
    return left === 0 ? text : `${text}${text === "" ? "" : `\nand ${left} more\n`}`;
  }
  return text;
}

interface Said {
  readonly said: string;
  readonly whole: boolean;
}

function blockText(block: Block, room: number): Said {
  if (block.is === "table") return tableText(block, room);
  const said = `\n${wholeBlockText(block)}`;
  return sizeOf(said) <= room ? { said, whole: true } : { said: "", whole: false };
}

function wholeBlockText(block: Exclude<Block, Table>): string {
  switch (block.is) {
    case "line":
      return `${lineText(block.line)}\n`;
    case "command":
      return fencedMarkdown([visible(block.text)], "sh");
    case "code":
      return fencedMarkdown(frameText(block.lines));
    case "steps":
      return block.steps.map((step) => `- ${stepText(step)}\n`).join("");
    case "entry":
      return entryText(block);
  }
}

function entryText({ title, blocks }: Entry): string {
  const parts = blocks.map((block) =>
    block.is === "table" ? tableText(block, Infinity).said : `\n${wholeBlockText(block)}`,
  );
  return `${lineText(title)}\n${parts.join("")}`;
}

function stepText({ lead, line }: Step): string {
  return `${lead}: ${lineText(line)}`;
}

/** Numbered lines with a caret below what is meant. */
function frameText(lines: readonly FrameLine[]): readonly string[] {
  const digits = String(lines.at(-1)?.number ?? 0).length;
  return lines.flatMap(({ number, text, caret }) => {
    const line = `${String(number).padStart(digits)} │ ${text}`.trimEnd();
    if (caret === undefined) return [line];
    const mark = " ".repeat(caret.start) + "^".repeat(Math.max(1, caret.length));
    return [line, `${" ".repeat(digits)} │ ${mark}`];
  });
}

/** As many rows as fit, and how many there are beyond. */
function tableText({ columns, rows, hidden, what }: Table, room: number): Said {
  const head = `\n| ${columns.map(({ title }) => proseMarkdown(title)).join(" | ")} |\n`;
  const rule = `|${columns.map(({ align }) => (align === "right" ? "---:" : "---")).join("|")}|\n`;
  let text = `${head}${rule}`;
  let shown = 0;
  for (const { cells, heading } of rows) {
    const filled = heading ? [...cells, ...columns.slice(cells.length).map(() => [])] : cells;
    const row = `| ${filled.map(cellText).join(" | ")} |\n`;
    if (sizeOf(text) + sizeOf(row) + moreBytes > room) break;
    text += row;
    shown += 1;
  }
  const more = rows.length - shown + hidden;
  const whole = shown === rows.length;
  if (shown === 0) return { said: "", whole };
  return { said: more === 0 ? text : `${text}\nand ${more} more ${what}\n`, whole };
}

const moreBytes = 80;

function cellText(cell: Cell): string {
  return cell.map(lineText).join("<br>");
}

function lineText(line: Line): string {
  return line.map(pieceText).join("");
}

function pieceText({ text, as }: Piece): string {
  switch (as) {
    case "name":
      return codeMarkdown(text);
    case "strong":
    case "error":
      return text === "" ? "" : `**${proseMarkdown(text)}**`;
    case "dim":
    case "plain":
    case "good":
    case "warning":
    case "info":
      return proseMarkdown(text);
  }
}

const encoder = new TextEncoder();

/** Bytes of UTF-8. */
function sizeOf(text: string): number {
  return encoder.encode(text).length;
}
