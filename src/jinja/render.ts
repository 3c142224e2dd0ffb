import { evaluate } from "./evaluate.ts";
import { execute, invoke } from "./execute.ts";
import { newOutput, written, type Mapped } from "./output.ts";
import { parseTemplate, type Tags } from "./parse.ts";
import { newState, signalOf, type Environment, type Scope } from "./state.ts";
import type { Template } from "./tree.ts";
import type { Macro, Unknown, Value } from "./value.ts";

/** A rendered template. */
export interface Rendered extends Mapped {
  /** Everything that could not be known, in the order in which it was met. */
  readonly unknowns: readonly Unknown[];
  /** Whether the end was reached within the limits. */
  readonly complete: boolean;
}

/** A value with everything that could not be known on the way to it. */
export interface Evaluated {
  readonly value: Value;
  readonly unknowns: readonly Unknown[];
}

/**
 * Renders a template by partial evaluation: what cannot be known is written as a placeholder
 * identifier and listed with its reason; of a condition that cannot be known, every branch is run.
 * Never throws on content; bounded in steps, depth and size.
 */
export function render(template: Template, environment: Environment): Rendered {
  const output = newOutput();
  const state = newState(template, environment, { output, invoke });
  const scope: Scope = { names: new Map(), parent: undefined };
  execute(template.body, scope, state);
  const complete = signalOf(state)?.is !== "halt";
  if (!complete) state.unknown("limit", "the template takes too many steps");
  return { ...written(output), unknowns: state.unknowns, complete };
}

/** The value of a text: of one that is a single `{{ … }}` the value itself, else what it prints. */
export function valueOfText(
  { text, tags }: { readonly text: string; readonly tags: Tags },
  environment: Environment,
): Evaluated {
  const template = parseTemplate("", text.trim(), tags);
  const [only, ...more] = template.body;
  const output = newOutput();
  const state = newState(template, environment, { output, invoke });
  const scope: Scope = { names: new Map(), parent: undefined };
  const { unknowns } = state;
  if (only?.is === "output" && more.length === 0) {
    const value = evaluate(only.value, scope, state);
    const signal = signalOf(state);
    return { value: signal?.is === "return" ? signal.value : value, unknowns };
  }
  execute(template.body, scope, state);
  return { value: written(output).text, unknowns };
}

/** Calls a macro from outside of any template. */
export function callMacro(
  macro: Macro,
  positional: readonly Value[],
  environment: Environment,
): Evaluated {
  const state = newState(macro.template, environment, { output: newOutput(), invoke });
  const value = state.invoke(macro, { positional, named: new Map(), run: state });
  return { value, unknowns: state.unknowns };
}
