// docs/rules.md is what `lineagectl explain --format markdown` prints: `npx vitest run -u test/docs` writes it anew.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { explainAll } from "../../src/app/explain.ts";
import { givenFolder } from "../support/opened.ts";
import { programIn } from "../support/program.ts";

test("the page of rules says what the rules say", async () => {
  const { out } = await programIn(await givenFolder()).run("explain", "--format", "markdown");
  await expect(out).toMatchFileSnapshot("../../docs/rules.md");
});

test("every rule has a section of its own, reasons, a remedy and both examples", async () => {
  const page = readFileSync("docs/rules.md", "utf8");
  const families = await explainAll([], "0.0.0");
  const rules = families.flatMap((family) => family.rules);
  expect(page.match(/^### .+$/gmu)).toEqual(rules.map(({ id }) => `### ${id}`));
  const bare = rules.filter((rule) =>
    [rule.why, rule.fix, rule.passes, rule.fails].some((text) => text.trim() === ""),
  );
  expect(bare.map(({ id }) => id)).toEqual([]);
  expect(families.filter(({ title }) => title === undefined)).toEqual([]);
});
