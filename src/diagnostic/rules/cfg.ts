import type { RuleInfo } from "../diagnostic.ts";

export const CFG_001: RuleInfo = {
  id: "CFG-001",
  title: "One configuration file",
  severity: "error",
  why: "With two files nobody can tell which settings were in force when a manifest was signed.",
  fix: "Keep lineagectl.yaml or lineagectl.toml and delete the other.",
  passes: "lineagectl.yaml",
  fails: "lineagectl.yaml\nlineagectl.toml",
};

export const CFG_002: RuleInfo = {
  id: "CFG-002",
  title: "The configuration is one table of settings",
  severity: "error",
  why: "A configuration that cannot be read must not be taken for an empty one: every check would then run with defaults that nobody chose.",
  fix: "Write key: value pairs at the top of the file, in a single document.",
  passes: "base: origin/main\n",
  fails: "- base: origin/main\n",
};

export const CFG_003: RuleInfo = {
  id: "CFG-003",
  title: "Only known files below .lineage",
  severity: "error",
  why: "Whatever lies in .lineage is taken for evidence; a file of unknown kind there could hide something that a reviewer believes to be checked.",
  fix: "Move the file out of .lineage, or correct its name.",
  passes: ".lineage/trust/1.root.json",
  fails: ".lineage/notes.txt",
};

export const CFG_010: RuleInfo = {
  id: "CFG-010",
  title: "Setting that this version does not act on",
  severity: "warning",
  why: "A setting that is accepted and then ignored would be believed to work.",
  fix: "Remove the setting, or use a version that acts on it.",
  passes: "cost: {currency: EUR}\n",
  fails: "argo: {artifactRepository: {s3: {bucket: logs}}}\n",
};

export const CFG_011: RuleInfo = {
  id: "CFG-011",
  title: "Severities are set for rules that exist",
  severity: "warning",
  why: "A severity under a misspelt name changes nothing, and whoever wrote it believes that it does.",
  fix: "Name a rule, such as PRIV-010, or a family, such as QUAL.",
  passes: "policy: {severity: {PRIV-010: warning}}\n",
  fails: "policy: {severity: {PRVI-010: warning}}\n",
};

export const cfgRules: readonly RuleInfo[] = [CFG_001, CFG_002, CFG_003, CFG_010, CFG_011];
