import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../src/base/json.ts";
import type { Day } from "../../src/base/ports.ts";
import { wvrRules } from "../../src/diagnostic/rules/wvr.ts";
import type { Declaration } from "../../src/model/claim.ts";
import type { PolicyResult } from "../../src/model/judgement.ts";
import type { Rule } from "../../src/policy/rule.ts";
import { waive } from "../../src/policy/waive.ts";
import { asOf, assetWith, declared, judged, ruleWith } from "../support/policies.ts";

const rule = ruleWith({
  assert: 'asset.zone != "raw"',
  message: "{{asset.name}} is raw",
  blame: "asset.zone",
  waivable: { maxDays: 100, approvers: ["team/dpo"] },
});
const assets = [
  assetWith("dataset:shop/orders", { facets: { zone: "raw" } }),
  assetWith("dataset:shop/orders_old", { facets: { zone: "raw" } }),
  assetWith("dataset:shop/clean", { facets: { zone: "marts" } }),
  assetWith("job:shop/orders"),
];

function waiver(spec: JsonObject = {}, id = "WVR-1"): Declaration {
  const whole = {
    rule: "TEAM-001",
    asset: "shop/orders",
    reason: "The migration ends in spring",
    ticket: "T-1",
    approvedBy: ["team/dpo"],
    created: "2026-11-02",
    expires: "2027-01-31",
    ...spec,
  };
  const value = { kind: "Waiver", metadata: { id }, spec: whole };
  return { ...declared(value, id), kind: "Waiver" };
}

function waived(
  waivers: readonly Declaration[],
  more: { readonly day?: string; readonly rule?: Rule } = {},
): PolicyResult {
  const judging = more.rule ?? rule;
  return waive(judged(judging, { assets }), {
    declarations: waivers,
    rules: [judging],
    assets,
    asOf: (more.day ?? asOf) as Day,
  });
}

/** `dataset:shop/orders WVR-1` for each finding, with `-` where nothing covers it. */
function covered({ judgements }: PolicyResult): readonly string[] {
  return judgements.map((made) =>
    made.verdict === "pass" ? "pass" : `${made.asset} ${made.waiver?.id ?? "-"}`,
  );
}

function findings({ diagnostics }: PolicyResult): readonly string[] {
  return diagnostics.map(({ rule: id, severity, message }) => `${id} ${severity} ${message}`);
}

const none = ["dataset:shop/orders -", "dataset:shop/orders_old -"];

test("a waiver covers the failure of its asset and no other, and the failure stays", () => {
  const result = waived([waiver()]);
  expect(covered(result)).toEqual(["dataset:shop/orders WVR-1", "dataset:shop/orders_old -"]);
  expect(findings(result)).toEqual([]);
  expect(result.counts).toMatchObject({ fail: 2 });
  expect(result.judgements[0]).toMatchObject({
    verdict: "fail",
    waiver: {
      expires: "2027-01-31",
      reason: "The migration ends in spring",
      approvedBy: ["team/dpo"],
      place: { pointer: "/metadata/id" },
    },
  });
});

test.each(["dataset:shop/orders", "shop/orders", "own:Thing/shop/orders"])(
  "an asset is named by its id, its name or a key: %s",
  (asset) => {
    expect(covered(waived([waiver({ asset })]))[0]).toBe("dataset:shop/orders WVR-1");
  },
);

test("an open question is covered like a failure; a rule that broke is not", () => {
  const asking = ruleWith({
    assert: 'asset.license == "MIT"',
    inputs: [{ field: "asset.license", undeclared: "undecided" }],
  });
  const result = waived([waiver()], { rule: asking });
  expect(covered(result)).toContain("dataset:shop/orders WVR-1");
  expect(result.counts).toMatchObject({ fail: 0, undecided: 3 });
  const breaking = ruleWith({ assert: "lookup(asset.license).tier == 1" });
  const broken = waived([waiver()], { rule: breaking });
  expect(broken.counts).toMatchObject({ error: 3 });
  expect(covered(broken)).toContain("dataset:shop/orders -");
  expect(findings(broken)).toEqual([]);
});

test("a path and a fingerprint narrow it to one finding", () => {
  const [first] = waived([]).judgements;
  const mark = first !== undefined && first.verdict !== "pass" ? first.diagnostic.fingerprint : "";
  for (const spec of [{ path: "/spec/zone" }, { path: "/spec" }, { fingerprint: `sha256:${mark}` }])
    expect(covered(waived([waiver(spec)]))[0]).toBe("dataset:shop/orders WVR-1");
  for (const [field, value] of [
    ["path", "/spec/zo"],
    ["path", "/metadata"],
    ["fingerprint", `sha256:${"0".repeat(64)}`],
  ] as const) {
    const result = waived([waiver({ [field]: value })]);
    expect(covered(result)).toEqual(none);
    expect(findings(result)).toEqual([
      `WVR-002 warning waiver WVR-1: it covers nothing: the finding of TEAM-001 on dataset:shop/orders has another ${field}`,
    ]);
  }
});

test("it ends on its day, which the run's own day decides", () => {
  expect(covered(waived([waiver()], { day: "2027-01-30" }))[0]).toBe("dataset:shop/orders WVR-1");
  const ended = waived([waiver()], { day: "2027-01-31" });
  expect(covered(ended)).toEqual(none);
  expect(findings(ended)).toEqual([
    "WVR-001 warning waiver WVR-1: it expired on 2027-01-31: what it covered counts again",
  ]);
});

test("in its last two weeks it says so", () => {
  expect(findings(waived([waiver()], { day: "2027-01-16" }))).toEqual([]);
  const soon = waived([waiver()], { day: "2027-01-17" });
  expect(covered(soon)[0]).toBe("dataset:shop/orders WVR-1");
  expect(findings(soon)).toEqual([
    "WVR-008 info waiver WVR-1: it expires in 14 days, on 2027-01-31",
  ]);
});

test.each([
  [
    "WVR-002 warning waiver WVR-1: it covers nothing: shop/clean does not violate TEAM-001",
    { asset: "shop/clean" },
  ],
  [
    "WVR-002 warning waiver WVR-1: it covers nothing: TEAM-001 looks at no asset named shop/ordres",
    { asset: "shop/ordres" },
  ],
  ["WVR-003 error waiver WVR-1: shop/* is a pattern and covers 3 assets", { asset: "shop/*" }],
  ["WVR-003 error waiver WVR-1: ** covers every asset", { asset: "**", broad: true }],
  ["WVR-004 error waiver WVR-1: there is no rule TEAM-010", { rule: "TEAM-010" }],
  [
    "WVR-004 error waiver WVR-1: PRC-001 is no policy: its findings are mended, not waived",
    { rule: "PRC-001" },
  ],
  [
    "WVR-005 error waiver WVR-1: it expires on 2026-11-02, which is not after 2026-11-02, when it was made",
    { expires: "2026-11-02" },
  ],
  [
    "WVR-005 error waiver WVR-1: it lasts 101 days, and TEAM-001 can be waived for 100 at most",
    { expires: "2027-02-11" },
  ],
  [
    "WVR-005 error waiver WVR-1: it was made on 2026-11-25, which is after 2026-11-24",
    { created: "2026-11-25" },
  ],
  [
    "WVR-006 error waiver WVR-1: it is approved by team/growth, @acme/dpo, and TEAM-001 asks for team/dpo",
    { approvedBy: ["team/growth", "@acme/dpo"] },
  ],
])("%s", (message, spec: JsonObject) => {
  const result = waived([waiver(spec)]);
  expect(findings(result)).toEqual([message]);
  expect(covered(result)).toEqual(none);
});

test("what is misspelt is shown as it may have been meant", () => {
  const help = (spec: JsonObject): unknown => waived([waiver(spec)]).diagnostics[0]?.help;
  expect(help({ asset: "shop/ordres" })).toBe("did you mean shop/orders?");
  expect(help({ rule: "TEAM-010" })).toBe("did you mean TEAM-001?");
});

test("a pattern covers several assets when the file says that it is meant", () => {
  const result = waived([waiver({ asset: "shop/orders*", broad: true })]);
  expect(covered(result)).toEqual(["dataset:shop/orders WVR-1", "dataset:shop/orders_old WVR-1"]);
  expect(findings(result)).toEqual([]);
});

test("a name that two assets of the rule bear is no name of one", () => {
  const both = ruleWith({ assert: "false", match: { kinds: ["dataset", "job"] } });
  const result = waived([waiver()], { rule: both });
  expect(findings(result)).toEqual([
    "WVR-003 error waiver WVR-1: shop/orders is the name of 2 assets",
  ]);
  expect(covered(waived([waiver({ asset: "job:shop/orders" })], { rule: both }))).toContain(
    "job:shop/orders WVR-1",
  );
});

test("a rule may rule waivers out, and without terms it allows a year and anybody", () => {
  const never = ruleWith({ assert: "false", waivable: false });
  expect(findings(waived([waiver()], { rule: never }))).toEqual([
    "WVR-004 error waiver WVR-1: TEAM-001 cannot be waived",
  ]);
  const open = ruleWith({ assert: "false" });
  const of = (expires: string): readonly string[] =>
    findings(waived([waiver({ expires, approvedBy: ["team/any"] })], { rule: open }));
  expect(of("2027-11-03")).toEqual([]);
  expect(of("2027-11-04")[0]).toMatch(/^WVR-005/u);
});

test("of two waivers of one id the second covers nothing", () => {
  const result = waived([waiver(), waiver({ asset: "shop/orders_old" })]);
  expect(covered(result)).toEqual(["dataset:shop/orders WVR-1", "dataset:shop/orders_old -"]);
  expect(findings(result)).toEqual([
    "WVR-007 error a second waiver is named WVR-1; it covers nothing",
  ]);
});

test("of two waivers for one finding the first id is shown, and neither is unused", () => {
  const result = waived([waiver({}, "WVR-2"), waiver()]);
  expect(covered(result)[0]).toBe("dataset:shop/orders WVR-1");
  expect(findings(result)).toEqual([]);
});

test("whatever a waiver says, the verdicts and their number stay", () => {
  const fields = [
    "rule",
    "asset",
    "broad",
    "path",
    "fingerprint",
    "approvedBy",
    "created",
    "expires",
  ];
  const property = fc.property(
    fc.constantFrom(...fields),
    fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom("**", "{a", "shop/*", "9999-99-99")),
    (field, value) => {
      const before = judged(rule, { assets });
      const after = waived([waiver({ [field]: value as string })]);
      expect(after.counts).toEqual(before.counts);
      expect(after.judgements.map(({ verdict }) => verdict)).toEqual(
        before.judgements.map(({ verdict }) => verdict),
      );
    },
  );
  fc.assert(property);
});

test("every rule has a title, a reason, a remedy and two examples", () => {
  expect(wvrRules.map(({ id }) => id)).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `WVR-00${number}`),
  );
  for (const { title, why, fix, passes, fails } of wvrRules) {
    expect([title, why, fix, passes, fails]).not.toContain("");
    expect(passes).not.toBe(fails);
  }
});
