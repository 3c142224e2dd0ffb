import { evaluate } from "./evaluate.ts";
import { newOutput, written } from "./output.ts";
import { spotAt, type Scope, type State } from "./state.ts";
import type { Parameter, Statement, Template } from "./tree.ts";
import {
  argument,
  callable,
  dictOf,
  tupleOf,
  undefinedValue,
  type Call,
  type Callable,
  type Macro,
  type Value,
} from "./value.ts";

/** Runs statements; render.ts has the one that does. */
export type Execute = (statements: readonly Statement[], scope: Scope, state: State) => void;

/** Macros inside each other while rendering. */
const framesMax = 60;

/** Every macro of a template, by name; of two of one name the last counts. */
export function macrosOf(template: Template): ReadonlyMap<string, Macro> {
  const macros = new Map<string, Macro>();
  for (const statement of template.body) {
    if (statement.is === "macro") macros.set(statement.name, { template, statement });
  }
  return macros;
}

/** The macro as something that any template can call. */
export function macroCallable(macro: Macro): Callable {
  return callable(macro.statement.name, (call) => call.run.invoke(macro, call));
}

/** Runs a macro with its arguments: what it returns, or what it writes. */
export function runMacro(
  { template, statement }: Macro,
  call: Call,
  state: State,
  { closure, execute }: { readonly closure: Scope | undefined; readonly execute: Execute },
): Value {
  const { name } = statement;
  const isEndless = state.frames.some(
    ({ macro, assumed }) => macro === statement && assumed < state.assumed,
  );
  if (isEndless || state.frames.length >= framesMax) {
    return state.unknown("limit", `${name} calls itself without an end that can be known`);
  }
  const outer = { template: state.template, output: state.output };
  state.frames.push({ macro: statement, template, site: spotAt(state), assumed: state.assumed });
  state.template = template;
  state.output = newOutput();
  const scope: Scope = { names: new Map(), parent: closure };
  bind(statement.parameters, call, scope, state);
  execute(statement.body, scope, state);
  const mapped = written(state.output);
  ({ template: state.template, output: state.output } = outer);
  state.frames.pop();
  const { signal } = state;
  if (signal?.is === "halt") return state.unknown("limit", "the template takes too many steps");
  state.signal = undefined;
  if (signal?.is === "return" || signal?.is === "raise") return signal.value;
  state.last = mapped;
  return mapped.text;
}

/** Names for the arguments; what the macro does not name is in `varargs` and `kwargs`. */
function bind(parameters: readonly Parameter[], call: Call, scope: Scope, state: State): void {
  const { names } = scope;
  const known = new Set(parameters.map(({ name }) => name));
  parameters.forEach(({ name, otherwise }, index) => {
    const given = argument(call, index, name);
    if (given !== undefined) names.set(name, given);
    else if (otherwise === undefined) names.set(name, undefinedValue(name));
    else names.set(name, evaluate(otherwise, scope, state));
  });
  names.set("varargs", tupleOf(...call.positional.slice(parameters.length)));
  names.set("kwargs", dictOf([...call.named].filter(([name]) => !known.has(name))));
  if (call.caller !== undefined) names.set("caller", call.caller);
}
