import { limits } from "./limits.ts";
import type { Span } from "./span.ts";
import { endOfText, endOnLine, isTime, unescaped } from "./toml-text.ts";

/** Where a value of a TOML file stands. Tables grow as more of them is met. */
export interface TomlSpot {
  key: Span | undefined;
  start: number;
  end: number;
  readonly members: Map<string, TomlSpot>;
  /** Elements of an array or an array of tables; undefined for everything else. */
  items: TomlSpot[] | undefined;
}

export interface TomlKey {
  readonly name: string;
  readonly span: Span;
}

export interface TomlScan {
  readonly root: TomlSpot;
  /** Keys that name a table: of headers, and all but the last of a dotted key. */
  readonly tables: readonly TomlKey[];
  /** Values that are a date, a time of day, or both. */
  readonly times: readonly Span[];
  /** A key that was given a value before, and where. */
  readonly repeated?: TomlKey & { readonly first: Span | undefined };
  /** Where the text stops being TOML, or nests too deep. */
  readonly fault?: { readonly offset: number; readonly deep: boolean };
}

/**
 * Finds where each key and value of a TOML text stands (TOML 1.0). It checks no more than it needs
 * to find its way; whether the text is valid is for the parser to say.
 */
export function scanToml(text: string): TomlScan {
  const scanner = new Scanner(text);
  const complete = scanner.file();
  return {
    root: scanner.root,
    tables: scanner.tables,
    times: scanner.times,
    ...(scanner.repeated !== undefined && { repeated: scanner.repeated }),
    ...(!complete && { fault: scanner.position() }),
  };
}

const bareKey = /[\w-]+/y;
const blank = /[ \t]*/y;
const space = /[ \t\r\n]*/y;
/** A date and a time may have a space between them: the only bare value that holds one. */
const bareValue = /\d{4}-\d\d-\d\d \d\d:[\d:.]+(?:Z|[-+]\d\d:\d\d)?|[^\s,\]}#]+/y;
/** The position in the text, and the table that statements belong to. What fails is false or undefined. */
class Scanner {
  readonly root: TomlSpot;
  readonly tables: TomlKey[] = [];
  readonly times: Span[] = [];
  repeated: TomlScan["repeated"];
  readonly #source: string;
  #at = 0;
  #deep = false;
  #table: TomlSpot;
  /** What ends where the last statement does: the table, and the array that it is the last of. */
  #growing: readonly TomlSpot[] = [];

  constructor(source: string) {
    this.#source = source;
    this.root = spotOf({ start: 0, end: source.length });
    this.#table = this.root;
  }

  position(): { readonly offset: number; readonly deep: boolean } {
    return { offset: this.#at, deep: this.#deep };
  }

  /** Whether the whole text could be followed. */
  file(): boolean {
    for (;;) {
      this.#gap();
      if (this.#at >= this.#source.length) return true;
      const done = this.#source[this.#at] === "[" ? this.#header() : this.#statement();
      if (!done || !this.#lineEnd()) return false;
    }
  }

  #header(): boolean {
    const start = this.#at;
    const isElement = this.#source.startsWith("[[", start);
    this.#at += isElement ? 2 : 1;
    const path = this.#path();
    if (path === undefined || !this.#take(isElement ? "]]" : "]")) return false;
    for (const key of path) this.tables.push(key);
    this.#enter(path, { start, end: this.#at }, isElement);
    return true;
  }

  #enter(path: readonly TomlKey[], span: Span, isElement: boolean): void {
    let parent = this.root;
    for (const key of path.slice(0, -1)) parent = latest(memberOf(parent, key, span));
    const last = path.at(-1);
    if (last === undefined) return;
    const spot = memberOf(parent, last, span);
    if (isElement) {
      this.#table = spotOf(span, last.span);
      spot.items ??= [];
      spot.items.push(this.#table);
      this.#growing = [spot, this.#table];
    } else {
      this.#table = Object.assign(spot, span, { key: last.span });
      this.#growing = [spot];
    }
    for (const grown of this.#growing) grown.end = span.end;
  }

  #statement(): boolean {
    if (!this.#pair(this.#table, 0)) return false;
    for (const spot of this.#growing) spot.end = this.#at;
    return true;
  }

  /** `key = value` into a table. */
  #pair(table: TomlSpot, depth: number): boolean {
    const path = this.#path();
    if (path === undefined || !this.#take("=")) return false;
    this.#blank();
    const value = this.#value(depth);
    if (value === undefined) return false;
    this.#insert(table, path, value);
    return true;
  }

  #insert(table: TomlSpot, path: readonly TomlKey[], value: TomlSpot): void {
    let parent = table;
    for (const key of path.slice(0, -1)) {
      this.tables.push(key);
      parent = memberOf(parent, key, { start: key.span.start, end: value.end });
      parent.end = Math.max(parent.end, value.end);
    }
    const last = path.at(-1);
    if (last === undefined) return;
    const first = parent.members.get(last.name);
    if (first === undefined)
      parent.members.set(last.name, Object.assign(value, { key: last.span }));
    else this.repeated ??= { ...last, first: first.key };
  }

  #path(): readonly TomlKey[] | undefined {
    const path: TomlKey[] = [];
    do {
      this.#blank();
      const key = this.#key();
      if (key === undefined) return undefined;
      path.push(key);
    } while (this.#take("."));
    return path;
  }

  #key(): TomlKey | undefined {
    const start = this.#at;
    const quote = this.#source[start];
    const isQuoted = quote === '"' || quote === "'";
    const end = isQuoted ? endOnLine(this.#source, start) : start + this.#match(bareKey).length;
    if (end === undefined || end === start) return undefined;
    this.#at = end;
    const text = this.#source.slice(start, end);
    const name = isQuoted ? text.slice(1, -1) : text;
    return { name: quote === '"' ? unescaped(name) : name, span: { start, end } };
  }

  #value(depth: number): TomlSpot | undefined {
    const start = this.#at;
    const first = this.#source[start];
    if (first === "[" || first === "{") return this.#collection(first, depth);
    const isQuoted = first === '"' || first === "'";
    const end = isQuoted ? endOfText(this.#source, start) : start + this.#match(bareValue).length;
    if (end === undefined || end === start) return undefined;
    this.#at = end;
    if (!isQuoted && isTime(this.#source.slice(start, end))) this.times.push({ start, end });
    return spotOf({ start, end });
  }

  #collection(opening: string, depth: number): TomlSpot | undefined {
    // The root table is the first level.
    this.#deep = depth + 2 > limits.depth;
    if (this.#deep) return undefined;
    const spot = spotOf({ start: this.#at, end: this.#at });
    this.#at += 1;
    const isClosed =
      opening === "[" ? this.#elements(spot, depth + 1) : this.#members(spot, depth + 1);
    return isClosed ? Object.assign(spot, { end: this.#at }) : undefined;
  }

  #elements(spot: TomlSpot, depth: number): boolean {
    const items: TomlSpot[] = [];
    spot.items = items;
    do {
      this.#gap();
      if (this.#source[this.#at] === "]") break;
      const item = this.#value(depth);
      if (item === undefined) return false;
      items.push(item);
      this.#gap();
    } while (this.#take(","));
    return this.#take("]");
  }

  #members(spot: TomlSpot, depth: number): boolean {
    if (this.#take("}")) return true;
    do {
      if (!this.#pair(spot, depth)) return false;
    } while (this.#take(","));
    return this.#take("}");
  }

  #lineEnd(): boolean {
    this.#blank();
    const next = this.#source[this.#at];
    return next === undefined || next === "\n" || next === "\r" || next === "#";
  }

  #take(mark: string): boolean {
    this.#blank();
    if (!this.#source.startsWith(mark, this.#at)) return false;
    this.#at += mark.length;
    return true;
  }

  #blank(): void {
    this.#at += this.#match(blank).length;
  }

  /** Steps over white space, line ends and comments. */
  #gap(): void {
    this.#at += this.#match(space).length;
    while (this.#source[this.#at] === "#") {
      const end = this.#source.indexOf("\n", this.#at);
      this.#at = end < 0 ? this.#source.length : end;
      this.#at += this.#match(space).length;
    }
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#source)?.[0] ?? "";
  }
}

function spotOf({ start, end }: Span, key?: Span): TomlSpot {
  return { key, start, end, members: new Map(), items: undefined };
}

/** The member of that name, made where the table has none yet. */
function memberOf(table: TomlSpot, key: TomlKey, span: Span): TomlSpot {
  const known = table.members.get(key.name);
  if (known !== undefined) return known;
  const made = spotOf(span, key.span);
  table.members.set(key.name, made);
  return made;
}

/** The table that a header means by a name: of an array of tables the last one. */
function latest(spot: TomlSpot): TomlSpot {
  return spot.items?.at(-1) ?? spot;
}
