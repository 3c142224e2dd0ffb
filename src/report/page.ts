import type { Severity } from "../diagnostic/diagnostic.ts";
import type { FrameLine } from "../source/frame.ts";
import type { Answer } from "./answer.ts";

/**
 * What a run of text is, for a format to show as it can. A `name` is to be copied letter by letter: a
 * path, an asset, a command. Text is as the repository has it: whoever renders makes it safe.
 */
export interface Piece {
  readonly text: string;
  readonly as: "plain" | "strong" | "dim" | "name" | "good" | Severity;
}
export type Line = readonly Piece[];

/** A report before any markup: what Markdown and HTML have in common. */
export interface Page {
  /** One line of plain text that answers first; no name of a repository in it. */
  readonly title: string;
  /** What the page is about, in the words of the repository. */
  readonly subject: string;
  /** What was compared, for a page that stands by itself. */
  readonly about: Line;
  /** The facts of the title one by one. */
  readonly answers: readonly Answer[];
  readonly sections: readonly Section[];
}

export interface Section {
  /** Empty for one that needs no heading. */
  readonly heading: string;
  readonly note?: string;
  /** Whether it waits for the reader to open it, where the format can do that. */
  readonly folded: boolean;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly is: "line"; readonly line: Line }
  | { readonly is: "command"; readonly text: string }
  | { readonly is: "code"; readonly lines: readonly FrameLine[] }
  | { readonly is: "steps"; readonly steps: readonly Step[] }
  | Table
  | Entry;

/** A word of lead (`path`, `then`, `fix`) with what follows it. */
export interface Step {
  readonly lead: string;
  readonly line: Line;
}

export interface Table {
  readonly is: "table";
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
  /** Rows that were left out, and what they are: `findings`. */
  readonly hidden: number;
  readonly what: string;
}

export interface Column {
  readonly title: string;
  readonly align?: "right";
}

/** A heading stands over the rows that follow it; its one cell spans all columns. */
export interface TableRow {
  readonly cells: readonly Cell[];
  readonly heading?: true;
}

/** Lines below each other. */
export type Cell = readonly Line[];

/** One thing of a list that has parts of its own: a finding. */
export interface Entry {
  readonly is: "entry";
  readonly tone: Severity;
  readonly title: Line;
  readonly blocks: readonly Block[];
}

export function plain(text: string): Piece {
  return { text, as: "plain" };
}

export function strong(text: string): Piece {
  return { text, as: "strong" };
}

export function dim(text: string): Piece {
  return { text, as: "dim" };
}

export function name(text: string): Piece {
  return { text, as: "name" };
}

export function lineBlock(...line: Line): Block {
  return { is: "line", line };
}

/** The first `max` items as rows, the others counted. */
export function tableOf<T>(
  items: readonly T[],
  {
    columns,
    max,
    what,
    row,
  }: Omit<Table, "is" | "rows" | "hidden"> & {
    readonly max: number;
    readonly row: (item: T) => TableRow;
  },
): Table {
  const hidden = Math.max(0, items.length - max);
  return { is: "table", columns, rows: items.slice(0, max).map(row), hidden, what };
}

/** The sections that have something to say. */
export function spoken(...sections: readonly Section[]): readonly Section[] {
  return sections.filter(({ blocks }) => blocks.some((block) => !isEmptyTable(block)));
}

function isEmptyTable(block: Block): boolean {
  return block.is === "table" && block.rows.length === 0;
}
