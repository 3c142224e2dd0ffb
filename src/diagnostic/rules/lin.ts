import type { RuleInfo } from "../diagnostic.ts";

export const LIN_001: RuleInfo = {
  id: "LIN-001",
  title: "Column lineage names columns that exist",
  severity: "error",
  why: "A column that its dataset does not list carries no tags, so personal data behind a misspelt name would pass unseen.",
  fix: "Correct the name, or add the column to the dataset.",
  passes: 'columns: [{name: total, from: [{column: "shop/orders#amount", via: aggregation}]}]\n',
  fails: 'columns: [{name: total, from: [{column: "shop/orders#amuont", via: aggregation}]}]\n',
};

export const LIN_002: RuleInfo = {
  id: "LIN-002",
  title: "Data does not come back to where it started",
  severity: "warning",
  why: "In a circle every part depends on its own earlier output: errors feed themselves, and nothing can be rebuilt from its sources alone.",
  fix: "Remove one of the references, unless the feedback is meant.",
  passes: "orders → stats → report\n",
  fails: "orders → stats → orders\n",
};

export const linRules: readonly RuleInfo[] = [LIN_001, LIN_002];
