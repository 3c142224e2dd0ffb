import { isObject } from "../base/json.ts";
import { defaultBudget, type Evaluation, type PolicyEngine, type Program } from "./engine.ts";
import type { Variables } from "./engine.ts";
import type { FieldPath } from "./model.ts";

/** Asks an expression about the asset among the variables. */
export type Question = (variables: Variables) => Evaluation;

/** More are not kept: a rule to which assets give so many answers sees few of them twice. */
const answersMax = 1_000;

/**
 * The expression as a question. Where a few fields of the asset alone decide it, assets that have
 * the same values there get the same answer without being asked again: thousands of assets have
 * one of some dozen owners. Only values are kept; whatever goes wrong is evaluated each time.
 */
export function questionOf(engine: PolicyEngine, program: Program): Question {
  const { fields } = program;
  const ask: Question = (variables) => engine.evaluate(program, variables, defaultBudget);
  if (fields === undefined) return ask;
  const answers = new Map<string, Evaluation>();
  return (variables) => {
    const key = keyOf(variables["asset"], fields);
    const known = key === undefined ? undefined : answers.get(key);
    if (known !== undefined) return known;
    const answer = ask(variables);
    if (key !== undefined && answer.ok && answers.size < answersMax) answers.set(key, answer);
    return answer;
  };
}

/** The values of the fields as one text; undefined where one is a list, a group or not to be read. */
function keyOf(asset: unknown, fields: readonly FieldPath[]): string | undefined {
  let key = "";
  for (const path of fields) {
    const part = partOf(asset, path);
    if (part === undefined) return undefined;
    key += part;
  }
  return key;
}

function partOf(asset: unknown, path: FieldPath): string | undefined {
  let at = asset;
  try {
    for (const step of path) {
      if (!isObject(at)) return undefined;
      at = at[step];
    }
  } catch {
    return undefined; // guarded, and nobody declared it
  }
  if (at === undefined) return "-";
  if (typeof at === "string") return `s${at.length}:${at}`;
  if (typeof at === "boolean" || typeof at === "number" || typeof at === "bigint")
    return `${typeof at}${at}`;
  return Array.isArray(at) && at.length === 0 ? "[]" : undefined;
}
