import type { Steps } from "../base/json.ts";
import type { Day } from "../base/ports.ts";
import { nearest } from "../base/text.ts";
import { CelEngine } from "./cel.ts";
import type { CheckError, Environment, PolicyEngine, VariableInfo } from "./engine.ts";
import { functionsOn } from "./functions.ts";
import type { Stage } from "./policy-function.ts";
import { placeholdersIn } from "./message.ts";
import { parsePath, strayStep, type FieldPath } from "./model.ts";
import type { Regexes } from "./regexes.ts";
import type { Rule } from "./rule.ts";

export interface RuleProblem {
  readonly is: "invalid" | "costly" | "stray";
  /** Where in the policy document. */
  readonly at: Steps;
  readonly message: string;
  /** Half-open range of characters in the expression. */
  readonly range?: { readonly start: number; readonly end: number };
}

/** What every expression may name. */
const environment: Environment = {
  asset: { type: "Asset" },
  old: { type: "Asset" },
  params: { type: "map<string, dyn>" },
};

/** An engine that knows the functions' types and calls none of them. */
export function checkingEngine(regexes: Regexes | undefined): PolicyEngine {
  return new CelEngine(functionsOn(offStage, regexes), regexes);
}

/** All that is wrong with the rule's expressions, fields and message, without evaluating any. */
export function checkRule(rule: Rule, engine: PolicyEngine): readonly RuleProblem[] {
  const names = checkNames(rule, engine);
  const { all } = names;
  return [
    ...(rule.when === undefined
      ? []
      : checkCondition(engine, rule.when, environment, ["spec", "match", "when"])),
    ...names.problems,
    ...checkCondition(engine, rule.assert, all, ["spec", "assert"]),
    ...(rule.fix === undefined
      ? []
      : engine.check(rule.fix.to, all).errors.map(problemAt(["spec", "fix", "to"]))),
    ...rule.inputs.flatMap(({ path }, index) =>
      checkField(path, ["spec", "inputs", index, "field"]),
    ),
    ...(rule.blame === undefined ? [] : checkField(rule.blame, ["spec", "blame"])),
    ...(rule.fix === undefined ? [] : checkField(rule.fix.set, ["spec", "fix", "set"])),
    ...checkMessage(rule, all),
  ];
}

/** The names of `let`, each seeing those before it. */
function checkNames(
  rule: Rule,
  engine: PolicyEngine,
): { readonly all: Environment; readonly problems: readonly RuleProblem[] } {
  const all: Record<string, VariableInfo> = { ...environment };
  const problems: RuleProblem[] = [];
  for (const [name, source] of rule.let) {
    const at = ["spec", "let", name];
    if (Object.hasOwn(all, name) || name === "culprit") {
      problems.push({ is: "invalid", at, message: `the name ${name} is taken` });
      continue;
    }
    const { type = "dyn", bound, errors } = engine.check(source, all);
    problems.push(...errors.map(problemAt(at)));
    all[name] = { type, bound };
  }
  return { all, problems };
}

function checkCondition(
  engine: PolicyEngine,
  source: string,
  names: Environment,
  at: Steps,
): readonly RuleProblem[] {
  const { type, errors } = engine.check(source, names);
  if (errors.length > 0 || type === "bool" || type === "dyn") return errors.map(problemAt(at));
  return [{ is: "invalid", at, message: `expected a condition, got ${type ?? "no type"}` }];
}

function problemAt(at: Steps): (error: CheckError) => RuleProblem {
  return ({ code, message, start, end }) => ({
    is: code === "COST" ? "costly" : "invalid",
    at,
    message,
    range: { start, end },
  });
}

function checkField(path: FieldPath, at: Steps): readonly RuleProblem[] {
  const stray = strayStep("Asset", path);
  if (stray === undefined) return [];
  return [strayProblem(String(stray.step), stray.fields, at)];
}

/** Values of a message: the asset's fields are checked, other names only for being there. */
function checkMessage(rule: Rule, names: Environment): readonly RuleProblem[] {
  const at = ["spec", "message"];
  return placeholdersIn(rule.message).flatMap((text) => {
    const [root = "", ...path] = parsePath(text);
    if (root === "asset" || root === "old") return checkField(path, at);
    const known = [...Object.keys(names), "culprit"];
    return known.some((name) => name === root) ? [] : [strayProblem(String(root), known, at)];
  });
}

function strayProblem(word: string, known: readonly string[], at: Steps): RuleProblem {
  const suggestion = nearest(word, known);
  const advice = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
  return { is: "stray", at, message: `there is no field ${word}${advice}` };
}

const refuse = (): never => {
  throw new Error("a rule that is being checked calls no function");
};

const offStage: Stage = {
  get asOf(): Day {
    return refuse();
  },
  subjectOf: refuse,
  find: refuse,
  related: refuse,
  carried: refuse,
};
