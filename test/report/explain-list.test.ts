import { expect, test } from "vitest";
import type { RuleInfo } from "../../src/diagnostic/diagnostic.ts";
import { familiesOf } from "../../src/diagnostic/families.ts";
import { explainListJsonReporter, explainListTextReporter } from "../../src/report/explain-list.ts";
import { explainMarkdownReporter } from "../../src/report/explain-markdown.ts";
import { golden } from "../support/goldens.ts";
import { plain } from "../support/reviews.ts";

const rule: Omit<RuleInfo, "id"> = {
  title: "Personal data reaches features and models only masked",
  severity: "error",
  why: "A model can reproduce\n  what it was trained on.",
  fix: "Mask it.",
  passes: "via: redacted\n",
  fails: "via: identity\n",
};
const hostile: RuleInfo = {
  ...rule,
  id: "SHOP-001",
  title: "<script>alert(1)</script> [x](javascript:0) | `y`",
  severity: "warning",
  why: "# not a heading\n\u001b[31m",
  fix: "",
  passes: "````\n```\nb: 1\n",
  fails: "",
};
const families = familiesOf([
  { ...rule, id: "ZZZ-001" },
  hostile,
  { ...rule, id: "PRIV-020", severity: "info" },
  { ...rule, id: "PRIV-019" },
  { ...rule, id: "SYN-001" },
]);

test("rules are listed by family, those of the program first", async () => {
  expect(families.map(({ family }) => family)).toEqual(["SYN", "PRIV", "SHOP", "ZZZ"]);
  await expect(explainListTextReporter.render(families, plain)).toMatchFileSnapshot(
    golden("explain-list/rules.txt"),
  );
  await expect(explainListJsonReporter.render(families, plain)).toMatchFileSnapshot(
    golden("explain-list/rules.json"),
  );
});

test("as Markdown each rule is a section, in which nothing of a rule is markup", async () => {
  const page = explainMarkdownReporter.render(families, plain);
  await expect(page).toMatchFileSnapshot("../../fixtures/report/explain-markdown/rules.md");
  expect(page).not.toMatch(/(?<!\\)<script|^# not|(?<!\\)\]\(javascript/mu);
  expect(page).not.toContain("\u001b");
  expect(page).toContain("`````\n````\n```\nb: 1\n`````\n");
});
