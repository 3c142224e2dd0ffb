import {
  Environment as Cel,
  ParseError,
  type ASTNode,
  type TypeCheckResult,
} from "@marcbachmann/cel-js";
import { messageOf } from "../base/failure.ts";
import { AssetModel } from "./asset.ts";
import { boundOf, costOf, type Bounds } from "./cost.ts";
import { decidingFields } from "./deciding.ts";
import {
  costMax,
  defaultBudget,
  Undecided,
  type Budget,
  type CheckError,
  type CheckResult,
  type Environment,
  type Evaluation,
  type Explanation,
  type PolicyEngine,
  type PolicyError,
  type Program,
  type ReadLog,
  type Variables,
} from "./engine.ts";
import type { PolicyFunction } from "./policy-function.ts";
import { install, Meter } from "./meter.ts";
import { isTypeName, modelTypes, typeNames } from "./model.ts";
import type { Regexes } from "./regexes.ts";
import { nodesOf } from "./syntax.ts";
import { explained } from "./type-errors.ts";

/** Room for a long rule; far below what would overflow the parser's stack. */
const limits = { maxAstNodes: 10_000, maxDepth: 100, maxListElements: 1_000 };

/** CEL on cel-js: typed environment to check, untyped one to evaluate, which is faster. */
export class CelEngine implements PolicyEngine {
  readonly #functions: readonly PolicyFunction[];
  readonly #regexes: Regexes | undefined;
  readonly #meter = new Meter();
  readonly #programs = new Map<string, Program>();
  #typed: Cel | undefined;
  #untyped: Cel | undefined;

  constructor(functions: readonly PolicyFunction[], regexes?: Regexes) {
    this.#functions = functions;
    this.#regexes = regexes;
  }

  check(source: string, environment: Environment): CheckResult {
    this.#typed ??= typedEnvironment(this.#functions);
    const parsed = parsedIn(this.#typed, source, environment);
    if ("code" in parsed) return refused(parsed);
    const forbidden = [...nodesOf(parsed.ast)].flatMap((node) => this.#forbiddenIn(node));
    if (forbidden.length > 0) return { errors: forbidden, cost: 0, bound: 0 };
    const result = parsed.check();
    if (!result.valid) return refused(this.#typeError(result, source, environment));
    return this.#costed(parsed.ast, result.type, environment);
  }

  compile(source: string): Program {
    const known = this.#programs.get(source);
    if (known !== undefined) return known;
    this.#untyped ??= untypedEnvironment(this.#functions, this.#meter);
    const parsed = this.#untyped.parse(source);
    const { error } = parsed.check();
    if (error !== undefined) throw error;
    install(this.#meter, parsed.ast);
    const fields = decidingFields(parsed.ast, (name) => this.#seesMore(name));
    const program: Program = { source, fields, run: (variables) => parsed(variables) };
    this.#programs.set(source, program);
    return program;
  }

  evaluate(program: Program, variables: Variables, budget: Budget): Evaluation {
    this.#meter.start(budget.steps);
    try {
      const value = program.run(variables);
      return this.#meter.exhausted ? overBudget(budget) : { ok: true, value };
    } catch (thrown) {
      return this.#meter.exhausted ? overBudget(budget) : { ok: false, error: errorOf(thrown) };
    }
  }

  explain<Read>(program: Program, variables: Variables, log: ReadLog<Read>): Explanation<Read> {
    log.clear();
    const evaluation = this.evaluate(program, variables, defaultBudget);
    return { evaluation, reads: log.reads };
  }

  /** Functions of assets look at the graph, and functions that find some look for them. */
  #seesMore(name: string): boolean {
    const called = this.#functions.find((one) => one.name === name);
    return called !== undefined && ![called.result, ...called.parameters].every(isScalar);
  }

  #typeError(result: TypeCheckResult, source: string, environment: Environment): CheckError {
    const functions = this.#functions.map((one) => one.name);
    return explained(result.error, source, { variables: Object.keys(environment), functions });
  }

  /** `matches` backtracks for as long as it likes; a literal pattern of `re` must be one. */
  #forbiddenIn(node: ASTNode): readonly CheckError[] {
    const { start, end } = node.range;
    if (node.op === "rcall" && node.args[0] === "matches") {
      const message = "matches() can take for ever on crafted text: use re(text, pattern)";
      return [{ code: "FORBIDDEN", start, end, message, suggestion: "re" }];
    }
    if (node.op !== "call" || node.args[0] !== "re" || this.#regexes === undefined) return [];
    const pattern = node.args[1][1];
    if (pattern?.op !== "value" || typeof pattern.args !== "string") return [];
    try {
      this.#regexes.workOf("", pattern.args);
      return [];
    } catch (thrown) {
      return [
        { code: "TYPE", ...pattern.range, message: `not an RE2 pattern: ${messageOf(thrown)}` },
      ];
    }
  }

  #costed(ast: ASTNode, type: string | undefined, environment: Environment): CheckResult {
    const bounds: Bounds = {
      variables: boundsIn(Object.entries(environment).map(([name, { bound }]) => [name, bound])),
      functions: boundsIn(this.#functions.map(({ name, bound }) => [name, bound])),
    };
    const cost = costOf(ast, bounds);
    const { start, end } = ast.range;
    const message = `too costly: up to ${cost.toExponential(0)} steps on large lists, at most ${costMax.toExponential(0)} are allowed; nest fewer loops`;
    const errors: readonly CheckError[] =
      cost > costMax ? [{ code: "COST", start, end, message }] : [];
    return { ...(type !== undefined && { type }), errors, cost, bound: boundOf(ast, bounds) };
  }
}

function boundsIn(
  pairs: readonly (readonly [string, number | undefined])[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    pairs.flatMap(([name, bound]) => (bound === undefined ? [] : [[name, bound] as const])),
  );
}

function typedEnvironment(functions: readonly PolicyFunction[]): Cel {
  const cel = new Cel({ limits });
  for (const name of typeNames) cel.registerType(name, { fields: { ...modelTypes[name] } });
  for (const { name, parameters, result, call } of functions) {
    cel.registerFunction(`${name}(${parameters.join(", ")}): ${result}`, call, { async: false });
  }
  return cel;
}

function untypedEnvironment(functions: readonly PolicyFunction[], meter: Meter): Cel {
  const cel = new Cel({ limits, unlistedVariablesAreDyn: true }).registerType("Asset", AssetModel);
  for (const one of functions) {
    const untyped = one.parameters.map((type) => (isScalar(type) ? type : "dyn"));
    const signature = `${one.name}(${untyped.join(", ")}): ${untypedResult(one.result)}`;
    cel.registerFunction(signature, metered(one, meter), { async: false });
  }
  return cel;
}

/** The function, reporting its steps where they can be more than one. */
function metered({ result, call, cost }: PolicyFunction, meter: Meter): PolicyFunction["call"] {
  if (cost !== undefined) {
    return (...values) => {
      meter.spend(cost(...values));
      return call(...values);
    };
  }
  if (!result.startsWith("list<")) return call;
  return (...values) => {
    const value = call(...values);
    if (Array.isArray(value)) meter.spend(value.length);
    return value;
  };
}

function isScalar(type: string): boolean {
  return ["string", "int", "double", "bool"].includes(type);
}

function untypedResult(type: string): string {
  if (isTypeName(type)) return "dyn";
  return type.startsWith("list<") ? "list" : type;
}

/** The syntax tree, or why there is none: the source, or a name that the language keeps for itself. */
function parsedIn(
  cel: Cel,
  source: string,
  environment: Environment,
): ReturnType<Cel["parse"]> | CheckError {
  try {
    const own = cel.clone();
    for (const [name, { type }] of Object.entries(environment)) own.registerVariable(name, type);
    return own.parse(source);
  } catch (thrown) {
    const { start = 0, end = source.length } = (thrown instanceof ParseError && thrown.range) || {};
    const message = thrown instanceof ParseError ? thrown.summary : messageOf(thrown);
    return { code: "SYNTAX", start, end, message };
  }
}

function refused(error: CheckError): CheckResult {
  return { errors: [error], cost: 0, bound: 0 };
}

function overBudget({ steps }: Budget): Evaluation {
  const message = `it took more than ${steps} steps: the lists it goes through are too long`;
  return { ok: false, error: { code: "BUDGET", message } };
}

function errorOf(thrown: unknown): PolicyError {
  if (thrown instanceof Undecided)
    return { code: "UNDECIDED", message: thrown.message, cause: thrown };
  const summary =
    thrown instanceof Error && "summary" in thrown ? String(thrown.summary) : messageOf(thrown);
  return { code: "EVALUATION", message: summary, cause: thrown };
}
