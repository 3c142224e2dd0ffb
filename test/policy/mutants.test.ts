import { expect, test } from "vitest";
import { rules } from "../../src/policy/generated/rules.mjs";
import { mutantsOf, survivorsOf } from "../../src/policy/mutants.ts";
import { loadPack } from "../../src/policy/pack.ts";
import type { Rule } from "../../src/policy/rule.ts";
import { asOf } from "../support/policies.ts";

const pack = await loadPack({ builtin: rules, version: "1", declarations: [] });
const one = pack.rules[0]!;

function sourcesOf(assert: string): readonly string[] {
  return mutantsOf({ ...one, when: undefined, let: [], assert }).map(({ rule }) => rule.assert);
}

test("each operator is exchanged once, and what stands in quotes is no operator", () => {
  expect(sourcesOf('a <= 1 && b.all(c, c.x != "<= \\" &&")')).toEqual([
    'a < 1 && b.all(c, c.x != "<= \\" &&")',
    'a <= 1 || b.all(c, c.x != "<= \\" &&")',
    'a <= 1 && b.exists(c, c.x != "<= \\" &&")',
    'a <= 1 && b.all(c, c.x == "<= \\" &&")',
  ]);
  expect(sourcesOf("re(a, r'<|>') == 'it''s >'")).toEqual(["re(a, r'<|>') != 'it''s >'"]);
  expect(sourcesOf("asset.contract.enforced")).toEqual([]);
});

test("conditions and names have mutants too, each at its field and offset", () => {
  const rule: Rule = { ...one, when: "asset.tier == 1", let: [["n", "1 < 2"]], assert: "n" };
  expect(mutantsOf(rule).map(({ field, offset, from, to }) => [field, offset, from, to])).toEqual([
    [["when"], 11, "==", "!="],
    [["let", "n"], 2, "<", "<="],
  ]);
});

test("the cases of the built-in rules notice nearly every exchanged operator", () => {
  const mutants = pack.rules.flatMap(mutantsOf);
  const survivors = pack.rules.flatMap((rule) =>
    survivorsOf(mutantsOf(rule), pack.regexes, asOf).map(
      ({ field, from }) => `${rule.id} ${field.join(".")} ${from}`,
    ),
  );
  expect(mutants.length).toBeGreaterThan(200);
  // The margin for rounding makes it mean the same.
  expect(survivors).toEqual(["QUAL-004 assert >="]);
});
