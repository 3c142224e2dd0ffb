import type { RuleInfo } from "../diagnostic.ts";

/** Frame of the examples: the line under `spec` is what they are about. */
function policy(...lines: readonly string[]): string {
  const head = [
    "apiVersion: lineagectl.dev/v1",
    "kind: Policy",
    "metadata: {id: TEAM-001, version: 1.0.0}",
    "spec:",
  ];
  return `${[...head, ...lines.map((line) => `  ${line}`)].join("\n")}\n`;
}

export const POL_001: RuleInfo = {
  id: "POL-001",
  title: "Expressions of a policy are valid",
  severity: "error",
  why: "A misspelt field would make a rule pass or fail for the wrong reason, so every expression is checked against the types of the asset model before any asset is judged.",
  fix: "Correct the expression at the range that the message names; fields are in snake case.",
  passes: policy("assert: asset.owner.email != ''"),
  fails: policy("assert: asset.owner.emial != ''"),
};

export const POL_002: RuleInfo = {
  id: "POL-002",
  title: "Expressions of a policy are affordable",
  severity: "error",
  why: "Loops inside loops multiply: on a large repository such a rule would hang the check of every pull request.",
  fix: "Nest fewer loops, or let one loop collect what the other needs.",
  passes: policy("assert: asset.columns.all(c, c.name != '')"),
  fails: policy(
    "assert: ancestors(asset).all(a, ancestors(a).all(b, ancestors(b).all(c, a.id != c.id)))",
  ),
};

export const POL_003: RuleInfo = {
  id: "POL-003",
  title: "Fields that a policy names exist",
  severity: "error",
  why: "An input, a blamed field or a value in a message that does not exist would silently mean nothing.",
  fix: "Use a field of the asset model, or one of the names under let.",
  passes: policy("inputs: [{field: asset.privacy.retention_days, undeclared: undecided}]"),
  fails: policy("inputs: [{field: asset.privacy.retention, undeclared: undecided}]"),
};

export const POL_004: RuleInfo = {
  id: "POL-004",
  title: "Every policy has an id of its own",
  severity: "error",
  why: "Waivers, baselines and reports name a rule by its id; a second rule of that id could take the place of the first.",
  fix: "Give the policy an id that no built-in rule and no other policy has.",
  passes: "metadata: {id: TEAM-001, version: 1.0.0}",
  fails: "metadata: {id: PRIV-008, version: 1.0.0}",
};

export const POL_009: RuleInfo = {
  id: "POL-009",
  title: "Policies can be evaluated",
  severity: "error",
  why: "A rule that breaks on an asset has said nothing about it: that is neither a pass nor a failure, and the run ends with a status of its own.",
  fix: "Make the expression hold for every value that the fields can have, for example by testing known(id) before lookup(id).",
  passes: policy("assert: asset.training.all(t, !known(t.ref) || lookup(t.ref).license != '')"),
  fails: policy("assert: asset.training.all(t, lookup(t.ref).license != '')"),
};

export const POL_010: RuleInfo = {
  id: "POL-010",
  title: "Policies meet the assets they are for",
  severity: "info",
  why: "A rule that looks at nothing is not kept; a wrong kind or condition would never be noticed otherwise.",
  fix: "Correct match.kinds and match.when, or lower minSubjects.",
  passes: policy("match: {kinds: [dataset]}", "minSubjects: 1"),
  fails: policy("match: {kinds: [dataset], when: asset.zone == 'gold'}", "minSubjects: 1"),
};

export const POL_011: RuleInfo = {
  id: "POL-011",
  title: "Cases of a policy come out as they say",
  severity: "error",
  why: "A rule that does not keep its own examples would judge the repository by something that nobody meant.",
  fix: "Correct the expression, or what the case expects and where it points.",
  passes: policy("tests: [{name: a, given: {asset: {owner: {email: a@b}}}, expect: pass}]"),
  fails: policy("tests: [{name: a, given: {asset: {owner: {email: a@b}}}, expect: fail}]"),
};

export const POL_012: RuleInfo = {
  id: "POL-012",
  title: "A policy has a case that passes and one that fails",
  severity: "error",
  why: "A rule that was never seen to fail may be one that cannot.",
  fix: "Add the smallest case of that kind under tests.",
  passes: "tests: [{name: good, given: {}, expect: pass}, {name: bad, given: {}, expect: fail}]",
  fails: "tests: [{name: good, given: {}, expect: pass}]",
};

export const POL_013: RuleInfo = {
  id: "POL-013",
  title: "Every clause of a policy is proved by a case",
  severity: "warning",
  why: "With the operator exchanged every case still comes out the same, so none of them would notice that mistake.",
  fix: "Add a case at the limit, or one in which only this clause decides.",
  passes: "assert: asset.tier <= 2   # with cases for tier 2 and tier 3",
  fails: "assert: asset.tier <= 2   # with cases for tier 1 and tier 4",
};

export const polRules: readonly RuleInfo[] = [
  POL_001,
  POL_002,
  POL_003,
  POL_004,
  POL_009,
  POL_010,
  POL_011,
  POL_012,
  POL_013,
];
