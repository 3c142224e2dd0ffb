import { isObject, type Json, type JsonObject } from "../base/json.ts";

/** Says that bytes were not written by `pack` with the same codec. Nobody but `unpack` sees it. */
class Foreign extends Error {}

/** How values of one type are written as bytes and read again; a read value has its type. */
export interface Codec<T> {
  readonly write: (output: Output, value: T) => void;
  /** @throws Foreign for bytes that no `write` made */
  readonly read: (input: Input) => T;
}

/** Values that were unpacked, with what packing them again can take from: most of them stay the same. */
export interface Packed<T> {
  readonly values: readonly T[];
  /** The bytes of each value, which name texts by number. */
  readonly parts: ReadonlyMap<T, Uint8Array>;
  readonly texts: readonly string[];
  /** How many texts there were when all values were last packed anew. */
  readonly textsOnce: number;
}

/**
 * The values as bytes: small numbers, and every text once, however often it occurs. What `before`
 * holds is copied.
 *
 * @returns `textsOnce` and the length of the table of texts, four bytes each, then the table as
 *   JSON, the number of values, the values
 */
export function pack<T>(item: Codec<T>, values: readonly T[], before?: Packed<T>): Uint8Array {
  const output = new Output(before?.texts ?? []);
  output.number(values.length);
  for (const value of values) {
    const part = before?.parts.get(value);
    if (part === undefined) item.write(output, value);
    else output.copy(part);
  }
  const texts = output.texts();
  // Texts of values that are gone pile up: at some time it is better to begin anew.
  if (before !== undefined && texts.length > 2 * before.textsOnce) return pack(item, values);
  const table = Buffer.from(JSON.stringify(texts));
  const head = Buffer.alloc(headLength);
  head.writeUInt32BE(before?.textsOnce ?? texts.length);
  head.writeUInt32BE(table.length, 4);
  return Buffer.concat([head, table, output.bytes()]);
}

/** What `pack` wrote with this codec; undefined for any other bytes. */
export function unpack<T>(item: Codec<T>, bytes: Uint8Array): Packed<T> | undefined {
  try {
    return unpacked(item, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch {
    // Cut short, no JSON, nested without end: none of it is ours.
    return undefined;
  }
}

function unpacked<T>(item: Codec<T>, bytes: Buffer): Packed<T> {
  const start = headLength + bytes.readUInt32BE(4);
  const texts = textsIn(JSON.parse(bytes.toString("utf8", headLength, start)));
  const input = new Input(bytes.subarray(start), texts);
  const parts = new Map<T, Uint8Array>();
  const values = list({
    ...item,
    read: () => {
      const { at } = input;
      const value = item.read(input);
      parts.set(value, input.since(at));
      return value;
    },
  }).read(input);
  if (input.left > 0) throw new Foreign();
  return { values, parts, texts, textsOnce: bytes.readUInt32BE() };
}

const headLength = 8;

function textsIn(table: unknown): readonly string[] {
  if (Array.isArray(table) && table.every((text) => typeof text === "string")) return table;
  throw new Foreign();
}

/** Bytes that grow, and the texts that they name by number. */
class Output {
  #bytes = Buffer.allocUnsafe(1 << 16);
  #length = 0;
  readonly #texts: Map<string, number>;

  constructor(texts: readonly string[]) {
    this.#texts = new Map(texts.map((one, number) => [one, number]));
  }

  /** A whole number from 0 to 2^32 - 1, seven bits a byte, the lowest first. */
  number(value: number): void {
    this.#reserve(5);
    let rest = value;
    for (; rest > 127; rest >>>= 7) this.#bytes[this.#length++] = (rest & 127) | 128;
    this.#bytes[this.#length++] = rest;
  }

  text(value: string): void {
    const known = this.#texts.get(value);
    if (known === undefined) this.#texts.set(value, this.#texts.size);
    this.number(known ?? this.#texts.size - 1);
  }

  copy(part: Uint8Array): void {
    this.#reserve(part.length);
    this.#bytes.set(part, this.#length);
    this.#length += part.length;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], 2 * needed);
  }

  texts(): readonly string[] {
    return [...this.#texts.keys()];
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** A reading position in such bytes. */
class Input {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #texts: readonly string[];

  constructor(bytes: Uint8Array, texts: readonly string[]) {
    this.#bytes = bytes;
    this.#texts = texts;
  }

  number(): number {
    let value = 0;
    for (let shift = 0; shift < 32; shift += 7) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) throw new Foreign();
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
    throw new Foreign();
  }

  text(): string {
    return present(this.#texts[this.number()]);
  }

  /** The bytes that were read since the position was there. */
  since(start: number): Uint8Array {
    return this.#bytes.subarray(start, this.at);
  }

  /** Bytes not read yet; no more than that many values can follow. */
  get left(): number {
    return this.#bytes.length - this.at;
  }
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Foreign();
  return value;
}

export const whole: Codec<number> = {
  write: (output, value) => output.number(value),
  read: (input) => input.number(),
};

export const flag: Codec<boolean> = {
  write: (output, value) => output.number(value ? 1 : 0),
  read: (input) => input.number() === 1,
};

export const text: Codec<string> = {
  write: (output, value) => output.text(value),
  read: (input) => input.text(),
};

/** A text of a form that its type promises. */
export function textThat<T extends string>(is: (value: string) => value is T): Codec<T> {
  return {
    write: (output, value) => output.text(value),
    read: (input) => {
      const value = input.text();
      if (!is(value)) throw new Foreign();
      return value;
    },
  };
}

/** One of a closed set of words, in a byte. The set must be whole: a type with more words does not fit. */
export function word<const T>(words: readonly T[]): Codec<T> {
  const numbers = new Map(words.map((one, number) => [one, number]));
  return {
    write: (output, value) => output.number(present(numbers.get(value))),
    read: (input) => present(words[input.number()]),
  };
}

export function optional<T>(codec: Codec<T>): Codec<T | undefined> {
  return {
    write: (output, value) => {
      output.number(value === undefined ? 0 : 1);
      if (value !== undefined) codec.write(output, value);
    },
    read: (input) => (input.number() === 0 ? undefined : codec.read(input)),
  };
}

export function list<T>(item: Codec<T>): Codec<readonly T[]> {
  return {
    write: (output, items) => {
      output.number(items.length);
      for (const one of items) item.write(output, one);
    },
    read: (input) => {
      const length = input.number();
      if (length > input.left) throw new Foreign();
      // oxlint-disable-next-line unicorn/no-new-array -- a list that grows keeps room for many more, and most are short
      const items = new Array<T>(length);
      for (let index = 0; index < length; index += 1) items[index] = item.read(input);
      return items;
    },
  };
}

/** A codec for each member, in the order in which a value has them; those of optional members may be undefined. */
export type Fields<T> = {
  readonly [K in keyof T]-?: Codec<object extends Pick<T, K> ? T[K] | undefined : T[K]>;
};
type Members = Readonly<Record<string, Codec<unknown>>>;
type Values = Readonly<Record<string, unknown>>;

/** An object with exactly these members; one that is undefined is left out. */
export function record<T>(fields: Fields<T>): Codec<T>;
export function record(fields: Members): Codec<Values> {
  const members = Object.entries(fields);
  return {
    write: (output, value) => {
      for (const [name, codec] of members) codec.write(output, value[name]);
    },
    read: (input) => {
      const made: Record<string, unknown> = {};
      for (const [name, codec] of members) {
        const value = codec.read(input);
        if (value !== undefined) made[name] = value;
      }
      return made;
    },
  };
}

/** The cases of a union by the word in their member `Tag`, which comes first in each. */
type Cases<T, Tag extends keyof T> = {
  readonly [Word in T[Tag] & string]: Fields<Omit<Case<T, Tag, Word>, Tag>>;
};
type Case<T, Tag extends keyof T, Word> = T extends unknown
  ? Word extends T[Tag]
    ? T
    : never
  : never;

/** One of several kinds of object, told apart by one member. */
export function union<T, Tag extends keyof T & string>(tag: Tag, cases: Cases<T, Tag>): Codec<T>;
export function union(tag: string, cases: Readonly<Record<string, Members>>): Codec<Values> {
  const names = Object.keys(cases);
  const records = Object.entries(cases).map(([name, fields]) =>
    record<Values>({ [tag]: constant(name), ...fields }),
  );
  const numbers = new Map<unknown, number>(names.map((name, number) => [name, number]));
  return {
    write: (output, value) => {
      const number = present(numbers.get(value[tag]));
      output.number(number);
      records[number]?.write(output, value);
    },
    read: (input) => present(records[input.number()]).read(input),
  };
}

function constant(value: unknown): Codec<unknown> {
  return { write: () => {}, read: () => value };
}

/** An object with any members of one type. */
export function mapOf<T>(member: Codec<T>): Codec<Readonly<Record<string, T>>> {
  const pairs = list<readonly [string, T]>({
    write: (output, [name, value]) => {
      output.text(name);
      member.write(output, value);
    },
    read: (input) => [input.text(), member.read(input)],
  });
  return {
    write: (output, value) => pairs.write(output, Object.entries(value)),
    // Unlike an assignment this makes a member of `__proto__` too.
    read: (input) => Object.fromEntries(pairs.read(input)),
  };
}

/** Any plain value. A number is kept as its text. */
export const json: Codec<Json> = {
  write: (output, value) => {
    if (value === null) output.number(0);
    else if (typeof value === "boolean") output.number(value ? 2 : 1);
    else if (typeof value === "string") tagged(output, 3, text, value);
    else if (typeof value === "number") tagged(output, 4, text, String(value));
    else if (isObject(value)) tagged(output, 5, jsonObject, value);
    else tagged(output, 6, jsonList, value);
  },
  read: (input) => {
    const kind = input.number();
    if (kind === 0) return null;
    if (kind <= 2) return kind === 2;
    if (kind === 3) return input.text();
    if (kind === 4) return finite(Number(input.text()));
    if (kind > 6) throw new Foreign();
    return kind === 5 ? jsonObject.read(input) : jsonList.read(input);
  },
};
export const jsonObject: Codec<JsonObject> = mapOf(json);
const jsonList = list(json);

function tagged<T>(output: Output, kind: number, codec: Codec<T>, value: T): void {
  output.number(kind);
  codec.write(output, value);
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new Foreign();
  return value;
}
