import { expect, test } from "vitest";
import { canonicalJson } from "../../src/base/canonical.ts";
import { sha256 } from "../../src/base/digest.ts";
import type { JsonObject } from "../../src/base/json.ts";
import type { Declaration } from "../../src/model/claim.ts";
import { rules } from "../../src/policy/generated/rules.mjs";
import { checkBuiltin, loadPack, type Pack } from "../../src/policy/pack.ts";
import { declared, placesOf, plain, policyWith } from "../support/policies.ts";

async function packWith(...declarations: readonly Declaration[]): Promise<Pack> {
  return loadPack({ builtin: rules, version: "1.2.3", declarations });
}

async function foundIn(spec: JsonObject): Promise<unknown> {
  const { diagnostics } = await packWith(declared(policyWith(spec)));
  return diagnostics.map(({ rule, message, place }) => [
    rule,
    message,
    place.in === "node" ? place.pointer : "",
  ]);
}

test("every built-in rule is sound", async () => {
  await expect(checkBuiltin(rules)).resolves.toBeUndefined();
});

test("a built-in rule that is not sound is a bug, named with rule and expression", async () => {
  const broken = {
    file: "TEAM-001.yaml",
    text: "",
    value: policyWith({ assert: "asset.nmae != ''" }),
  };
  await expect(checkBuiltin([broken])).rejects.toMatchObject({
    code: "POLICY_PACK",
    message:
      "built-in rule TEAM-001: assert, characters 7 to 10: Asset has no field nmae; did you mean name?",
  });
  await expect(
    loadPack({ builtin: [{ ...broken, value: [] }], version: "1", declarations: [] }),
  ).rejects.toMatchObject({ code: "POLICY_PACK" });
});

test("the digest of a pack covers each rule's text, and not the order of files", async () => {
  const [{ used }, turned] = await Promise.all([
    packWith(),
    loadPack({ builtin: rules.toReversed(), version: "1.2.3", declarations: [] }),
  ]);
  const lines = rules.map(({ file, text }) => `${file.replace(".yaml", "")} ${sha256(text)}\n`);
  expect(used).toEqual([
    { name: "builtin", version: "1.2.3", sha256: sha256(lines.toSorted().join("")) },
  ]);
  expect(turned.used).toEqual(used);
});

test("a policy of the tree joins the pack in the order of ids, with a digest of its own", async () => {
  const value = policyWith({ assert: "asset.owner.team != ''" }, "AAA-001");
  const pack = await packWith(declared(value, "AAA-001"));
  expect(pack.diagnostics).toEqual([]);
  expect(pack.rules.map(({ id }) => id)).toEqual([
    "AAA-001",
    ...rules.map(({ file }) => file.replace(".yaml", "")),
  ]);
  expect(pack.used[1]).toMatchObject({
    name: "repository",
    sha256: sha256(`AAA-001 ${sha256(canonicalJson(value))}\n`),
  });
});

test.each<[JsonObject, readonly [string, string, string]]>([
  [
    { assert: "asset.owner.emial != ''" },
    [
      "POL-001",
      "TEAM-001: assert, characters 13 to 17: Owner has no field emial; did you mean email?",
      "/spec/assert",
    ],
  ],
  [
    { assert: "asset.name" },
    ["POL-001", "TEAM-001: assert: expected a condition, got string", "/spec/assert"],
  ],
  [
    { match: { kinds: ["dataset"], when: "asset.teir == 1" } },
    [
      "POL-001",
      "TEAM-001: match.when, characters 7 to 10: Asset has no field teir; did you mean tier?",
      "/spec/match/when",
    ],
  ],
  [
    { let: { ups: "upstrem(asset)" }, assert: "ups.size() > 0" },
    [
      "POL-001",
      "TEAM-001: let.ups, characters 1 to 14: there is no function upstrem; did you mean upstream?",
      "/spec/let/ups",
    ],
  ],
  [
    { let: { asset: "1" } },
    ["POL-001", "TEAM-001: let.asset: the name asset is taken", "/spec/let/asset"],
  ],
  [
    { fix: { set: "asset.tier", to: "asset.tire" } },
    [
      "POL-001",
      "TEAM-001: fix.to, characters 7 to 10: Asset has no field tire; did you mean tier?",
      "/spec/fix/to",
    ],
  ],
  [
    { let: { a: "ancestors(asset)" }, assert: "a.all(x, a.all(y, a.all(z, x.id != z.id)))" },
    [
      "POL-002",
      "TEAM-001: assert, characters 1 to 42: too costly: up to 1e+12 steps on large lists, at most 2e+9 are allowed; nest fewer loops",
      "/spec/assert",
    ],
  ],
  [
    { inputs: [{ field: "asset.privacy.retention", undeclared: "fail" }] },
    ["POL-003", "TEAM-001: inputs.0.field: there is no field retention", "/spec/inputs/0/field"],
  ],
  [
    { blame: "asset.owner.mail" },
    ["POL-003", "TEAM-001: blame: there is no field mail; did you mean email?", "/spec/blame"],
  ],
  [
    { message: "{{asset.nam}} is wrong" },
    ["POL-003", "TEAM-001: message: there is no field nam; did you mean name?", "/spec/message"],
  ],
  [
    { message: "{{culpit.name}} is wrong" },
    [
      "POL-003",
      "TEAM-001: message: there is no field culpit; did you mean culprit?",
      "/spec/message",
    ],
  ],
])("%j is reported inside the policy's file", async (spec, finding) => {
  expect(await foundIn(spec)).toEqual([finding]);
});

test("a broken policy is left out, a sound one beside it is not", async () => {
  const broken = declared(policyWith({ assert: "asset.x" }, "TEAM-001"), "TEAM-001");
  const sound = declared(policyWith({}, "TEAM-002"), "TEAM-002", 1);
  const { rules: kept, diagnostics } = await packWith(broken, sound);
  expect(kept.map(({ id }) => id).filter((id) => id.startsWith("TEAM"))).toEqual(["TEAM-002"]);
  expect(diagnostics).toHaveLength(1);
});

test("nobody can replace a built-in rule, nor another policy, by its id", async () => {
  const shadow = declared(policyWith({}, "PRIV-019"), "PRIV-019");
  const one = declared(policyWith({}, "TEAM-001"));
  const two = declared(policyWith({ title: "Another" }, "TEAM-001"), "TEAM-001", 1);
  const { rules: kept, diagnostics } = await packWith(shadow, one, two);
  expect(diagnostics.map(({ rule, place }) => [rule, plain(place)])).toEqual([
    ["POL-004", plain(placesOf("policies/team.yaml").value("metadata", "id"))],
    ["POL-004", plain(placesOf("policies/team.yaml", 1).value("metadata", "id"))],
  ]);
  expect(kept.filter(({ id }) => id === "PRIV-019").map(({ places }) => places)).toEqual([
    undefined,
  ]);
  expect(kept.filter(({ id }) => id === "TEAM-001")).toHaveLength(1);
});

test("RE2 is loaded only for a pack that calls it, and its patterns are checked", async () => {
  expect((await packWith()).regexes).toBeUndefined();
  const calling = declared(policyWith({ assert: "re(asset.name, '^[a-z]')" }));
  expect((await packWith(calling)).regexes).toBeDefined();
  expect(await foundIn({ assert: "re(asset.name, '[')" })).toEqual([
    [
      "POL-001",
      expect.stringContaining("assert, characters 16 to 18: not an RE2 pattern"),
      "/spec/assert",
    ],
  ]);
});

test("prices and usage are no policies", async () => {
  const price: Declaration = { ...declared({}), kind: "PriceTable" };
  const { diagnostics, used } = await packWith(price);
  expect([diagnostics, used.length]).toEqual([[], 1]);
});
