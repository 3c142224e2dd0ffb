import { canonicalJson } from "../base/canonical.ts";
import { by } from "../base/compare.ts";
import { sha256, type Sha256 } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import { isObject, type Steps } from "../base/json.ts";
import { nearest } from "../base/text.ts";
import { diagnose, type Diagnostic, type RuleInfo } from "../diagnostic/diagnostic.ts";
import { POL_001, POL_002, POL_003, POL_004 } from "../diagnostic/rules/pol.ts";
import type { Declaration } from "../model/claim.ts";
import type { PackUsed } from "../model/judgement.ts";
import { checkRule, type RuleProblem } from "./check-rule.ts";
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
 * All rules, statically checked before any asset is judged.
 *
 * @throws Failure POLICY_PACK for a built-in rule that is broken: a bug of this program. A broken
 *         policy of the tree is a diagnostic (POL-001 to POL-004) inside its file; whether the run
 *         can go on without it is the caller's decision.
 */
export async function loadPack(request: PackRequest): Promise<Pack> {
  const builtin = request.builtin.map(builtinRule);
  const own = request.declarations.filter(({ kind }) => kind === "Policy").map(ruleOf);
  const regexes = [...builtin, ...own].some(callsRe) ? await loadRegexes() : undefined;
  for (const rule of builtin) {
    const [problem] = checkRule(rule, regexes);
    if (problem !== undefined) {
      throw new Failure("POLICY_PACK", `built-in rule ${rule.id}: ${textOf(problem)}`, "This is a bug; please report it.");
    }
  }
  const taken = new Set(builtin.map((rule) => rule.id));
  const found = own.flatMap((rule, index) => {
    const earlier = own.slice(0, index).some((other) => other.id === rule.id);
    const doubles = taken.has(rule.id) || earlier ? [doubleId(rule)] : [];
    return [...doubles, ...checkRule(rule, regexes).map((problem) => located(rule, problem))];
  });
  const broken = new Set(found.map((diagnostic) => diagnostic.place));
  const sound = own.filter((rule) => ![...broken].some((place) => isIn(rule, place)));
  return {
    rules: [...builtin, ...sound].toSorted(by((rule) => rule.id)),
    used: [
      { name: "builtin", version: request.version, sha256: builtinDigest(request.builtin, builtin) },
      ...ownPack(request.declarations),
    ],
    regexes,
    diagnostics: found,
  };
}

function builtinRule({ file, value }: BuiltinRule): Rule {
  if (!isObject(value)) throw new Failure("POLICY_PACK", `built-in rule file ${file} holds no rule`);
  return readRule(value);
}

/** Digest of a pack: over sorted lines `<rule id> <sha256 of its text>`. */
function builtinDigest(files: readonly BuiltinRule[], rules: readonly Rule[]): Sha256 {
  return digestOf(files.map(({ text }, index) => [rules[index]?.id ?? "", sha256(text)]));
}

function ownPack(declarations: readonly Declaration[]): readonly PackUsed[] {
  const policies = declarations.filter(({ kind }) => kind === "Policy");
  if (policies.length === 0) return [];
  const lines = policies.map(({ name, value }): [string, Sha256] => [name, sha256(canonicalJson(value))]);
  return [{ name: "repository", version: "tree", sha256: digestOf(lines) }];
}

function digestOf(lines: readonly (readonly [id: string, sha256: Sha256])[]): Sha256 {
  const sorted = lines.map(([id, sum]) => `${id} ${sum}\n`).toSorted(by((line) => line));
  return sha256(sorted.join(""));
}

function callsRe(rule: Rule): boolean {
  const sources = [rule.when ?? "", rule.assert, rule.fix?.to ?? "", ...rule.let.map(([, source]) => source)];
  return sources.some((source) => /\bre\s*\(/u.test(source));
}

const infos: Readonly<Record<RuleProblem["is"], RuleInfo>> = {
  invalid: POL_001,
  costly: POL_002,
  stray: POL_003,
};

function located(rule: Rule, problem: RuleProblem): Diagnostic {
  const place = placeIn(rule, problem.at);
  return diagnose(infos[problem.is], { message: `${rule.id}: ${textOf(problem)}`, place, subject: rule.id });
}

function textOf({ at, message, range }: RuleProblem): string {
  const where = at.slice(1).join(".");
  const characters = range === undefined ? "" : ` at characters ${range.start + 1} to ${Math.max(range.start + 1, range.end)}`;
  return `${where}${characters}: ${message}`;
}

function doubleId(rule: Rule): Diagnostic {
  const message = `a rule ${rule.id} exists already`;
  return diagnose(POL_004, { message, place: placeIn(rule, ["metadata", "id"]), subject: rule.id });
}
