import { expect, test } from "vitest";
import { loadPack } from "../../src/policy/pack.ts";
import { runTests } from "../../src/policy/test.ts";
import { rules } from "../../src/policy/generated/rules.mjs";
import { asOf } from "../support/policies.ts";

const pack = await loadPack({ builtin: rules, version: "1.0.0", declarations: [] });

test.each(pack.rules.map((rule) => [rule.id, rule] as const))("%s keeps what its own cases say", (_, rule) => {
  expect(runTests(rule, pack.regexes, asOf).filter(({ problem }) => problem !== undefined)).toEqual([]);
});
