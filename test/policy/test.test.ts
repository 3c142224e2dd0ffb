import { expect, test } from "vitest";
import type { JsonObject } from "../../src/base/json.ts";
import { runTests } from "../../src/policy/test.ts";
import { asOf, ruleWith } from "../support/policies.ts";

const spec = {
  match: { kinds: ["dataset"], when: "asset.kind == 'dataset'" },
  inputs: [{ field: "asset.owner.email", undeclared: "fail" }],
  let: { ups: "upstream(asset)" },
  assert: "asset.tier <= params.tier && ups.all(u, u.tier > 0) && (!old.exists || old.tier > 0)",
  message: "{{asset.id}}",
  blame: "asset.tier",
};

function problemOf(one: JsonObject): string | undefined {
  return runTests(ruleWith({ ...spec, tests: [{ name: "case", ...one }] }), undefined, asOf)[0]
    ?.problem;
}

const owner = { email: "a@b" };

test.each([
  [{ asset: { tier: 1, owner }, params: { tier: 2 } }, "pass", undefined],
  [{ asset: { tier: 3, owner }, params: { tier: 2 } }, "fail", "asset.tier"],
  [{ asset: { tier: 1 }, params: { tier: 2 } }, "fail", "asset.owner.email"],
  [
    { asset: { tier: 1, owner }, upstream: [{ tier: 1 }, { name: "other" }], params: { tier: 2 } },
    "fail",
    "asset.tier",
  ],
  [{ asset: { tier: 1, owner }, old: { tier: 0 }, params: { tier: 2 } }, "fail", undefined],
  [{ asset: { tier: 1, owner }, unresolved: true, params: { tier: 2 } }, "undecided", undefined],
  [{ asset: { tier: 1, owner }, params: {} }, "error", undefined],
])("%j is a %s", (given, verdict, at) => {
  expect(problemOf({ given, expect: verdict, ...(at !== undefined && { at }) })).toBeUndefined();
});

test.each<[string, JsonObject, string]>([
  [
    "another verdict",
    { given: { asset: { owner, tier: 1 }, params: { tier: 2 } }, expect: "fail" },
    "expected fail, got pass",
  ],
  [
    "a failure that was not expected",
    { given: { asset: { owner, tier: 3 }, params: { tier: 2 } }, expect: "pass" },
    "expected pass, got fail (dataset:given/asset)",
  ],
  [
    "a finding elsewhere",
    {
      given: { asset: { owner, tier: 3 }, params: { tier: 2 } },
      expect: "fail",
      at: "asset.owner.email",
    },
    "expected a finding at /owner/email, got /tier",
  ],
  [
    "a misspelt field",
    { given: { asset: { teir: 1 } }, expect: "pass" },
    "it states unknown fields: teir",
  ],
  [
    "a misspelt field of an element",
    { given: { asset: {}, upstream: [{ columns: [{ nmae: "x" }] }] }, expect: "pass" },
    "it states unknown fields: nmae",
  ],
  [
    "a word that means nothing",
    { given: { upstraem: [] }, expect: "pass" },
    "it states unknown fields: upstraem",
  ],
  [
    "an asset that the rule leaves out",
    { given: { asset: { kind: "job" } }, expect: "pass" },
    "the rule does not look at the asset",
  ],
])("%s is a problem of the case", (_, one, problem) => {
  expect(problemOf(one)).toBe(problem);
});
