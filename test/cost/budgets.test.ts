import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../src/base/json.ts";
import type { RepoPath } from "../../src/base/path.ts";
import type { Day } from "../../src/base/ports.ts";
import { diagnose } from "../../src/diagnostic/diagnostic.ts";
import { budRules } from "../../src/diagnostic/rules/bud.ts";
import { SYN_001 } from "../../src/diagnostic/rules/syn.ts";
import type { Declaration } from "../../src/model/claim.ts";
import { budget, costing, judgedBudgets, textOf, type Change } from "../support/budgets.ts";
import { asset } from "../support/costs.ts";

const app = (cores: string | undefined) => [costing("workload:ml/app", cores)];

function found(change: Partial<Change>): readonly string[] {
  return judgedBudgets({
    before: app("10"),
    after: app("10"),
    budgets: [budget()],
    ...change,
  }).now.map(textOf);
}

const rule = (kind: string, more: JsonObject = {}): JsonObject => ({
  rules: [{ kind, action: "fail", ...more }],
});

test("below its warning mark a budget says nothing", () => {
  expect(found({ after: app("79.99") })).toEqual([]);
});

test.each([
  ["80", 80],
  ["99.5", 99],
  ["100", 100],
])("at %s of 100 it warns, and tells where it was", (cores, percent) => {
  expect(found({ after: app(cores) })).toEqual([
    `BUD-003 fail warning: growth reaches ${percent} % of 100 EUR a month (was 10 %)`,
  ]);
});

test("the warning mark is the budget's own", () => {
  expect(found({ after: app("80"), budgets: [budget({ warnAt: "90" })] })).toEqual([]);
  expect(found({ after: app("30"), budgets: [budget({ warnAt: "30" })] })).toHaveLength(1);
});

test("above its amount it fails, at the rule, with what made it so", () => {
  const [finding] = judgedBudgets({
    before: app("10"),
    after: app("100.01"),
    budgets: [budget()],
  }).now;
  expect(finding && textOf(finding)).toBe(
    "BUD-001 fail error: growth is exceeded: 100.01 of 100 EUR a month (100 %, was 10.00)",
  );
  expect(finding?.diagnostic.place).toMatchObject({
    path: "finops/budget.yaml",
    pointer: "/spec/rules/0/kind",
  });
  expect(finding?.diagnostic.related).toMatchObject([
    { message: "+90.01 a month by container main cpu of ml/app", place: { path: "k8s/app.yaml" } },
  ]);
});

test("what is above its amount stays a finding, which the base has too", () => {
  const { now, known } = judgedBudgets({
    before: app("200"),
    after: app("200"),
    budgets: [budget()],
  });
  expect(now.map(({ diagnostic }) => diagnostic.fingerprint)).toEqual(
    known.map(({ diagnostic }) => diagnostic.fingerprint),
  );
  expect(now.map(textOf)).toEqual([
    "BUD-001 fail error: growth is exceeded: 200.00 of 100 EUR a month (200 %, was 200.00)",
  ]);
});

test("a crossing is found in the change that crosses, and in no later one", () => {
  const budgets = [budget({ ...rule("crossing"), warnAt: "100" })];
  expect(found({ before: app("100"), after: app("101"), budgets })).toHaveLength(1);
  expect(found({ before: app("101"), after: app("102"), budgets })).toEqual([
    "BUD-003 fail warning: growth reaches 102 % of 100 EUR a month (was 101 %)",
  ]);
});

test.each([
  ["increase", { threshold: "5" }, "15", "15.01"],
  ["increase_pct", { threshold: "50" }, "15", "15.01"],
  ["decrease", { threshold: "5" }, "5", "4.99"],
])(
  "%s by more than its threshold is found, and by just as much is not",
  (kind, more, fine, much) => {
    const budgets = [budget(rule(kind, more))];
    expect(found({ after: app(fine), budgets })).toEqual([]);
    const [text = "", ...others] = found({ after: app(much), budgets });
    expect(others).toEqual([]);
    expect(text).toMatch(
      kind === "decrease"
        ? /^BUD-002 fail error: growth falls by 5\.01 EUR a month \(50\.1 %\), more than 5 EUR$/u
        : /^BUD-002 fail error: growth rises by 5\.01 EUR a month \(50\.1 %\), more than 5/u,
    );
  },
);

test("from nothing every rise is more than any percentage", () => {
  const budgets = [budget(rule("increase_pct", { threshold: "500" }))];
  expect(found({ before: [], after: app("1"), budgets })).toEqual([
    "BUD-002 fail error: growth rises by 1.00 EUR a month, more than 500 %",
  ]);
  expect(found({ before: [], after: [asset("workload:ml/idle")], budgets })).toEqual([]);
});

test.each([
  ["fail", "error", undefined],
  ["warn", "warning", undefined],
  ["approve", "error", /takes an approval/u],
])("action %s weighs %s", (action, severity, help) => {
  const budgets = [budget({ rules: [{ kind: "absolute", action }] })];
  const [finding] = judgedBudgets({ before: [], after: app("101"), budgets }).now;
  expect(finding?.diagnostic.severity).toBe(severity);
  expect(finding?.diagnostic.help ?? "").toMatch(help ?? /^$/u);
});

const unsure = [costing("workload:ml/app", "10"), costing("workload:ml/b", undefined)];

test("a budget with unknown costs in its scope is undecided, never within", () => {
  expect(found({ after: unsure })).toEqual([
    "BUD-004 undecided warning: growth cannot be decided: 1 cost in its scope is unknown; the rest is 10.00 of 100 EUR a month",
  ]);
  expect(found({ after: unsure, budgets: [budget({ onUnknown: "warn" })] })[0]).toMatch(
    /^BUD-004 fail warning/u,
  );
  expect(found({ after: unsure, budgets: [budget({ onUnknown: "fail" })] })[0]).toMatch(
    /^BUD-004 fail error/u,
  );
});

test("what is known may be above the amount already: at least so much", () => {
  const after = [costing("workload:ml/app", "101"), costing("workload:ml/b", undefined)];
  expect(found({ after })).toEqual([
    "BUD-001 fail error: growth is exceeded: at least 101.00 of 100 EUR a month (101 %, was 10.00)",
  ]);
});

test("an unknown cost that stays the same leaves a rise decided; one that comes or goes does not", () => {
  const budgets = [budget({ ...rule("increase", { threshold: "5" }), amount: "1000" })];
  const more = [costing("workload:ml/app", "20"), costing("workload:ml/b", undefined)];
  expect(found({ before: unsure, after: more, budgets })[0]).toMatch(/^BUD-002 fail error/u);
  expect(found({ before: app("10"), after: unsure, budgets })[0]).toMatch(/^BUD-004 undecided/u);
  expect(found({ before: unsure, after: app("20"), budgets })[0]).toMatch(/^BUD-004 undecided/u);
  expect(found({ before: unsure, after: unsure, budgets })).toEqual([]);
});

const labelled = (value: string) => ({ labels: { "cost-center": value } });

test.each([
  ["labels", { labels: { "cost-center": "cc-42" } }],
  ["owner", { owner: "team/growth" }],
  ["tags", { tags: ["gold"] }],
  ["env", { env: "prod" }],
  ["kind", { kind: "workload" }],
  ["an asset", { assets: ["ml/app"] }],
  ["a glob", { assets: ["other", "ml/ap*"] }],
  ["all of them", { owner: "growth", labels: { "cost-center": "cc-42" }, assets: ["ml/**"] }],
])("only what fits the scope counts: %s", (_, scope: JsonObject) => {
  const facts = {
    ...labelled("cc-42"),
    tags: ["gold.top"],
    facets: { owner: { team: "growth" }, env: "prod" },
  };
  const inside = costing("workload:ml/app", "60", facts);
  const outside = costing("job:shop/other", "60", labelled("cc-43"));
  const after = [inside, outside];
  expect(found({ before: [], after, budgets: [budget({ scope })] })).toEqual([]);
  expect(found({ before: [], after, budgets: [budget()] })[0]).toMatch(/^BUD-001/u);
  expect(found({ before: [], after, budgets: [budget({ scope, amount: "59" })] })[0]).toMatch(
    /: 60\.00|60\.00 of/u,
  );
});

test("datasets name datasets only", () => {
  const after = [costing("workload:ml/app", "60"), costing("dataset:ml/app", "50")];
  const scope = { datasets: ["ml/*"] };
  expect(found({ before: [], after, budgets: [budget({ scope, amount: "49" })] })[0]).toMatch(
    /is exceeded: 50\.00 of/u,
  );
});

test("a scope that fits nothing is an error that names the condition", () => {
  const budgets = [budget({ scope: { owner: "growth", labels: { "cost-center": "cc-43" } } })];
  const after = [costing("workload:ml/app", "10", { facets: { owner: { team: "growth" } } })];
  expect(found({ before: after, after, budgets })).toEqual([
    "BUD-005 fail error: growth watches nothing: no asset has label cost-center cc-43",
  ]);
  const split = [
    costing("workload:ml/app", "10", { facets: { owner: { team: "growth" } } }),
    costing("workload:ml/b", "10", labelled("cc-43")),
  ];
  expect(found({ before: split, after: split, budgets })).toEqual([
    "BUD-005 fail error: growth watches nothing: no asset fits all conditions",
  ]);
  expect(found({ before: [], after: [] })).toEqual([]);
});

test("a quarter has three months of cost, a year twelve", () => {
  const of = (period: string): readonly string[] =>
    found({ before: [], after: app("10"), budgets: [budget({ period, amount: "25" })] });
  expect(of("month")).toEqual([]);
  expect(of("quarter")[0]).toMatch(/is exceeded: 30\.00 of 25 EUR a quarter/u);
  expect(of("year")[0]).toMatch(/is exceeded: 120\.00 of 25 EUR a year/u);
});

test("a budget holds from its first day up to, not including, its last", () => {
  const budgets = [budget({ effective: { from: "2026-01-01", to: "2027-01-01" } })];
  const on = (asOf: string): readonly string[] =>
    found({ after: app("101"), budgets, options: { asOf: asOf as Day } });
  expect(on("2025-12-31")).toEqual([]);
  expect(on("2026-01-01")).toHaveLength(1);
  expect(on("2026-12-31")).toHaveLength(1);
  expect(on("2027-01-01")).toEqual([]);
});

const fx: Declaration = {
  kind: "FxTable",
  name: "default/fx",
  path: "finops/fx.yaml" as RepoPath,
  document: 0,
  value: { spec: { base: "EUR", rates: [{ quote: "USD", rate: "1.25", date: "2026-11-20" }] } },
};

test("costs are converted into the budget's currency; without a rate it is undecided", () => {
  const budgets = [budget({ currency: "USD" })];
  expect(found({ after: app("80"), budgets, more: [fx] })[0]).toMatch(/reaches 100 % of 100 USD/u);
  expect(found({ after: app("80.01"), budgets, more: [fx] })[0]).toMatch(
    /is exceeded: 100\.01 of/u,
  );
  expect(found({ after: app("1"), budgets })).toEqual([
    "BUD-004 undecided warning: growth cannot be decided: costs are in EUR, and no rate to USD up to 2026-11-24 is declared",
  ]);
  const nothing = [asset("workload:ml/idle")];
  expect(found({ before: nothing, after: nothing, budgets })).toEqual([]);
});

test("a file that cannot be read leaves its costs unknown, not saved", () => {
  const before = [...app("10"), costing("workload:ml/lost", "60")];
  const place = { in: "file", path: "k8s/lost.yaml" as RepoPath } as const;
  const broken = [diagnose(SYN_001, { message: "broken", place })];
  expect(found({ before, after: app("10") })).toEqual([]);
  expect(found({ before, after: app("10"), broken })).toEqual([
    "BUD-004 undecided warning: growth cannot be decided: 1 cost in its scope is unknown; the rest is 10.00 of 100 EUR a month",
  ]);
});

const fields = [
  "scope",
  "amount",
  "currency",
  "period",
  "effective",
  "warnAt",
  "rules",
  "onUnknown",
];

test("a budget with any part replaced is judged or left alone, and never throws", () => {
  const property = fc.property(
    fc.constantFrom(...fields),
    fc.jsonValue({ maxDepth: 3 }),
    (field, value) => {
      const budgets = [budget({ scope: { owner: "growth" }, [field]: value as Json })];
      expect(found({ budgets })).toEqual(found({ budgets }));
    },
  );
  fc.assert(property);
});

test("every rule is reported by a test of this file, and explained in full", () => {
  expect(budRules.map(({ id }) => id)).toEqual([
    "BUD-001",
    "BUD-002",
    "BUD-003",
    "BUD-004",
    "BUD-005",
  ]);
  for (const { title, why, fix, passes, fails } of budRules) {
    const texts: readonly Json[] = [title, why, fix, passes, fails];
    expect(texts).not.toContain("");
    expect(passes).not.toBe(fails);
  }
});
