import { expect, test } from "vitest";
import { schRules } from "../../src/diagnostic/rules/sch.ts";
import { schemaNames } from "../../src/schema/names.ts";
import { filesBelow } from "../support/sources.ts";
import { textAtPath } from "../support/specs.ts";

const goldens = filesBelow("fixtures/spec").filter((path) => path.endsWith(".claims.json"));
const failing = goldens
  .filter((path) => path.includes("/err/"))
  .map(textAtPath)
  .join("");
const passing = goldens
  .filter((path) => path.includes("/ok/"))
  .map(textAtPath)
  .join("");

/** Reported for documents of fixtures/schema/<kind>/err (test/schema/validate.test.ts). */
const ofSchemas = new Set(["SCH-001", "SCH-002", "SCH-003", "SCH-004", "SCH-005", "SCH-006"]);

test.each(schRules.map((rule) => [rule.id, rule] as const))(
  "%s has a fixture that fails, and is explained in full",
  (id, rule) => {
    const reported = ofSchemas.has(id) || failing.includes(`"${id} `);
    expect(reported).toBe(true);
    expect(passing).not.toContain(`"${id} error`);
    for (const text of [rule.title, rule.why, rule.fix, rule.passes, rule.fails])
      expect(text).not.toBe("");
    expect(rule.passes).not.toBe(rule.fails);
  },
);

test("every schema has documents that fail", () => {
  const kinds = schemaNames.filter((name) => filesBelow(`fixtures/schema/${name}/err`).length > 0);
  expect(kinds).toEqual([...schemaNames]);
});
