import { byCodeUnit } from "../base/compare.ts";
import { isObject, pointerOf, type Json } from "../base/json.ts";
import { nearest } from "../base/text.ts";

/**
 * Says that a plain value has a type: gives it back as it is, or throws what does not fit. Formats
 * of ours are strict.
 */
export type Shape<T> = (value: Json | undefined) => T;

export type Fitted<T> =
  | { readonly ok: true; readonly value: T }
  /** `at` is a JSON pointer, `expected` a phrase that follows "expected". */
  | { readonly ok: false; readonly at: string; readonly expected: string; readonly found: string };

/** Its path grows on the way out, so that values which fit cost no paths. */
class Misfit extends Error {
  readonly at: (string | number)[] = [];
  readonly expected: string;
  readonly found: string;

  constructor(expected: string, found: string) {
    super(expected);
    this.expected = expected;
    this.found = found;
  }
}

/** The typed value, or the first place that does not fit; never throws on content. */
export function fit<T>(shape: Shape<T>, value: Json): Fitted<T> {
  try {
    return { ok: true, value: shape(value) };
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    return { ok: false, at: pointerOf(error.at), expected: error.expected, found: error.found };
  }
}

function inside<T>(step: string | number, shape: Shape<T>, value: Json | undefined): T {
  try {
    return shape(value);
  } catch (error) {
    if (error instanceof Misfit) error.at.unshift(step);
    throw error;
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
  const known: ReadonlyMap<string, Shape<unknown>> = new Map(
    Object.entries({ ...required, ...optional }),
  );
  const needed = Object.keys(required);
  return (value) => {
    if (!isObject(value)) throw misfit(value, "an object");
    for (const key of Object.keys(value)) {
      const shape = known.get(key);
      if (shape === undefined) throw unknownMember(key, [...known.keys()]);
      inside(key, shape, value[key]);
    }
    for (const key of needed) if (!Object.hasOwn(value, key)) inside(key, nothing, undefined);
    return value;
  };
}

const nothing: Shape<never> = (value) => {
  throw misfit(value, "a value");
};

/** An object that maps any key of the right form to values of one shape. */
export function mapOf<T>(key: RegExp, item: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value) => {
    if (!isObject(value)) throw misfit(value, "an object");
    const wrong = Object.keys(value).find((name) => !key.test(name));
    if (wrong !== undefined) throw new Misfit(`keys of the form ${key.source}`, quoted(wrong));
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, inside(name, item, member)]),
    );
  };
}

/** A list in strictly rising order of `key`, so that one set has one spelling. */
export function sorted<T>(
  item: Shape<T>,
  key: (value: T) => string,
  least = 0,
): Shape<readonly T[]> {
  return (value) => {
    const values = items(value, item);
    if (values.length < least) throw misfit(value, `at least ${least} items`);
    let before: string | undefined;
    for (const [index, next] of values.entries()) {
      const now = key(next);
      if (before !== undefined && byCodeUnit(before, now) >= 0) inside(index, unsorted, now);
      before = now;
    }
    return values;
  };
}

const unsorted: Shape<never> = (value) => {
  throw misfit(value, "items in rising order, each once");
};

/** A list of exactly one item. */
export function single<T>(item: Shape<T>): Shape<readonly [T]> {
  return (value) => {
    const [only, ...others] = items(value, item);
    if (only === undefined || others.length > 0) throw misfit(value, "a list of exactly one item");
    return [only];
  };
}

/** Text of any length and content. */
export const anyText: Shape<string> = (value) => {
  if (typeof value === "string") return value;
  throw misfit(value, "text");
};

export function text(pattern: RegExp, expected: string): Shape<string> {
  return (value) => {
    if (typeof value === "string" && value.length <= 4096 && pattern.test(value)) return value;
    throw misfit(value, expected);
  };
}

/** Text that a guard narrows to its brand. */
export function branded<T extends string>(
  guard: (value: string) => value is T,
  expected: string,
): Shape<T> {
  return (value) => {
    if (typeof value === "string" && guard(value)) return value;
    throw misfit(value, expected);
  };
}

export function oneOf<T extends string>(...words: readonly T[]): Shape<T> {
  return (value) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw misfit(value, words.join(" or "));
    return word;
  };
}

export function integer(least: number): Shape<number> {
  return (value) => {
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
    throw misfit(value, `an integer of at least ${least}`);
  };
}

function items<T>(value: Json | undefined, item: Shape<T>): readonly T[] {
  if (!Array.isArray(value)) throw misfit(value, "a list");
  return value.map((member: Json, index) => inside(index, item, member));
}

function misfit(value: Json | undefined, expected: string): Misfit {
  return new Misfit(expected, described(value));
}

function unknownMember(key: string, known: readonly string[]): Misfit {
  const near = nearest(key, known);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  return new Misfit(`no member but ${known.join(", ")}${hint}`, quoted(key));
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
