import { objectAt, pointerOf } from "../base/json.ts";
import type { Day } from "../base/ports.ts";
import type { Judgement } from "../model/judgement.ts";
import { assetKinds, type AssetKind } from "../model/kinds.ts";
import { givenCase, strayWords } from "./given.ts";
import { judge } from "./judge.ts";
import { camelOf } from "./model.ts";
import type { Regexes } from "./regexes.ts";
import { pathOf, type Rule, type RuleTest } from "./rule.ts";

export interface TestResult {
  readonly name: string;
  /** What went wrong; undefined for a test that passed. */
  readonly problem: string | undefined;
}

/** Runs the cases that a rule brings along, each on a snapshot of its own. */
export function runTests(
  rule: Rule,
  regexes: Regexes | undefined,
  today: Day,
): readonly TestResult[] {
  return rule.tests.map((test) => ({
    name: test.name,
    problem: problemOf(rule, test, { regexes, today }),
  }));
}

interface Setting {
  readonly regexes: Regexes | undefined;
  readonly today: Day;
}

function problemOf(rule: Rule, test: RuleTest, { regexes, today }: Setting): string | undefined {
  const stray = strayWords(test.given);
  if (stray.length > 0) return `it states unknown fields: ${stray.join(", ")}`;
  const { head, base } = givenCase(test.given, firstKind(rule));
  const { judgements, counts } = judge({
    pack: { rules: [{ ...rule, rollout: always }], used: [], regexes, diagnostics: [] },
    ...head,
    ...(base !== undefined && { base }),
    params: objectAt(test.given, "params"),
    asOf: today,
  });
  const [judgement] = judgements;
  const verdict = judgement?.verdict ?? (counts.pass > 0 ? "pass" : "not_applicable");
  if (verdict === "not_applicable" && verdict !== test.expect)
    return "the rule does not look at the asset";
  if (verdict !== test.expect)
    return `expected ${test.expect}, got ${verdict}${reasonOf(judgement)}`;
  return test.at === undefined ? undefined : misplaced(judgement, test.at);
}

/** Cases are about what the rule says, whatever the day. */
const always: Rule["rollout"] = { warnFrom: undefined, errorFrom: undefined };

function firstKind(rule: Rule): AssetKind {
  return assetKinds.find((kind) => rule.kinds.has(kind)) ?? "dataset";
}

function reasonOf(judgement: Judgement | undefined): string {
  return judgement === undefined || judgement.verdict === "pass"
    ? ""
    : ` (${judgement.diagnostic.message})`;
}

/** A missing field is pointed at by the key of its nearest parent. */
function misplaced(judgement: Judgement | undefined, at: string): string | undefined {
  if (judgement === undefined || judgement.verdict === "pass") return undefined;
  const { place } = judgement.diagnostic;
  const wanted = pointerOf(
    (pathOf(at) ?? []).map((step) => (typeof step === "number" ? step : camelOf(step))),
  );
  const pointer = place.in === "node" ? place.pointer : "";
  const isParent =
    wanted.startsWith(`${pointer}/`) &&
    (pointer === "" || (place.in === "node" && place.on === "key"));
  return pointer === wanted || isParent
    ? undefined
    : `expected a finding at ${wanted}, got ${pointer}`;
}
