/** A cell is padded on its free side; text is measured without colour codes. */
export interface Cell {
  readonly text: string;
  readonly align?: "right";
  readonly tone?: (text: string) => string;
}

/** Rows as aligned text, two spaces apart, without trailing blanks. */
export function columnsText(rows: readonly (readonly Cell[])[], indent = ""): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach(({ text }, index) => {
      widths[index] = Math.max(widths[index] ?? 0, text.length);
    });
  }
  return rows.map((row) => `${indent}${rowText(row, widths)}\n`).join("");
}

function rowText(row: readonly Cell[], widths: readonly number[]): string {
  const last = row.findLastIndex(({ text }) => text !== "");
  const cells = row.slice(0, last + 1).map(({ text, align, tone = plain }, index) => {
    const fill = " ".repeat((widths[index] ?? 0) - text.length);
    if (align === "right") return fill + tone(text);
    return index === last ? tone(text) : tone(text) + fill;
  });
  return cells.join("  ");
}

function plain(text: string): string {
  return text;
}
