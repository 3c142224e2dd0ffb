import type { Json } from "../base/json.ts";

export interface JsonLimits {
  /** Longest input in bytes. */
  readonly bytes: number;
  /** Most objects and lists around a value; a flat object has depth 1. */
  readonly depth: number;
}

export type StrictJson =
  | {
      readonly ok: true;
      readonly value: Json;
      /** Whether the bytes are exactly the value's canonical JSON (base/canonical.ts) and a line feed. */
      readonly isCanonical: boolean;
    }
  | { readonly ok: false; readonly message: string };

/** Where the reader is. State is the point: one pass, no copies of the text. */
interface Cursor {
  readonly text: string;
  readonly depthMax: number;
  at: number;
  /** False once something was spelled in another way than canonical JSON spells it. */
  isCanonical: boolean;
}

class Malformed extends Error {}

/**
 * Reads JSON that two readers cannot understand differently: UTF-8 without BOM, no duplicate
 * member, no `__proto__`, no lone surrogate, bounded size and depth. Never throws on content.
 */
export function readStrictJson(bytes: Uint8Array, limits: JsonLimits): StrictJson {
  if (bytes.length > limits.bytes) {
    return { ok: false, message: `${bytes.length} bytes, at most ${limits.bytes} are read` };
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const cursor: Cursor = { text, depthMax: limits.depth, at: 0, isCanonical: true };
    return { ok: true, value: whole(cursor), isCanonical: cursor.isCanonical };
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, message: error.message };
    if (error instanceof TypeError) return { ok: false, message: "not UTF-8" };
    throw error;
  }
}

function whole(cursor: Cursor): Json {
  const value = valueOf(cursor, 0);
  const endsRight = cursor.text.endsWith("\n") && cursor.at === cursor.text.length - 1;
  const isCanonical = cursor.isCanonical && endsRight;
  skipSpace(cursor);
  cursor.isCanonical = isCanonical;
  if (cursor.at < cursor.text.length) throw unexpected(cursor);
  return value;
}

function valueOf(cursor: Cursor, depth: number): Json {
  skipSpace(cursor);
  const sign = cursor.text[cursor.at];
  if (sign === "{") return objectOf(cursor, deeper(cursor, depth));
  if (sign === "[") return listOf(cursor, deeper(cursor, depth));
  return sign === '"' ? stringOf(cursor) : scalarOf(cursor);
}

function deeper(cursor: Cursor, depth: number): number {
  if (depth >= cursor.depthMax) {
    throw new Malformed(`nested deeper than ${cursor.depthMax} levels at offset ${cursor.at}`);
  }
  cursor.at += 1;
  return depth + 1;
}

function objectOf(cursor: Cursor, depth: number): Json {
  const value: Record<string, Json> = {};
  if (taken(cursor, "}")) return value;
  let before: string | undefined;
  do {
    skipSpace(cursor);
    const at = cursor.at;
    const key = stringOf(cursor);
    if (key === "__proto__") throw new Malformed(`the member __proto__ at offset ${at}`);
    if (Object.hasOwn(value, key)) {
      throw new Malformed(`the member ${JSON.stringify(key)} twice, again at offset ${at}`);
    }
    if (before !== undefined && before > key) cursor.isCanonical = false;
    before = key;
    expect(cursor, ":");
    value[key] = valueOf(cursor, depth);
  } while (taken(cursor, ","));
  expect(cursor, "}");
  return value;
}

function listOf(cursor: Cursor, depth: number): Json {
  const value: Json[] = [];
  if (taken(cursor, "]")) return value;
  do value.push(valueOf(cursor, depth));
  while (taken(cursor, ","));
  expect(cursor, "]");
  return value;
}

function stringOf(cursor: Cursor): string {
  if (cursor.text[cursor.at] !== '"') throw unexpected(cursor);
  const start = cursor.at;
  const end = endOfString(cursor.text, start + 1);
  if (end < 0) throw new Malformed(`a string without end at offset ${start}`);
  cursor.at = end + 1;
  const raw = cursor.text.slice(start + 1, end);
  // oxlint-disable-next-line no-control-regex -- JSON forbids them inside strings
  if (!/[\\\u0000-\u001f]/u.test(raw)) return raw;
  const spelled = cursor.text.slice(start, end + 1);
  const value = unescaped(spelled, start);
  if (JSON.stringify(value) !== spelled) cursor.isCanonical = false;
  return value;
}

/** Offset of the quote that ends the string; -1 without one. */
function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from);
  while (end >= 0) {
    let slash = end - 1;
    while (slash >= from && text[slash] === "\\") slash -= 1;
    if ((end - slash) % 2 === 1) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}

function unescaped(quoted: string, offset: number): string {
  let value: unknown;
  try {
    value = JSON.parse(quoted);
  } catch {
    throw new Malformed(`a string with a wrong escape or control character at offset ${offset}`);
  }
  if (typeof value === "string" && value.isWellFormed()) return value;
  throw new Malformed(`a string with a lone surrogate at offset ${offset}`);
}

const words: readonly (readonly [string, Json])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

const numeral = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/uy;

function scalarOf(cursor: Cursor): Json {
  for (const [word, value] of words) {
    if (cursor.text.startsWith(word, cursor.at)) {
      cursor.at += word.length;
      return value;
    }
  }
  numeral.lastIndex = cursor.at;
  const [found] = numeral.exec(cursor.text) ?? [];
  if (found === undefined) throw unexpected(cursor);
  cursor.at += found.length;
  const value = Number(found);
  if (String(value) !== found) cursor.isCanonical = false;
  return value;
}

function skipSpace(cursor: Cursor): void {
  // The first test is enough for all that is written without white space.
  while (cursor.text.charCodeAt(cursor.at) <= 0x20 && isSpace(cursor.text[cursor.at])) {
    cursor.at += 1;
    cursor.isCanonical = false;
  }
}

function isSpace(sign: string | undefined): boolean {
  return sign === " " || sign === "\t" || sign === "\r" || sign === "\n";
}

function taken(cursor: Cursor, sign: string): boolean {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== sign) return false;
  cursor.at += 1;
  return true;
}

function expect(cursor: Cursor, sign: string): void {
  if (!taken(cursor, sign)) throw unexpected(cursor);
}

function unexpected({ text, at }: Cursor): Malformed {
  const found = at < text.length ? JSON.stringify(text[at]) : "the end of the text";
  return new Malformed(`${found} is not expected at offset ${at}`);
}
