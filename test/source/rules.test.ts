import { expect, test } from "vitest";
import { synRules } from "../../src/diagnostic/rules/syn.ts";
import { rulesOf } from "../support/texts.ts";

// Its examples are sizes, too long to be written out.
const told = synRules.filter(({ id }) => id !== "SYN-003").map((rule) => [rule.id, rule] as const);

test.each(told)("%s accepts its good example and reports its bad one", (id, rule) => {
  expect(rulesOf("a.yaml", rule.passes)).toEqual([]);
  expect(rulesOf("a.yaml", rule.fails)).toEqual([`${id} ${rule.severity}`]);
});

test("no two rules share an id, and they stand in order", () => {
  const ids = synRules.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].toSorted());
});
