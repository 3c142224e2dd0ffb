import { Failure } from "../base/failure.ts";
import { nearest } from "../base/text.ts";
import type { RuleInfo } from "../diagnostic/diagnostic.ts";
import { familiesOf, type RuleFamily } from "../diagnostic/families.ts";
import { ruleInfos } from "../diagnostic/registry.ts";
import type { Declaration } from "../model/claim.ts";
import { infoOf } from "../policy/rule.ts";
import { packOf } from "./policy.ts";

/**
 * What a rule means. A repository's own policies are asked for only if no rule of the program bears
 * the id.
 *
 * @throws Failure USAGE for an id that no rule has
 */
export async function explain(
  id: string,
  declarations: () => Promise<readonly Declaration[]>,
  version: string,
): Promise<RuleInfo> {
  const wanted = id.toUpperCase();
  const named = (rules: readonly RuleInfo[]): RuleInfo | undefined =>
    rules.find((rule) => rule.id === wanted);
  const found = named(await allRules([], version));
  if (found !== undefined) return found;
  const rules = await allRules(await declarations(), version);
  const own = named(rules);
  if (own !== undefined) return own;
  const near = nearest(
    wanted,
    rules.map((rule) => rule.id),
  );
  const help = near === undefined ? "lineagectl explain lists the rules" : `did you mean ${near}?`;
  throw new Failure("USAGE", `there is no rule ${id}`, help);
}

/** The same by id, for reports that explain what they show. */
export async function ruleBook(
  declarations: readonly Declaration[],
  version: string,
): Promise<ReadonlyMap<string, RuleInfo>> {
  return new Map((await allRules(declarations, version)).map((rule) => [rule.id, rule]));
}

/** Every rule of the program and of the tree, by family. */
export async function explainAll(
  declarations: readonly Declaration[],
  version: string,
): Promise<readonly RuleFamily[]> {
  return familiesOf(await allRules(declarations, version));
}

/** Every rule that a finding can name: those of the program, then those of its policies and the tree's. */
async function allRules(
  declarations: readonly Declaration[],
  version: string,
): Promise<readonly RuleInfo[]> {
  const { rules } = await packOf(declarations, { version });
  return [...ruleInfos, ...rules.map(infoOf)];
}
