import { byCodeUnit } from "../base/compare.ts";
import { isObject, memberOf, pointerOf, type Json, type Steps } from "../base/json.ts";
import { nearest } from "../base/text.ts";

/** Turns a plain value into a typed one, or says what does not fit. Formats of ours are strict. */
export type Shape<T> = (value: Json | undefined, at: Steps) => T;

export type Fitted<T> =
  | { readonly ok: true; readonly value: T }
  /** `at` is a JSON pointer, `expected` a phrase that follows "expected". */
  | { readonly ok: false; readonly at: string; readonly expected: string; readonly found: string };

class Misfit extends Error {
  readonly at: Steps;
  readonly expected: string;
  readonly found: string;

  constructor(at: Steps, expected: string, found: string) {
    super(expected);
    this.at = at;
    this.expected = expected;
    this.found = found;
  }
}

/** The typed value, or the first place that does not fit; never throws on content. */
export function fit<T>(shape: Shape<T>, value: Json): Fitted<T> {
  try {
    return { ok: true, value: shape(value, []) };
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    return { ok: false, at: pointerOf(error.at), expected: error.expected, found: error.found };
  }
}

type Members = Readonly<Record<string, Shape<unknown>>>;
type Values<M extends Members> = { readonly [K in keyof M]: ReturnType<M[K]> };

/** An object with all required members and no unknown ones. */
export function record<R extends Members>(required: R): Shape<Values<R>>;
export function record<R extends Members, O extends Members>(
  required: R,
  optional: O,
): Shape<Values<R> & Partial<Values<O>>>;
export function record(required: Members, optional: Members = {}): Shape<Values<Members>> {
  const known = [...Object.keys(required), ...Object.keys(optional)];
  return (value, at) => {
    if (!isObject(value)) throw misfit(value, at, "an object");
    const unknownKey = Object.keys(value).find((key) => !known.includes(key));
    if (unknownKey !== undefined) throw unknownMember(unknownKey, known, at);
    const members = [
      ...Object.entries(required),
      ...Object.entries(optional).filter(([key]) => Object.hasOwn(value, key)),
    ];
    return Object.fromEntries(
      members.map(([key, shape]) => [key, shape(memberOf(value, key), [...at, key])]),
    );
  };
}

/** An object that maps any key of the right form to values of one shape. */
export function mapOf<T>(key: RegExp, item: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, at) => {
    if (!isObject(value)) throw misfit(value, at, "an object");
    const wrong = Object.keys(value).find((name) => !key.test(name));
    if (wrong !== undefined) throw new Misfit(at, `keys of the form ${key.source}`, quoted(wrong));
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, item(member, [...at, name])]),
    );
  };
}

/** A list in strictly rising order of `key`, so that one set has one spelling. */
export function sorted<T>(
  item: Shape<T>,
  key: (value: T) => string,
  least = 0,
): Shape<readonly T[]> {
  return (value, at) => {
    const values = items(value, at, item);
    if (values.length < least) throw misfit(value, at, `at least ${least} items`);
    for (const [index, next] of values.entries()) {
      const before = values[index - 1];
      if (before === undefined || byCodeUnit(key(before), key(next)) < 0) continue;
      throw new Misfit([...at, index], "items in rising order, each once", quoted(key(next)));
    }
    return values;
  };
}

/** A list of exactly one item. */
export function single<T>(item: Shape<T>): Shape<readonly [T]> {
  return (value, at) => {
    const [only, ...others] = items(value, at, item);
    if (only === undefined || others.length > 0)
      throw misfit(value, at, "a list of exactly one item");
    return [only];
  };
}

/** Text of any length and content. */
export const anyText: Shape<string> = (value, at) => {
  if (typeof value === "string") return value;
  throw misfit(value, at, "text");
};

export function text(pattern: RegExp, expected: string): Shape<string> {
  return (value, at) => {
    if (typeof value === "string" && value.length <= 4096 && pattern.test(value)) return value;
    throw misfit(value, at, expected);
  };
}

/** Text that a guard narrows to its brand. */
export function branded<T extends string>(
  guard: (value: string) => value is T,
  expected: string,
): Shape<T> {
  return (value, at) => {
    if (typeof value === "string" && guard(value)) return value;
    throw misfit(value, at, expected);
  };
}

export function oneOf<T extends string>(...words: readonly T[]): Shape<T> {
  return (value, at) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw misfit(value, at, words.join(" or "));
    return word;
  };
}

export function integer(least: number): Shape<number> {
  return (value, at) => {
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
    throw misfit(value, at, `an integer of at least ${least}`);
  };
}

function items<T>(value: Json | undefined, at: Steps, item: Shape<T>): readonly T[] {
  if (!Array.isArray(value)) throw misfit(value, at, "a list");
  return value.map((member: Json, index) => item(member, [...at, index]));
}

function misfit(value: Json | undefined, at: Steps, expected: string): Misfit {
  return new Misfit(at, expected, described(value));
}

function unknownMember(key: string, known: readonly string[], at: Steps): Misfit {
  const near = nearest(key, known);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  return new Misfit(at, `no member but ${known.join(", ")}${hint}`, quoted(key));
}

function described(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

function quoted(value: string): string {
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
}
