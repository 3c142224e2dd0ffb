import { canonicalJson } from "../base/canonical.ts";
import { by } from "../base/compare.ts";
import { sha256, type Sha256 } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import { isObject } from "../base/json.ts";
import { diagnose, type Diagnostic, type RuleInfo } from "../diagnostic/diagnostic.ts";
import { POL_001, POL_002, POL_003, POL_004 } from "../diagnostic/rules/pol.ts";
import { placesIn } from "../diagnostic/place.ts";
import type { Declaration } from "../model/claim.ts";
import type { PackUsed } from "../model/judgement.ts";
import { checkingEngine, checkRule, type RuleProblem } from "./check-rule.ts";
import type { PolicyEngine } from "./engine.ts";
import { loadRegexes, type Regexes } from "./regexes.ts";
import { readRule, ruleOf, type Rule } from "./rule.ts";

/** A rule file as the build packs it. */
export interface BuiltinRule {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
}

export interface PackRequest {
  readonly builtin: readonly BuiltinRule[];
  /** Version of the built-in pack. */
  readonly version: string;
  /** Policy documents of the tree, valid against their schema; others are ignored. */
  readonly declarations: readonly Declaration[];
}

/** Rules that may be judged, in the order of their ids. */
export interface Pack {
  readonly rules: readonly Rule[];
  readonly used: readonly PackUsed[];
  /** Loaded only where a rule calls `re`. */
  readonly regexes: Regexes | undefined;
  /** What is wrong with the tree's own policies; such a policy is not among the rules. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The built-in rules and those of the tree that are sound. A broken policy of the tree is a
 * diagnostic (POL-001 to POL-004) inside its file and no rule: what it was to guard is then
 * unguarded, so the caller should not call such a run a success. Built-in rules were checked in
 * the same way before they were shipped (`checkBuiltin`), and are not checked again in each run.
 *
 * @throws Failure POLICY_PACK for a built-in file that holds no rule: a bug of this program
 */
export async function loadPack(request: PackRequest): Promise<Pack> {
  const builtin = request.builtin.map(builtinRule);
  const policies = request.declarations.filter(({ kind }) => kind === "Policy");
  const own = policies.map(ruleOf);
  const regexes = [...builtin, ...own].some(callsRe) ? await loadRegexes() : undefined;
  const engine = checkingEngine(regexes);
  const checked = own.map((rule, index) => {
    const earlier = [...builtin, ...own.slice(0, index)];
    return { rule, found: findingsOn(rule, policies[index], earlier, engine) };
  });
  const sound = checked.filter(({ found }) => found.length === 0).map(({ rule }) => rule);
  return {
    rules: [...builtin, ...sound].toSorted(by((rule) => rule.id)),
    used: [builtinPack(request, builtin), ...ownPack(policies)],
    regexes,
    diagnostics: checked.flatMap(({ found }) => found),
  };
}

/**
 * Checks the built-in rules statically.
 *
 * @throws Failure POLICY_PACK for the first that is broken: a bug of this program
 */
export async function checkBuiltin(files: readonly BuiltinRule[]): Promise<void> {
  const engine = checkingEngine(await loadRegexes());
  for (const rule of files.map(builtinRule)) {
    const [problem] = checkRule(rule, engine);
    if (problem === undefined) continue;
    const message = `built-in rule ${rule.id}: ${textOf(problem)}`;
    throw new Failure("POLICY_PACK", message, "This is a bug; please report it.");
  }
}

function findingsOn(
  rule: Rule,
  policy: Declaration | undefined,
  earlier: readonly Rule[],
  engine: PolicyEngine,
): readonly Diagnostic[] {
  if (policy === undefined) return [];
  const places = placesIn(policy.path, policy.document);
  const problems = checkRule(rule, engine).map((problem) => {
    const message = `${rule.id}: ${textOf(problem)}`;
    return diagnose(infos[problem.is], {
      message,
      place: places.value(...problem.at),
      subject: rule.id,
    });
  });
  if (!earlier.some(({ id }) => id === rule.id)) return problems;
  const message = `there is already a rule ${rule.id}`;
  return [
    diagnose(POL_004, { message, place: places.value("metadata", "id"), subject: rule.id }),
    ...problems,
  ];
}

function builtinRule({ file, value }: BuiltinRule): Rule {
  if (!isObject(value))
    throw new Failure("POLICY_PACK", `built-in rule file ${file} holds no rule`);
  return readRule(value);
}

function builtinPack({ builtin, version }: PackRequest, rules: readonly Rule[]): PackUsed {
  const lines = builtin.map(({ text }, index) => [rules[index]?.id ?? "", sha256(text)] as const);
  return { name: "builtin", version, sha256: digestOf(lines) };
}

/** The tree's own policies: versioned by the tree itself. */
function ownPack(policies: readonly Declaration[]): readonly PackUsed[] {
  if (policies.length === 0) return [];
  const lines = policies.map(({ name, value }): [string, Sha256] => [
    name,
    sha256(canonicalJson(value)),
  ]);
  return [{ name: "repository", version: "tree", sha256: digestOf(lines) }];
}

/** Over sorted lines `<rule id> <sha256 of its text>`. */
function digestOf(lines: readonly (readonly [id: string, sha256: Sha256])[]): Sha256 {
  const sorted = lines.map(([id, sum]) => `${id} ${sum}\n`).toSorted(by((line) => line));
  return sha256(sorted.join(""));
}

function callsRe(rule: Rule): boolean {
  const sources = [
    rule.when ?? "",
    rule.assert,
    rule.fix?.to ?? "",
    ...rule.let.map(([, source]) => source),
  ];
  return sources.some((source) => /\bre\s*\(/u.test(source));
}

const infos: Readonly<Record<RuleProblem["is"], RuleInfo>> = {
  invalid: POL_001,
  costly: POL_002,
  stray: POL_003,
};

function textOf({ at, message, range }: RuleProblem): string {
  const where = at.slice(1).join(".");
  if (range === undefined) return `${where}: ${message}`;
  const first = range.start + 1;
  return `${where}, characters ${first} to ${Math.max(first, range.end)}: ${message}`;
}
