import { Failure } from "../base/failure.ts";
import { nearest } from "../base/text.ts";
import type { RuleInfo } from "../diagnostic/diagnostic.ts";
import { ruleInfos } from "../diagnostic/registry.ts";
import type { Declaration } from "../model/claim.ts";
import { infoOf } from "../policy/rule.ts";
import { packOf } from "./policy.ts";

/** Every rule that a finding can name: those of the program, then those of its policies and the tree's. */
export async function allRules(declarations: readonly Declaration[], version: string): Promise<readonly RuleInfo[]> {
  const { rules } = await packOf(declarations, version);
  return [...ruleInfos, ...rules.map(infoOf)];
}

/** @throws Failure USAGE for an id that no rule has */
export async function explain(id: string, declarations: readonly Declaration[], version: string): Promise<RuleInfo> {
  const rules = await allRules(declarations, version);
  const wanted = id.toUpperCase();
  const found = rules.find((rule) => rule.id === wanted);
  if (found !== undefined) return found;
  const near = nearest(wanted, rules.map((rule) => rule.id));
  throw new Failure("USAGE", `there is no rule ${id}`, near === undefined ? "lineagectl policy list names them" : `did you mean ${near}?`);
}
