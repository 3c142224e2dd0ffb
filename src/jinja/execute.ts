import { truthOf } from "./compare.ts";
import { elementsOf } from "./collection-methods.ts";
import { evaluate, evaluateCall, filterValue } from "./evaluate.ts";
import { loopOf } from "./loop.ts";
import { runMacro } from "./macros.ts";
import { append, appendMapped, newOutput, written, type Mapped } from "./output.ts";
import { placeholder, textOf } from "./show.ts";
import {
  lastWritten,
  signalOf,
  spotAt,
  unknownAmong,
  type Invoke,
  type Scope,
  type State,
} from "./state.ts";
import type { Expression, Statement, Target } from "./tree.ts";
import {
  callable,
  isList,
  isUnknown,
  undefinedValue,
  type Callable,
  type Macro,
  type Unknown,
  type Value,
} from "./value.ts";

type Of<Is extends Statement["is"], S = Statement> = S extends { readonly is: infer Word }
  ? Is extends Word
    ? S
    : never
  : never;

/** Runs a macro; its closure is where the template that defines it keeps its names. */
export const invoke: Invoke = (macro, call, state, closure) =>
  runMacro(macro, call, state, { closure, execute });

/** Runs statements in their order, until one of them ends what is being run. */
export function execute(statements: readonly Statement[], scope: Scope, state: State): void {
  if (state.depth >= state.limits.depth) {
    state.unknown("limit", "the template is nested too deeply while it runs");
    return;
  }
  state.depth += 1;
  for (const statement of statements) {
    if (!state.spend(1)) break;
    state.at = statement;
    if (isBlock(statement)) runBlock(statement, scope, state);
    else run(statement, scope, state);
    // Outside of macros, a statement that gives up ends alone: the rest still tells something.
    if (signalOf(state)?.is === "raise" && state.frames.length === 0) state.signal = undefined;
    if (signalOf(state) !== undefined) break;
  }
  state.depth -= 1;
}

function run(statement: Exclude<Statement, Block>, scope: Scope, state: State): void {
  switch (statement.is) {
    case "text":
      return write(state, state.template.text.slice(statement.start, statement.end), statement);
    case "output":
      return writeValue(statement, scope, state);
    case "do":
      return void evaluate(statement.value, scope, state);
    case "set":
      return assign(statement.target, evaluate(statement.value, scope, state), scope, state);
    case "if":
      return conditional(statement, scope, state);
    case "for":
      return loop(statement, scope, state);
    case "broken": {
      const { number } = state.unknown("syntax", statement.message);
      return write(state, placeholder(number), statement);
    }
  }
}

const blocks = [
  "capture",
  "filter",
  "call",
  "with",
  "macro",
  "block",
  "break",
  "continue",
] as const;
type Block = Of<(typeof blocks)[number]>;

function isBlock(statement: Statement): statement is Block {
  return blocks.some((word) => word === statement.is);
}

function runBlock(statement: Block, scope: Scope, state: State): void {
  switch (statement.is) {
    case "capture":
    case "filter":
      return captured(statement, scope, state);
    case "call":
      return callBlock(statement, scope, state);
    case "with":
      return withNames(statement, scope, state);
    case "macro":
      return define({ template: state.template, statement }, scope);
    case "block":
      return execute(statement.body, scope, state);
    case "break":
    case "continue":
      state.signal = { is: statement.is };
  }
}

function write(state: State, text: string, statement: Statement, inner?: Mapped): void {
  if (state.output.length + text.length > state.limits.text) {
    state.unknown("limit", "the rendered text is too long");
    state.signal = { is: "halt" };
    return;
  }
  const verbatim = statement.is === "text";
  append(state.output, text, { from: spotAt(state, statement), verbatim, inner });
}

function writeValue(statement: Of<"output">, scope: Scope, state: State): void {
  state.last = undefined;
  const value = evaluate(statement.value, scope, state);
  const signal = signalOf(state);
  if (signal !== undefined && signal.is !== "raise") return;
  state.at = statement.value;
  const text = textOf(value, state);
  write(state, text, statement, lastWritten(state, text));
}

function assign(target: Target, value: Value, scope: Scope, state: State): void {
  switch (target.is) {
    case "name":
      scope.names.set(target.name, value);
      return;
    case "tuple":
      target.items.forEach((item, index) => {
        const part = isUnknown(value) ? value : isList(value) ? value.items[index] : undefined;
        assign(item, part ?? undefinedValue("a part of the value"), scope, state);
      });
      return;
    case "member": {
      const { start, end } = state.at;
      const holder = evaluate({ is: "name", name: target.of, start, end }, scope, state);
      if (typeof holder === "object" && holder?.is === "thing" && holder.assign !== undefined) {
        holder.assign(target.name, value);
      } else state.unknown("type", `${target.of} is no namespace`);
    }
  }
}

/** What the statements write, apart. */
function writtenBy(statements: readonly Statement[], scope: Scope, state: State): Mapped {
  const outer = state.output;
  state.output = newOutput();
  execute(statements, scope, state);
  const mapped = written(state.output);
  state.output = outer;
  return mapped;
}

function captured(statement: Of<"capture" | "filter">, scope: Scope, state: State): void {
  const { text } = writtenBy(statement.body, scope, state);
  if (state.signal !== undefined) return;
  const filters = statement.is === "capture" ? statement.filters : statement.value;
  const value = throughFilters(filters, text, scope, state);
  if (statement.is === "capture") assign(statement.target, value, scope, state);
  else write(state, textOf(value, state), statement);
}

/** Applies filters that were parsed around an empty name to a value. */
function throughFilters(filters: Expression, value: Value, scope: Scope, state: State): Value {
  if (filters.is !== "filter") return value;
  return filterValue(throughFilters(filters.of, value, scope, state), filters, scope, state);
}

function conditional({ branches }: Of<"if">, scope: Scope, state: State): void {
  for (const [index, { when, body }] of branches.entries()) {
    const value = when === undefined ? true : evaluate(when, scope, state);
    if (state.signal !== undefined) return;
    const truth = truthOf(value);
    if (truth === true) return execute(body, scope, state);
    if (truth === undefined) {
      const cause = unknownAmong(state, [value], "the condition is unknown");
      return everyBranch(branches.slice(index), cause, scope, state);
    }
  }
}

/**
 * Runs each branch that may be taken. Written is what `else` writes, because dbt itself runs that
 * when it only parses; without one, the first branch.
 */
function everyBranch(
  branches: Of<"if">["branches"],
  cause: Unknown,
  scope: Scope,
  state: State,
): void {
  const before = new Map(scope.names);
  const outcomes: Map<string, Value>[] = [];
  const texts: Mapped[] = [];
  state.assumed += 1;
  for (const { when, body } of branches) {
    if (when !== undefined && texts.length > 0) evaluate(when, scope, state);
    restore(scope.names, before);
    texts.push(writtenBy(body, scope, state));
    outcomes.push(new Map(scope.names));
    // Whether the macro ends here is unknown: what follows is run too.
    if (signalOf(state)?.is !== "halt") state.signal = undefined;
  }
  state.assumed -= 1;
  const hasElse = branches.at(-1)?.when === undefined;
  restore(scope.names, merged(hasElse ? outcomes : [...outcomes, before], cause));
  const chosen = hasElse ? texts.at(-1) : texts[0];
  if (chosen !== undefined) appendMapped(state.output, chosen);
}

/** A name that the branches leave with different values is unknown afterwards. */
function merged(
  outcomes: readonly ReadonlyMap<string, Value>[],
  cause: Unknown,
): ReadonlyMap<string, Value> {
  const names = new Set(outcomes.flatMap((outcome) => [...outcome.keys()]));
  return new Map(
    [...names].map((name) => {
      const [first, ...others] = outcomes.map((outcome) => outcome.get(name));
      const isSame = first !== undefined && others.every((other) => other === first);
      return [name, isSame ? first : cause] as const;
    }),
  );
}

function restore(names: Map<string, Value>, before: ReadonlyMap<string, Value>): void {
  names.clear();
  for (const [name, value] of before) names.set(name, value);
}

function loop(statement: Of<"for">, scope: Scope, state: State): void {
  const over = evaluate(statement.over, scope, state);
  if (state.signal !== undefined) return;
  const { target, when, body } = statement;
  const inScope = (item: Value): Scope => {
    const inner: Scope = { names: new Map(), parent: scope };
    assign(target, item, inner, state);
    return inner;
  };
  const items = elementsOf(over, state).filter(
    (item) => when === undefined || truthOf(evaluate(when, inScope(item), state)) !== false,
  );
  const known = isUnknown(over) ? 0 : 1;
  state.assumed += 1 - known;
  for (const [index, item] of items.entries()) {
    const inner = inScope(item);
    inner.names.set("loop", loopOf(items, index));
    execute(body, inner, state);
    const signal = signalOf(state);
    if (signal?.is === "break" || signal?.is === "continue") state.signal = undefined;
    if (signal !== undefined && signal.is !== "continue") break;
  }
  state.assumed -= 1 - known;
  if (items.length === 0) execute(statement.otherwise, scope, state);
}

/** The macro that is called gets the body as `caller`. */
function callBlock(statement: Of<"call">, scope: Scope, state: State): void {
  const { value, parameters, body, start, end } = statement;
  // The template of now: when the caller runs, that of the macro is at work.
  const macro: Macro = {
    template: state.template,
    statement: { is: "macro", tag: "call", name: "caller", parameters, body, start, end },
  };
  const caller: Callable = callable("caller", (call) => invoke(macro, call, state, scope));
  if (value.is !== "call")
    return write(state, textOf(evaluate(value, scope, state), state), statement);
  state.last = undefined;
  const text = textOf(evaluateCall(value, scope, state, caller), state);
  if (signalOf(state) === undefined) write(state, text, statement, lastWritten(state, text));
}

function withNames({ names, body }: Of<"with">, scope: Scope, state: State): void {
  const inner: Scope = { names: new Map(), parent: scope };
  for (const [name, value] of names) inner.names.set(name, evaluate(value, inner, state));
  execute(body, inner, state);
}

/** A macro of the template itself sees the names that its template sets. */
function define(macro: Macro, scope: Scope): void {
  const { name } = macro.statement;
  scope.names.set(
    name,
    callable(name, (call) => call.run.invoke(macro, call, scope)),
  );
}
