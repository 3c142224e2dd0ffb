import { endOfQuoted } from "./json-reader.ts";

/** End of a TOML text of any of the four kinds that opens at `start`; undefined if it never closes. */
export function endOfText(text: string, start: number): number | undefined {
  const fence = text.slice(start, start + 3);
  if (fence !== '"""' && fence !== "'''") return endOnLine(text, start);
  const closing = endOfFenced(text, start, fence);
  if (closing === undefined) return undefined;
  // Up to two quotes may stand right before the closing three: they belong to the text.
  const quote = fence.charAt(0);
  const extra = text.slice(closing, closing + 2);
  if (extra === quote + quote) return closing + 2;
  return extra.startsWith(quote) ? closing + 1 : closing;
}

/** End of a text that closes on its own line. */
export function endOnLine(text: string, start: number): number | undefined {
  const lineEnd = text.indexOf("\n", start);
  const line = lineEnd < 0 ? text.length : lineEnd;
  const end = text[start] === "'" ? afterLiteral(text, start) : endOfQuoted(text, start);
  return end === undefined || end > line ? undefined : end;
}

function afterLiteral(text: string, start: number): number | undefined {
  const close = text.indexOf("'", start + 1);
  return close < 0 ? undefined : close + 1;
}

/** Offset after the closing quotes of a text in three quotes. */
function endOfFenced(text: string, start: number, fence: string): number | undefined {
  const escape = fence === '"""' ? "\\" : undefined;
  let at = start + 3;
  for (;;) {
    const close = text.indexOf(fence, at);
    if (close < 0) return undefined;
    let slashes = 0;
    while (close - slashes > at && text[close - 1 - slashes] === escape) slashes += 1;
    if (slashes % 2 === 0) return close + 3;
    at = close + 1;
  }
}

const date = String.raw`(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`;
const clock = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?`;
const zone = String.raw`(?:[Zz]|[-+](?:[01]\d|2[0-3]):[0-5]\d)`;
const time = new RegExp(`^(?:${date}(?:[Tt ]${clock}${zone}?)?|${clock})$`, "u");

/** Whether the text is a date, a time or both as RFC 3339 has them, on a day that there was. */
export function isTime(text: string): boolean {
  if (!/^\d\d(?::|\d\d-)/u.test(text)) return false;
  const [whole, year, month, day] = time.exec(text) ?? [];
  if (whole === undefined || day === undefined) return whole !== undefined;
  const daysOfMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) <= daysOfMonth;
}

const letters: ReadonlyMap<string, string> = new Map([
  ["b", "\b"],
  ["t", "\t"],
  ["n", "\n"],
  ["f", "\f"],
  ["r", "\r"],
]);

/** The inside of a basic string on one line, its escapes replaced. */
export function unescaped(text: string): string {
  const escape = /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/gsu;
  return text.replaceAll(escape, (_, short?: string, long?: string, letter?: string) => {
    if (letter !== undefined) return letters.get(letter) ?? letter;
    const code = Number.parseInt(short ?? long ?? "", 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
}
