import type { MacroStatement, Range, Template } from "./tree.ts";

/**
 * What a template computes with. Objects of JavaScript never appear in it, so no template reaches
 * their prototypes: every member is looked up in a table of ours.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | Float
  | List
  | Dict
  | Callable
  | Thing
  | Undefined
  | Unknown;

/** Values without parts. */
export type Plain = null | boolean | number | string | Float;

/** A number that Python writes with a point: `1.0`. A plain number is a whole one. */
export interface Float {
  readonly is: "float";
  readonly value: number;
}

/** Lists and sets are changed in place, as in Python; a tuple never is. */
export interface List {
  readonly is: "list" | "tuple" | "set";
  readonly items: Value[];
}

export interface Dict {
  readonly is: "dict";
  /** By `keyText` of the key, in the order of insertion. */
  readonly entries: Map<string, readonly [key: Value, value: Value]>;
}

/** Something to call: a macro, a method, a function that the caller of this module brings along. */
export interface Callable {
  readonly is: "callable";
  readonly name: string;
  readonly call: (call: Call) => Value;
  /** Members, as the `config` of dbt has beside being called. */
  readonly member?: (name: string, run: Run) => Value | undefined;
}

/** An object of whoever embeds the evaluator: a relation, a namespace of macros. */
export interface Thing {
  readonly is: "thing";
  /** What it is, for messages. */
  readonly name: string;
  readonly member: (name: string, run: Run) => Value | undefined;
  /** What it prints. */
  readonly text?: () => string;
  /** `set ns.x = 1` */
  readonly assign?: (name: string, value: Value) => void;
  /** Two things of equal key are equal. */
  readonly key?: string;
  /** Whether templates may take it for a mapping. */
  readonly mapping?: true;
}

/** A name that means nothing. Its members are undefined too; it prints nothing. */
export interface Undefined {
  readonly is: "undefined";
  readonly name: string;
  /** Whether nothing was meant: the other choice of `x if y`. */
  readonly silent?: true;
}

/** A value that only a run can know, with the reason. */
export interface Unknown {
  readonly is: "unknown";
  /** Number within its rendering; part of the text that it prints. */
  readonly number: number;
  readonly cause: Cause;
  readonly message: string;
  /** Where it came up: the place in the rendered template first, then into the macros. */
  readonly trail: readonly Spot[];
}

/** Why a value is unknown. */
export type Cause =
  | "undefined" // nothing of that name
  | "missing" // a macro or package that is not there
  | "warehouse" // needs a connection
  | "environment" // decided where it runs
  | "raised" // the template itself gives up
  | "syntax"
  | "type" // the operation does not fit its operands
  | "unsupported"
  | "limit";

/** A range of a template's text. */
export interface Spot extends Range {
  readonly template: string;
}

/** The arguments of one call, with the run that they belong to. */
export interface Call {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  readonly run: Run;
  /** What `{% call %}` hands over. */
  readonly caller?: Callable | undefined;
}

/** What embedded functions may ask of a rendering. */
export interface Run {
  /** Spends steps; false when there are none left, and then nothing more is evaluated. */
  spend(steps: number): boolean;
  /** An unknown value at the place that is being evaluated. */
  unknown(cause: Cause, message: string): Unknown;
  /** The text, unless it would be longer than a text may be. */
  text(length: number, make: () => string): Value;
  /** Ends the macro that is being run with that value. */
  finish(value: Value): void;
  /** Ends the macro that is being run, or the statement outside of macros, as unknown. */
  raise(message: string): Unknown;
  /** Whether the statement may not be reached: it lies behind a condition that is unknown. */
  readonly isAssumed: boolean;
  /** The value of a name, where macros look names up. */
  global(name: string): Value | undefined;
  /** The filter of that name, as something to call. */
  filter(name: string): Callable | undefined;
  /** Runs a macro; `closure` has the names of the template that is being rendered, if it is its own. */
  invoke(macro: Macro, call: Call, closure?: Names): Value;
  /** Place that is being evaluated, the outermost first. */
  trail(): readonly Spot[];
}

/** Names and their values; a name that is not there is looked up further out. */
export interface Names {
  readonly names: Map<string, Value>;
  readonly parent: Names | undefined;
}

/** A macro with the template that defines it. */
export interface Macro {
  readonly template: Template;
  readonly statement: MacroStatement;
}

export function listOf(items: readonly Value[]): List {
  return { is: "list", items: [...items] };
}

export function tupleOf(...items: readonly Value[]): List {
  return { is: "tuple", items: [...items] };
}

export function floatOf(value: number): Float {
  return { is: "float", value };
}

export function undefinedValue(name: string): Undefined {
  return { is: "undefined", name };
}

export function dictOf(pairs: Iterable<readonly [string, Value]>): Dict {
  const entries = new Map<string, readonly [Value, Value]>();
  for (const [key, value] of pairs) entries.set(`s${key}`, [key, value]);
  return { is: "dict", entries };
}

/** The member of that text; undefined where there is none. */
export function entryOf(dict: Dict, key: string): Value | undefined {
  return dict.entries.get(`s${key}`)?.[1];
}

export function callable(name: string, call: (call: Call) => Value): Callable {
  return { is: "callable", name, call };
}

/** The kind of a value, for narrowing: `null`, `boolean`, `number`, `string`, or the word in `is`. */
export type Kind =
  | "none"
  | "boolean"
  | "integer"
  | "text"
  | Exclude<Value, null | boolean | number | string>["is"];

export function kindOf(value: Value): Kind {
  if (value === null) return "none";
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return "integer";
  return typeof value === "string" ? "text" : value.is;
}

export function isDict(value: Value | undefined): value is Dict {
  return typeof value === "object" && value !== null && value.is === "dict";
}

export function isList(value: Value | undefined): value is List {
  return (
    typeof value === "object" &&
    value !== null &&
    (value.is === "list" || value.is === "tuple" || value.is === "set")
  );
}

export function isUnknown(value: Value | undefined): value is Unknown {
  return typeof value === "object" && value !== null && value.is === "unknown";
}

export function isUndefined(value: Value | undefined): value is Undefined {
  return typeof value === "object" && value !== null && value.is === "undefined";
}

/** The number of a whole number, a float or a truth value. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  return typeof value === "object" && value?.is === "float" ? value.value : undefined;
}

/** The argument at that position or of that name. */
export function argument(call: Call, position: number, name: string): Value | undefined {
  // None is an argument too.
  return position < call.positional.length ? call.positional[position] : call.named.get(name);
}

/** The argument where it is a text. */
export function textArgument(call: Call, position: number, name: string): string | undefined {
  const value = argument(call, position, name);
  return typeof value === "string" ? value : undefined;
}
