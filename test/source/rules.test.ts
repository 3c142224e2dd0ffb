import { expect, test } from "vitest";
import { synRules } from "../../src/diagnostic/rules/syn.ts";
import type { Profile } from "../../src/source/document.ts";
import { rulesOf } from "../support/texts.ts";

// Its examples are sizes, too long to be written out.
const told = synRules.filter(({ id }) => id !== "SYN-003").map((rule) => [rule.id, rule] as const);

test.each(told)("%s accepts its good example and reports its bad one", (id, rule) => {
  const profile = profileOf(id);
  expect(rulesOf("a.yaml", rule.passes, profile)).toEqual([]);
  expect(rulesOf("a.yaml", rule.fails, profile)).toEqual([`${id} ${rule.severity}`]);
});

/** What only a tool accepts is shown in the profile of such a tool. */
function profileOf(id: string): Profile {
  return id === "SYN-010" ? "k8s" : "core";
}

test("no two rules share an id, and they stand in order", () => {
  const ids = synRules.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].toSorted());
});
