import type { RuleInfo } from "../diagnostic.ts";

/** Frame of the examples: the estimate of the scope is 1,900 EUR a month, and was 1,500. */
const budget = (amount: string, rules: string, more = ""): string =>
  `# costs 1900 EUR a month, cost 1500 before
apiVersion: lineagectl.dev/v1
kind: Budget
metadata: {name: growth-monthly}
spec:
  amount: "${amount}"
  currency: EUR
  period: month
  rules: [${rules}]
${more}`;

export const BUD_001: RuleInfo = {
  id: "BUD-001",
  title: "Cost stays within its budget",
  severity: "error",
  why: "The estimate of everything in the budget's scope is above its amount, so merging spends money that nobody has granted.",
  fix: "Lower what the change asks for, or raise the budget in its own file, where its owners review it.",
  passes: budget("2500.00", "{kind: absolute, action: fail}"),
  fails: budget("1800.00", "{kind: absolute, action: fail}"),
};

export const BUD_002: RuleInfo = {
  id: "BUD-002",
  title: "A change of cost stays within the budget's limit",
  severity: "error",
  why: "A jump of cost is easier to question in the change that causes it than in the bill of the next month; a sudden drop may mean that something stopped to run.",
  fix: "Lower what the change asks for, split it, or have the owners of the budget raise the threshold.",
  passes: budget("2500.00", '{kind: increase_pct, threshold: "30", action: fail}'),
  fails: budget("2500.00", '{kind: increase_pct, threshold: "15", action: fail}'),
};

export const BUD_003: RuleInfo = {
  id: "BUD-003",
  title: "Cost comes near to its budget",
  severity: "warning",
  why: "Between the warning mark and the amount there is still time to act.",
  fix: "Look for what can be made smaller, or have the budget raised before it is exceeded; warnAt sets the mark.",
  passes: budget("2500.00", "{kind: absolute, action: fail}"),
  fails: budget("2000.00", "{kind: absolute, action: fail}"),
};

export const BUD_004: RuleInfo = {
  id: "BUD-004",
  title: "A budget can be decided",
  severity: "warning",
  why: "Costs without a price or a quantity are not nothing: a total that leaves some out says at least so much, and never that it is within the budget.",
  fix: "Declare the missing prices, quantities and exchange rates, or say with onUnknown what unknown costs mean.",
  passes: budget("2500.00", "{kind: absolute, action: fail}"),
  fails: budget("2500.00", "{kind: absolute, action: fail}", "# and one step has no price\n"),
};

export const BUD_005: RuleInfo = {
  id: "BUD-005",
  title: "A budget has something to watch",
  severity: "error",
  why: "A scope that fits no asset is never exceeded; a misspelt label would make a budget useless without anybody noticing.",
  fix: "Correct the condition that the message names, or remove the budget.",
  passes: budget("2500.00", "{kind: absolute, action: fail}", "  scope: {owner: growth}\n"),
  fails: budget("2500.00", "{kind: absolute, action: fail}", "  scope: {owner: grwoth}\n"),
};

export const budRules: readonly RuleInfo[] = [BUD_001, BUD_002, BUD_003, BUD_004, BUD_005];
