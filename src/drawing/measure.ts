import { widths } from "./widths.ts";

/** How a piece of text is set. */
export interface Face {
  /** In pixels. */
  readonly size: number;
  readonly weight: "regular" | "bold";
}

/** Width in pixels of one line; of characters without an entry in the table, a generous guess. */
export function textWidth(text: string, { size, weight }: Face): number {
  const table = widths[weight];
  let sum = 0;
  for (const character of text) sum += advance(character.codePointAt(0) ?? 0, table);
  return (sum * size) / 1000;
}

function advance(code: number, table: readonly number[]): number {
  if (code >= 0x20 && code <= 0x7e) return table[code - 0x20] ?? 0;
  if (code >= 0xa0 && code <= 0x17f) return table[code - 0xa0 + 95] ?? 0;
  // Marks that stand on the letter before.
  if (code >= 0x300 && code <= 0x36f) return 0;
  // From here on East Asian letters, full-width forms and pictures are as wide as high.
  return code >= 0x1100 ? 1040 : 700;
}

/** The text, or as much of its beginning and end as has room, with `…` between. */
export function fitted(text: string, room: number, face: Face): string {
  if (text.length <= 400 && textWidth(text, face) <= room) return text;
  const characters = Array.from(text.length > 800 ? text.slice(0, 400) + text.slice(-400) : text);
  const shortened = (kept: number): string => {
    const tail = Math.floor(kept / 3);
    return `${characters.slice(0, kept - tail).join("")}…${tail === 0 ? "" : characters.slice(-tail).join("")}`;
  };
  let [low, high] = [0, characters.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (textWidth(shortened(middle), face) <= room) low = middle;
    else high = middle - 1;
  }
  return shortened(low);
}
