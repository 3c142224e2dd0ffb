import { displayWidth } from "../source/frame.ts";
import { wrapped } from "./wrap.ts";

/** A cell is padded on its free side; text is measured without colour codes. */
export interface Cell {
  readonly text: string;
  readonly align?: "right";
  readonly tone?: (text: string) => string;
}

export type Row =
  /** A line of its own that no column has to fit. */
  | { readonly heading: string }
  | {
      readonly cells: readonly Cell[];
      /** Stands behind the cells where there is room for those of all rows, else below. */
      readonly note?: Cell;
    };

interface Layout {
  readonly indent: string;
  /** Columns of the terminal. */
  readonly width: number;
}

/** Rows as aligned text, two spaces apart, without trailing blanks. */
export function tableText(rows: readonly Row[], { indent, width }: Layout): string {
  const cells = rows.flatMap((row) => ("cells" in row ? [row.cells] : []));
  const widths = widthsOf(cells);
  const notes = rows.flatMap((row) =>
    "cells" in row && row.note !== undefined ? [row.note.text] : [],
  );
  const used = indent.length + widths.reduce((sum, one) => sum + one + 2, 0);
  const beside = notes.every((note) => used + displayWidth(note) <= width);
  return rows
    .map((row) => {
      if ("heading" in row) return `${indent}${row.heading}\n`;
      const { note } = row;
      if (note === undefined || note.text === "") return `${indent}${rowText(row.cells, widths)}\n`;
      if (!beside)
        return `${indent}${rowText(row.cells, widths)}\n${below(note, { indent, width })}`;
      // Padded up to the last column, so that notes stand below each other.
      const padded = widths.map((_, index) => row.cells[index] ?? { text: "" });
      return `${indent}${rowText([...padded, note], widths)}\n`;
    })
    .join("");
}

function below({ text, tone = plain }: Cell, { indent, width }: Layout): string {
  const deeper = `${indent}    `;
  return wrapped(text, Math.max(20, width - deeper.length))
    .map((line) => `${deeper}${tone(line)}\n`)
    .join("");
}

function widthsOf(rows: readonly (readonly Cell[])[]): readonly number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach(({ text }, index) => {
      widths[index] = Math.max(widths[index] ?? 0, displayWidth(text));
    });
  }
  return widths;
}

function rowText(row: readonly Cell[], widths: readonly number[]): string {
  const last = row.findLastIndex(({ text }) => text !== "");
  const cells = row.slice(0, last + 1).map(({ text, align, tone = plain }, index) => {
    const fill = " ".repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(text)));
    if (align === "right") return fill + tone(text);
    return index === last ? tone(text) : tone(text) + fill;
  });
  return cells.join("  ");
}

function plain(text: string): string {
  return text;
}
