import { contains, equals, keyText, orderOf, truthOf } from "./compare.ts";
import { elementsOf } from "./collection-methods.ts";
import { filters } from "./filters.ts";
import { builtins } from "./globals.ts";
import { itemOf, memberOf, sliceOf } from "./members.ts";
import { nounOf, operate } from "./operators.ts";
import { numeric, textOf } from "./show.ts";
import { unknownAmong, type Scope, type State } from "./state.ts";
import { jinjaTests } from "./tests.ts";
import type { Arguments, Expression } from "./tree.ts";
import {
  floatOf,
  isDict,
  isUndefined,
  isUnknown,
  numberOf,
  undefinedValue,
  type Call,
  type Callable,
  type Value,
} from "./value.ts";

type Of<Is extends Expression["is"], E = Expression> = E extends { readonly is: infer Word }
  ? Is extends Word
    ? E
    : never
  : never;

/** The value of an expression; whatever has none is unknown, with its place. Never throws. */
export function evaluate(expression: Expression, scope: Scope, state: State): Value {
  if (!state.spend(1)) return state.unknown("limit", "the template takes too many steps");
  if (state.depth >= state.limits.depth) {
    return state.unknown("limit", "the template is nested too deeply while it runs");
  }
  state.depth += 1;
  state.at = expression;
  const value = isComputed(expression)
    ? computed(expression, (part) => evaluate(part, scope, state), state)
    : valueOf(expression, scope, state);
  state.depth -= 1;
  return value;
}

function valueOf(expression: Exclude<Expression, Computed>, scope: Scope, state: State): Value {
  switch (expression.is) {
    case "literal":
      return expression.value;
    case "float":
      return floatOf(expression.value);
    case "name":
      return valueOfName(expression.name, scope, state);
    case "list":
    case "tuple": {
      const items = expression.items.map((item) => evaluate(item, scope, state));
      return { is: expression.is, items };
    }
    case "dict":
      return dict(expression, scope, state);
    case "call":
      return evaluateCall(expression, scope, state);
    case "filter":
      return filtered(expression, scope, state);
    case "test":
      return tested(expression, scope, state);
    case "broken":
      return state.unknown("syntax", expression.message);
  }
}

const computing = [
  "member",
  "item",
  "slice",
  "not",
  "negative",
  "positive",
  "binary",
  "and",
  "or",
  "compare",
  "choice",
] as const;
type Computed = Of<(typeof computing)[number]>;

function isComputed(expression: Expression): expression is Computed {
  return computing.some((word) => word === expression.is);
}

type Inner = (part: Expression) => Value;

/** Expressions that need no names of their own. */
function computed(expression: Computed, inner: Inner, state: State): Value {
  switch (expression.is) {
    case "member": {
      const of = inner(expression.of);
      state.at = expression;
      return memberOf(of, expression.name, state);
    }
    case "item":
      return itemOf(inner(expression.of), inner(expression.index), state);
    case "slice":
      return slice(expression, inner, state);
    case "not":
      return negated(expression, inner, state);
    case "negative":
    case "positive":
      return signed(expression, inner, state);
    case "binary":
      return binary(expression, inner, state);
    case "and":
    case "or":
      return either(expression, inner, state);
    case "compare":
      return compared(expression, inner, state);
    case "choice":
      return choice(expression, inner, state);
  }
}

function negated({ of }: Of<"not">, inner: Inner, state: State): Value {
  const value = inner(of);
  const truth = truthOf(value);
  return truth === undefined ? unknownAmong(state, [value], "the condition is unknown") : !truth;
}

function binary(expression: Of<"binary">, inner: Inner, state: State): Value {
  const left = inner(expression.left);
  const right = inner(expression.right);
  state.at = expression;
  return operate(expression.operator, left, right, state);
}

function valueOfName(name: string, scope: Scope, state: State): Value {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  return state.global(name) ?? builtins.get(name) ?? undefinedValue(name);
}

function dict({ pairs }: Of<"dict">, scope: Scope, state: State): Value {
  const entries = new Map<string, readonly [Value, Value]>();
  for (const [key, value] of pairs) {
    const at = evaluate(key, scope, state);
    entries.set(keyText(at, state), [at, evaluate(value, scope, state)]);
  }
  return { is: "dict", entries };
}

function slice({ of, bounds }: Of<"slice">, inner: Inner, state: State): Value {
  const value = inner(of);
  const numbers = bounds.map((bound) => (bound === undefined ? null : inner(bound)));
  const unknown = numbers.find(isUnknown);
  if (unknown !== undefined) return unknown;
  return sliceOf(
    value,
    numbers.map((number) => (number === null ? undefined : numberOf(number))),
    state,
  );
}

function signed({ is, of }: Of<"negative" | "positive">, inner: Inner, state: State): Value {
  const value = inner(of);
  const number = numberOf(value);
  if (number === undefined) {
    return isUnknown(value) ? value : state.unknown("type", `${nounOf(value)} has no sign`);
  }
  return numeric(is === "negative" ? -number : number, typeof value !== "object");
}

/** With an unknown side, the other one still decides where it can. */
function either({ is, left, right }: Of<"and" | "or">, inner: Inner, state: State): Value {
  const first = inner(left);
  const truth = truthOf(first);
  const decides = is === "or";
  if (truth === decides) return first;
  const second = inner(right);
  if (truth !== undefined) return second;
  return truthOf(second) === decides
    ? second
    : unknownAmong(state, [first], "the condition is unknown");
}

function compared({ first, rest }: Of<"compare">, inner: Inner, state: State): Value {
  let left = inner(first);
  let result: Value = true;
  for (const [operator, part] of rest) {
    const right = inner(part);
    const holds = comparison(operator, left, right, state);
    if (holds === false) return false;
    if (holds === undefined) {
      const message = `${nounOf(left)} ${operator} ${nounOf(right)} cannot be decided`;
      result = unknownAmong(state, [left, right], message);
    }
    left = right;
  }
  return result;
}

function comparison(
  operator: string,
  left: Value,
  right: Value,
  state: State,
): boolean | undefined {
  if (operator === "==") return equals(left, right, state);
  if (operator === "!=") return opposite(equals(left, right, state));
  if (operator === "in") return contains(right, left, state);
  if (operator === "not in") return opposite(contains(right, left, state));
  const order = orderOf(left, right, state);
  if (order === undefined) return undefined;
  if (operator === "<") return order < 0;
  if (operator === ">") return order > 0;
  return operator === "<=" ? order <= 0 : order >= 0;
}

function opposite(holds: boolean | undefined): boolean | undefined {
  return holds === undefined ? undefined : !holds;
}

const nothing: Value = { is: "undefined", name: "the other choice", silent: true };

function choice({ value, when, otherwise }: Of<"choice">, inner: Inner, state: State): Value {
  const condition = inner(when);
  const truth = truthOf(condition);
  if (truth === true) return inner(value);
  if (truth === false) return otherwise === undefined ? nothing : inner(otherwise);
  state.assumed += 1;
  const [one, two] = [inner(value), otherwise === undefined ? nothing : inner(otherwise)];
  state.assumed -= 1;
  return equals(one, two, state) === true
    ? one
    : unknownAmong(state, [condition], "the condition is unknown");
}

/** A call; `caller` is what `{% call %}` hands over. */
export function evaluateCall(
  expression: Of<"call">,
  scope: Scope,
  state: State,
  caller?: Callable,
): Value {
  const callee = evaluate(expression.of, scope, state);
  const { positional, named } = argumentsOf(expression.args, scope, state);
  state.at = expression;
  if (isUnknown(callee)) return callee;
  if (isUndefined(callee)) return state.unknown("missing", `${callee.name} is not defined`);
  if (typeof callee !== "object" || callee?.is !== "callable") {
    return state.unknown("type", `${nounOf(callee)} cannot be called`);
  }
  return callee.call({ positional, named, run: state, caller });
}

function argumentsOf(
  args: Arguments,
  scope: Scope,
  state: State,
): Pick<Call, "positional" | "named"> {
  const positional = args.positional.map((part) => evaluate(part, scope, state));
  if (args.list !== undefined) {
    const more = elementsOf(evaluate(args.list, scope, state), state);
    if (state.spend(more.length)) positional.push(...more.slice(0, 10_000));
  }
  const named = new Map<string, Value>();
  if (args.dict !== undefined) {
    const more = evaluate(args.dict, scope, state);
    if (isDict(more)) {
      for (const [key, value] of more.entries.values()) named.set(textOf(key, state), value);
    }
  }
  for (const [name, part] of args.named) named.set(name, evaluate(part, scope, state));
  return { positional, named };
}

function filtered({ of, name, args, start, end }: Of<"filter">, scope: Scope, state: State): Value {
  const value = evaluate(of, scope, state);
  return filterValue(value, { name, args, start, end }, scope, state);
}

/** What a filter makes of a value. */
export function filterValue(
  value: Value,
  { name, args, start, end }: Pick<Of<"filter">, "name" | "args" | "start" | "end">,
  scope: Scope,
  state: State,
): Value {
  const given = argumentsOf(args, scope, state);
  state.at = { start, end };
  const filter = state.environment.filters?.get(name) ?? filters.get(name);
  if (filter === undefined) return state.unknown("unsupported", `no filter is named ${name}`);
  return filter(value, { ...given, run: state });
}

function tested({ of, name, args, start, end }: Of<"test">, scope: Scope, state: State): Value {
  const value = evaluate(of, scope, state);
  const given = argumentsOf(args, scope, state);
  state.at = { start, end };
  const test = jinjaTests.get(name);
  if (test === undefined) return state.unknown("unsupported", `no test is named ${name}`);
  const holds = test(value, { ...given, run: state });
  return holds ?? unknownAmong(state, [value, ...given.positional], `${name} cannot be decided`);
}
