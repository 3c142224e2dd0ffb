import fc from "fast-check";
import { expect, test } from "vitest";
import { review } from "../../src/app/review.ts";
import { codeowners } from "../../src/expand/codeowners.ts";
import { results } from "../../src/lineage/results.ts";
import type { Claim } from "../../src/model/claim.ts";
import { claim, placeAt } from "../support/claims.ts";
import { hostAt } from "../support/host.ts";
import { given } from "../support/opened.ts";
import { pathOf } from "../support/texts.ts";
import { customers, shop } from "../support/shop.ts";

/** The team that a CODEOWNERS text gives what lies in a file; undefined for none. */
function teamOf(file: string, ...lines: readonly string[]): unknown {
  const dataset = claim(
    "own:Dataset/shop/orders",
    { is: "exists", kind: "dataset", name: "shop/orders" },
    { place: placeAt(file) },
  );
  const { claims } = codeowners([dataset], { path: pathOf("CODEOWNERS"), text: lines.join("\n") });
  const [owned, ...others] = claims;
  expect(others).toEqual([]);
  return owned?.says.is === "facet" ? owned.says.value : undefined;
}

// Each pattern with files that it matches and files that it does not, by GitHub's own examples.
test.each([
  ["*", ["a.yaml", "x/y/b.yaml"], []],
  ["*.yaml", ["a.yaml", "x/y/b.yaml"], ["a.yml"]],
  ["/lineage/", ["lineage/a.yaml", "lineage/x/a.yaml"], ["x/lineage/a.yaml", "lineage"]],
  ["docs/*", ["docs/a.yaml"], ["docs/x/a.yaml", "x/docs/a.yaml"]],
  ["apps/", ["apps/a.yaml", "x/apps/y/a.yaml"], ["apps", "x/apps"]],
  ["/apps", ["apps", "apps/x/a.yaml"], ["x/apps/a.yaml"]],
  ["apps/github", ["apps/github", "apps/github/a.yaml"], ["x/apps/github/a.yaml"]],
  ["**/logs", ["logs/a.yaml", "x/y/logs/a.yaml", "x/logs"], ["logsx/a.yaml"]],
  ["/scripts/**/prod.yaml", ["scripts/prod.yaml", "scripts/a/b/prod.yaml"], ["prod.yaml"]],
  ["a?c.yaml", ["abc.yaml", "x/abc.yaml"], ["ac.yaml", "a/c.yaml"]],
  ["with\\ space/", ["with space/a.yaml"], ["with/a.yaml", "space/a.yaml"]],
  ["a{b,c}.yaml", ["a{b,c}.yaml"], ["ab.yaml"]],
  ["/", ["a.yaml", "x/a.yaml"], []],
  ["A.yaml", ["A.yaml"], ["a.yaml"]],
])("%s", (pattern, matched, others) => {
  for (const file of matched)
    expect([file, teamOf(file, `${pattern} @acme/x`)]).toEqual([file, { team: "x" }]);
  for (const file of others)
    expect([file, teamOf(file, `${pattern} @acme/x`)]).toEqual([file, undefined]);
});

test("the last line that matches counts, and one without owners takes them away", () => {
  expect(teamOf("lineage/a.yaml", "* @acme/all", "/lineage/ @acme/growth")).toEqual({
    team: "growth",
  });
  expect(teamOf("lineage/a.yaml", "/lineage/ @acme/growth", "* @acme/all")).toEqual({
    team: "all",
  });
  expect(teamOf("lineage/a.yaml", "* @acme/all", "/lineage/")).toBeUndefined();
});

test("only teams own: the first one, whoever else reviews", () => {
  expect(teamOf("a.yaml", "* @ada ada@acme.example @acme/b @acme/c")).toEqual({ team: "b" });
  expect(teamOf("a.yaml", "* @acme/b", "*.yaml @ada")).toBeUndefined();
  expect(teamOf("a.yaml", "* @acme/group/sub")).toEqual({ team: "sub" });
});

test("comments, blanks and line ends of any kind say nothing", () => {
  const lines = ["# all", "", "  * @acme/x # @acme/y\r", "\t"];
  expect(teamOf("a.yaml", ...lines)).toEqual({ team: "x" });
});

test("what code owners do not know is a note at its line and owns nothing", () => {
  const text = "* @acme/x\n!a.yaml @acme/y\n[Data] @acme/z\n";
  const { diagnostics } = codeowners([], { path: pathOf("CODEOWNERS"), text });
  expect(diagnostics.map(({ message, severity, place }) => [severity, message, place])).toEqual([
    [
      "info",
      "!a.yaml counts for nothing: code owners know no negation",
      { in: "range", path: "CODEOWNERS", start: 10, end: 25 },
    ],
    [
      "info",
      "[Data] counts for nothing: code owners know no character ranges and no sections",
      { in: "range", path: "CODEOWNERS", start: 26, end: 40 },
    ],
  ]);
});

test("a file with more lines than any team writes is not read, instead of in part", () => {
  const lines = Array.from({ length: 5_000 }, (_, index) => `/x${index}/ @acme/x`);
  expect(teamOf("x4999/a.yaml", ...lines)).toEqual({ team: "x" });
  expect(teamOf("x4999/a.yaml", ...lines, "/y/ @acme/y")).toBeUndefined();
  const text = [...lines, "/y/ @acme/y"].join("\n");
  const { diagnostics } = codeowners([], { path: pathOf("CODEOWNERS"), text });
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "CODEOWNERS is not read: it has more than 5000 lines with a pattern",
  ]);
  expect(teamOf("a.yaml", `${"a".repeat(2000)} @acme/x`)).toBeUndefined();
});

test("any text is read without an exception, in time that grows with its length", () => {
  const word = fc.stringMatching(/^[a-z*?/\\[!#{}@. -]{1,12}$/u);
  const property = fc.property(fc.array(fc.oneof(word, fc.string())), (lines) => {
    teamOf("a/b/c.yaml", ...lines);
  });
  fc.assert(property);
  expect(teamOf(`${"a".repeat(2000)}.yaml`, `${"*a".repeat(500)}b @acme/x`)).toBeUndefined();
});

const owner = /metadata: \{ name: (\w+), namespace: shop, owner: [^}]*\} \}/u;
const bare = customers().replace(owner, "metadata: { name: $1, namespace: shop }");

test("a declared owner beats the code owner, who is shown beside it", async () => {
  const repository = await given({ ...shop, ".github/CODEOWNERS": "* @acme/data\n" });
  const { snapshot } = (await review(await hostAt(repository.root), {})).review;
  const model = snapshot.assets.find(({ id }) => id === "ml_model:shop/churn");
  expect(model?.facets.owner).toMatchObject({
    value: { team: "growth" },
    losers: [
      { value: { team: "data" }, tool: "codeowners", place: { path: ".github/CODEOWNERS" } },
    ],
  });
  expect(snapshot.covered.map(({ path }) => path)).toContain(".github/CODEOWNERS");
  expect(snapshot.diagnostics).toEqual([]);
});

test("a code owner alone is an owner for reports, and no owner who can be reached", async () => {
  const files = { ...shop, "lineage/customers.yaml": bare, CODEOWNERS: "/lineage/ @acme/data\n" };
  const repository = await given(files);
  const { snapshot, findings } = (await review(await hostAt(repository.root), {})).review;
  const asset = snapshot.assets.find(({ id }) => id === "dataset:shop/customers");
  expect(asset?.facets.owner).toMatchObject({ value: { team: "data" }, strength: "inferred" });
  const finding = findings.find(({ diagnostic }) => diagnostic.rule === "OWN-001");
  expect(finding?.diagnostic).toMatchObject({
    asset: "dataset:shop/customers",
    place: { path: "lineage/customers.yaml" },
  });
});

test("of several files only the first place counts", async () => {
  const files = {
    "lineage/customers.yaml": bare,
    ".github/CODEOWNERS": "* @acme/first\n",
    CODEOWNERS: "* @acme/second\n",
    "docs/CODEOWNERS": "* @acme/third\n",
  };
  const { review: result } = await review(await hostAt((await given(files)).root), {});
  expect(result.snapshot.assets[0]?.facets.owner).toMatchObject({
    value: { team: "first" },
    losers: [],
  });
});

test("with a memo the claims of a second tree are those of the first, where nothing differs", () => {
  const claims = ["a.yaml", "b.yaml"].map((path) =>
    claim(
      "own:Dataset/a/x",
      { is: "exists", kind: "dataset", name: "a/x" },
      { place: placeAt(path) },
    ),
  );
  const memo = results<Claim>();
  const owned = (text: string): readonly Claim[] =>
    codeowners(claims, { path: placeAt("CODEOWNERS").path, text }, memo).claims;
  const [first, second] = owned("* @acme/growth\n");
  expect(owned("* @acme/growth\n")).toEqual([first, second]);
  expect(owned("* @acme/growth\n")[1]).toBe(second);
  expect(owned("* @acme/finops\n").map(({ says }) => says)).not.toContainEqual(first?.says);
});
