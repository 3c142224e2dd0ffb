import type { Filter } from "./filters.ts";
import { filters } from "./filters.ts";
import { limits as defaultLimits, type Limits } from "./limits.ts";
import type { Mapped, Output } from "./output.ts";
import { unknownsIn } from "./show.ts";
import type { MacroStatement, Range, Template } from "./tree.ts";
import {
  callable,
  isUnknown,
  type Call,
  type Cause,
  type Macro,
  type Names,
  type Run,
  type Spot,
  type Unknown,
  type Value,
} from "./value.ts";

/** What a template is rendered with. The evaluator knows nothing else of the world. */
export interface Environment {
  /** The value of a name that the template does not set itself. */
  readonly global: (name: string) => Value | undefined;
  /** Filters beyond Jinja's own. */
  readonly filters?: ReadonlyMap<string, Filter>;
  readonly limits?: Partial<Limits>;
}

export type Scope = Names;

/** Something that ends what is being run before its end. */
export type Signal =
  | { readonly is: "break" | "continue" }
  | { readonly is: "return"; readonly value: Value }
  /** The template gave up: the macro that is being run is unknown. */
  | { readonly is: "raise"; readonly value: Unknown }
  /** No steps are left. */
  | { readonly is: "halt" };

/** A macro that is being run. */
export interface Frame {
  readonly macro: MacroStatement;
  readonly template: Template;
  /** Where it was called. */
  readonly site: Spot;
  /** How many unknown conditions lay around the call. */
  readonly assumed: number;
}

/** Everything that changes while one template is rendered. */
export interface State extends Run {
  readonly environment: Environment;
  readonly limits: Limits;
  readonly frames: Frame[];
  readonly unknowns: Unknown[];
  template: Template;
  /** What is being evaluated. */
  at: Range;
  output: Output;
  /** What the macro that ended last wrote: found again by its text when that is put out. */
  last: Mapped | undefined;
  signal: Signal | undefined;
  depth: number;
  assumed: number;
}

/** What ends the run so far; as a call, because calls in between change it. */
export function signalOf({ signal }: State): Signal | undefined {
  return signal;
}

/** What the macro that ended last wrote, where it is exactly this text. */
export function lastWritten({ last }: State, text: string): Mapped | undefined {
  return last?.text === text ? last : undefined;
}

export type Invoke = (macro: Macro, call: Call, state: State, closure: Scope | undefined) => Value;

/** Spots shown of a trail: beyond, the way in and the last step matter. */
const trailMax = 20;

export function newState(
  template: Template,
  environment: Environment,
  { output, invoke }: { readonly output: Output; readonly invoke: Invoke },
): State {
  const limits = { ...defaultLimits, ...environment.limits };
  const known = new Map<string, Unknown>();
  let steps = limits.steps;
  const state: State = {
    environment,
    limits,
    frames: [],
    unknowns: [],
    template,
    at: { start: 0, end: 0 },
    output,
    last: undefined,
    signal: undefined,
    depth: 0,
    assumed: 0,
    get isAssumed() {
      return state.assumed > 0;
    },
    spend: (count) => {
      steps -= count;
      if (steps > 0) return true;
      state.signal = { is: "halt" };
      return false;
    },
    unknown: (cause, message) => unknownOf(state, known, { cause, message }),
    text: (length, make) =>
      length <= limits.text && state.spend(length >> 6)
        ? make()
        : state.unknown("limit", "the text is too long"),
    finish: (value) => {
      state.signal ??= { is: "return", value };
    },
    raise: (message) => {
      const value = state.unknown("raised", message);
      state.signal ??= { is: "raise", value };
      return value;
    },
    global: (name) => environment.global(name),
    filter: (name) => {
      const filter = environment.filters?.get(name) ?? filters.get(name);
      if (filter === undefined) return undefined;
      return callable(name, (call) => {
        const [value = null, ...positional] = call.positional;
        return filter(value, { ...call, positional });
      });
    },
    trail: () => trailOf(state),
    invoke: (macro, call, closure) => invoke(macro, call, state, closure),
  };
  return state;
}

export function spotAt({ template, at }: State, { start, end }: Range = at): Spot {
  return { template: template.name, start, end };
}

function trailOf(state: State): readonly Spot[] {
  const sites = state.frames.map(({ site }) => site);
  const spots = [...sites, spotAt(state)];
  return spots.length <= trailMax ? spots : [...spots.slice(0, trailMax - 1), ...spots.slice(-1)];
}

/** One value for one problem at one place, however often it is met. */
function unknownOf(
  state: State,
  known: Map<string, Unknown>,
  { cause, message }: { readonly cause: Cause; readonly message: string },
): Unknown {
  const outer = state.frames[0]?.site.start ?? "";
  const key = `${cause}\0${message}\0${outer}\0${state.template.name}\0${state.at.start}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const last = state.unknowns.at(-1);
  if (last !== undefined && state.unknowns.length >= state.limits.unknowns) return last;
  const shown = message.slice(0, 300).toWellFormed();
  const value: Unknown = {
    is: "unknown",
    number: state.unknowns.length + 1,
    cause,
    message: shown,
    trail: state.trail(),
  };
  state.unknowns.push(value);
  known.set(key, value);
  return value;
}

/** The unknown value that makes these values unknown. */
export function unknownAmong(state: State, values: readonly Value[], message: string): Unknown {
  for (const value of values) {
    if (isUnknown(value)) return value;
    if (typeof value !== "string") continue;
    const [number] = unknownsIn(value);
    const found = number === undefined ? undefined : state.unknowns[number - 1];
    if (found !== undefined) return found;
  }
  return state.unknown("type", message);
}
