import type { Json } from "../base/json.ts";
import { SYN_001 } from "../diagnostic/rules/syn.ts";
import { limits } from "./limits.ts";
import { floatOf, integerOf } from "./number.ts";
import {
  halfCharacter,
  quoted,
  refusedKey,
  repeatedKey,
  tooDeep,
  type Problem,
} from "./problem.ts";
import type { Span } from "./span.ts";

/** What a JSON text is turned into: values (json.ts) or places (locate.ts). */
export interface JsonBuilder<T> {
  scalar(value: Json, span: Span): T;
  list(items: readonly T[], span: Span): T;
  map(members: ReadonlyMap<string, JsonMember<T>>, span: Span): T;
}

export interface JsonMember<T> {
  readonly key: Span;
  readonly value: T;
}

export interface ReadJson<T> {
  /** Undefined after a syntax error. */
  readonly root: T | undefined;
  readonly problems: readonly Problem[];
}

/** Reads one strict JSON text (RFC 8259) in a single pass; a repeated key keeps its first value. */
export function readJsonText<T>(text: string, builder: JsonBuilder<T>): ReadJson<T> {
  const cursor = new Cursor(text, builder);
  return { root: cursor.text(), problems: cursor.problems };
}

const space = /[ \t\n\r]*/y;
const numeral = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
const word = /[A-Za-z_$][\w$]*/y;
const constants: ReadonlyMap<string, Json> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** The reading position. A syntax error is kept, and every method then returns undefined. */
class Cursor<T> {
  readonly problems: Problem[] = [];
  readonly #source: string;
  readonly #builder: JsonBuilder<T>;
  #at = 0;
  #failed = false;

  constructor(source: string, builder: JsonBuilder<T>) {
    this.#source = source;
    this.#builder = builder;
  }

  text(): T | undefined {
    const root = this.#value(0);
    this.#skip();
    if (root !== undefined && this.#at < this.#source.length) {
      return this.#fail("one value and nothing after it is expected");
    }
    return root;
  }

  #value(depth: number): T | undefined {
    this.#skip();
    const first = this.#source[this.#at];
    if (first === "{") return this.#map(depth + 1);
    if (first === "[") return this.#list(depth + 1);
    const start = this.#at;
    const value = first === '"' ? this.#string() : this.#plain();
    return value === undefined ? undefined : this.#builder.scalar(value, this.#since(start));
  }

  #map(depth: number): T | undefined {
    const start = this.#at;
    const members = new Map<string, JsonMember<T>>();
    if (depth > limits.depth) return this.#stop(tooDeep(this.#next()));
    if (this.#opens("}")) return this.#builder.map(members, this.#since(start));
    do {
      if (!this.#member(members, depth)) return undefined;
    } while (this.#take(","));
    if (!this.#take("}")) return this.#fail("a comma or the closing } is expected");
    return this.#builder.map(members, this.#since(start));
  }

  /** False after a syntax error. */
  #member(members: Map<string, JsonMember<T>>, depth: number): boolean {
    this.#skip();
    const start = this.#at;
    const name =
      this.#source[start] === '"'
        ? this.#string()
        : this.#fail("a key in double quotes is expected");
    if (name === undefined) return false;
    const key = this.#since(start);
    if (!this.#take(":")) {
      this.#fail("a colon after the key is expected");
      return false;
    }
    const value = this.#value(depth);
    if (value === undefined) return false;
    const first = members.get(name)?.key;
    if (first !== undefined) this.#report(repeatedKey(name, key, first));
    else if (name === "__proto__") this.#report(refusedKey(name, key));
    else members.set(name, { key, value });
    return true;
  }

  #list(depth: number): T | undefined {
    const start = this.#at;
    const items: T[] = [];
    if (depth > limits.depth) return this.#stop(tooDeep(this.#next()));
    if (this.#opens("]")) return this.#builder.list(items, this.#since(start));
    do {
      const item = this.#value(depth);
      if (item === undefined) return undefined;
      items.push(item);
    } while (this.#take(","));
    if (!this.#take("]")) return this.#fail("a comma or the closing ] is expected");
    return this.#builder.list(items, this.#since(start));
  }

  #string(): string | undefined {
    const start = this.#at;
    const end = endOfQuoted(this.#source, start);
    if (end === undefined) return this.#fail("this text has no closing quote");
    const inner = this.#source.slice(start + 1, end - 1);
    const control = controlIn(inner);
    if (control >= 0) {
      this.#at = start + 1 + control;
      return this.#fail("a line feed, tab or other control character in a text must be escaped");
    }
    this.#at = end;
    return inner.includes("\\") ? this.#unescaped(start, end) : inner;
  }

  #unescaped(start: number, end: number): string | undefined {
    const text = parsedString(this.#source.slice(start, end));
    if (text === undefined) {
      this.#at = start;
      return this.#fail("this text holds an unknown escape");
    }
    if (text.isWellFormed()) return text;
    this.#report(halfCharacter({ start, end }));
    return text.toWellFormed();
  }

  #plain(): Json | undefined {
    const written = this.#match(numeral);
    if (written !== undefined && written !== "") {
      this.#at += written.length;
      return numberOf(written);
    }
    const name = this.#match(word);
    const value = name === undefined ? undefined : constants.get(name);
    if (name === undefined || value === undefined) return this.#fail(this.#expectation(name));
    this.#at += name.length;
    return value;
  }

  #expectation(name: string | undefined): string {
    if (this.#at >= this.#source.length) return "the file ends where a value is expected";
    if (name !== undefined) return `${quoted(name)} is no JSON value; a text needs double quotes`;
    const next = this.#source[this.#at] ?? "";
    if (next === "/" || next === "#") return "JSON has no comments";
    return next === "]" || next === "}"
      ? "a value is expected after the comma"
      : "a value is expected";
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#source)?.[0];
  }

  /** Steps over an opening bracket, and over the closing one where nothing is between. */
  #opens(closing: string): boolean {
    this.#at += 1;
    return this.#take(closing);
  }

  #take(character: string): boolean {
    this.#skip();
    if (this.#source[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #skip(): void {
    this.#at += this.#match(space)?.length ?? 0;
  }

  #since(start: number): Span {
    return { start, end: this.#at };
  }

  #report(problem: Problem): void {
    if (this.problems.length <= limits.problems) this.problems.push(problem);
  }

  #next(): Span {
    return { start: this.#at, end: this.#at + 1 };
  }

  #fail(message: string): undefined {
    return this.#stop({ rule: SYN_001, message, span: this.#next() });
  }

  /** Keeps the first problem after which nothing can be read. */
  #stop(problem: Problem): undefined {
    if (!this.#failed) this.problems.push(problem);
    this.#failed = true;
  }
}

/** Offset after the closing quote of the text that opens at `start`; undefined if it never closes. */
export function endOfQuoted(text: string, start: number): number | undefined {
  const quote = text[start] ?? "";
  let at = start + 1;
  for (;;) {
    const close = text.indexOf(quote, at);
    if (close < 0) return undefined;
    let slashes = 0;
    while (close - slashes > at && text[close - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return close + 1;
    at = close + 1;
  }
}

/** Offset of the first control character, or -1. */
function controlIn(text: string): number {
  // oxlint-disable-next-line no-control-regex -- RFC 8259, 7: these must be escaped
  return text.search(/[\u0000-\u001f]/u);
}

function parsedString(literal: string): string | undefined {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

function numberOf(written: string): number | string {
  if (/[.eE]/u.test(written)) return floatOf(written);
  const negative = written.startsWith("-");
  return integerOf(negative ? written.slice(1) : written, 10, negative) ?? written;
}
