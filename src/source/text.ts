import { SYN_002 } from "../diagnostic/rules/syn.ts";
import type { Problem } from "./problem.ts";

/**
 * The text that all offsets of a file count in: without byte order mark, with U+FFFD for bytes that
 * are not UTF-8. For showing; `decode` is for reading.
 */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** The text of a file, or why it has none: bytes that are not UTF-8, UTF-16, a NUL. */
export function decode(bytes: Uint8Array): string | Problem {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (wide) return unreadable("the file is UTF-16; it must be UTF-8", 0);
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    return unreadable(
      `the file is binary: byte ${nul} is NUL`,
      textOf(bytes.subarray(0, nul)).length,
    );
  }
  const text = strict(bytes);
  return text ?? notUtf8(bytes);
}

function notUtf8(bytes: Uint8Array): Problem {
  const byte = firstInvalid(bytes);
  const { length } = new TextDecoder().decode(bytes.subarray(0, byte), { stream: true });
  return unreadable(`the file is not UTF-8: byte ${byte} does not continue a character`, length);
}

/** The text; undefined unless every byte is UTF-8 (`open`: the last character may be cut off). */
function strict(bytes: Uint8Array, open = false): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: open });
  } catch {
    return undefined;
  }
}

/** Offset of the first byte that no text can hold there, by bisection over ever longer beginnings. */
function firstInvalid(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (strict(bytes.subarray(0, middle), true) === undefined) bad = middle;
    else good = middle;
    if (good === bytes.length) break;
  }
  return good;
}

function unreadable(message: string, start: number): Problem {
  return { rule: SYN_002, message, span: { start, end: start + 1 } };
}
