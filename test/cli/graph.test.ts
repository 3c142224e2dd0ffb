import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { programIn, type Program, type Ran } from "../support/program.ts";
import { makeRepository, type FilesToWrite, type TestRepository } from "../support/repository.ts";
import { filesBelow } from "../support/sources.ts";

const folder = "examples/customer-segmentation";

function filesOf(suffix: "" | ".pull-request"): FilesToWrite {
  const root = `${folder}${suffix}`;
  return Object.fromEntries(
    filesBelow(root).map((path) => [path.slice(root.length + 1), readFileSync(path, "utf8")]),
  );
}

let repositories: readonly TestRepository[] = [];

beforeAll(async () => {
  const example = await makeRepository(filesOf(""));
  const pullRequest = await makeRepository(filesOf(""));
  await pullRequest.commit(filesOf(".pull-request"));
  repositories = [example, pullRequest];
  return async () => {
    for (const repository of repositories) await repository.remove();
  };
});

const example = (): Program => programIn(repositories[0]!);
const pullRequest = (): Program => programIn(repositories[1]!);

test.each([
  ["text", /^app:argocd/u],
  ["json", /^\{/u],
  ["mermaid", /^flowchart LR\n/u],
  ["dot", /^digraph lineage \{\n[\s\S]*\n\}\n$/u],
  ["svg", /^<svg [\s\S]*<\/svg>\n$/u],
  ["html", /^<!doctype html>\n[\s\S]*<\/html>\n$/u],
  ["openlineage", /^\[\n\{[\s\S]*\}\n\]\n$/u],
])("--format %s draws the example, each time in the same bytes", async (format, form) => {
  const { run } = example();
  const first = await run("graph", "--format", format);
  expect(first).toMatchObject({ status: 0, err: "" });
  expect(first.out).toMatch(form);
  expect((await run("graph", "--format", format)).out).toBe(first.out);
});

const written = (name: string): string => readFileSync(`docs/${name}`, "utf8");

test("the pictures of the documentation are what is drawn", async () => {
  const picture = [
    "graph",
    "--format",
    "svg",
    "--kind",
    "dataset,feature_view,ml_model",
    "--columns",
  ];
  expect((await example().run(...picture)).out).toBe(written("lineage.svg"));
  const changed = await pullRequest().run(...picture, "--change", "--base", "HEAD~1");
  expect(changed.out.replaceAll(/against [0-9a-f]+ /gu, "")).toBe(
    written("change.svg").replaceAll(/against [0-9a-f]+ /gu, ""),
  );
});

test("the page has lines of files and what assets cost", async () => {
  const { out } = await example().run("graph", "--format", "html");
  const data = /id="data">([^<]*)</u.exec(out)?.[1] ?? "";
  const { nodes }: { nodes: readonly Record<string, unknown>[] } = JSON.parse(data);
  const train = nodes.find(({ id }) => id === "step:growth/customer-segmentation/train");
  expect(train).toMatchObject({
    at: expect.stringMatching(/^lineage\/pipeline\.yaml:\d+$/u),
    cost: { words: expect.stringMatching(/^\d+\.\d\d EUR$/u), level: expect.any(Number) },
  });
});

test("with a base the whole graph is marked; --change shows only what the change is about", async () => {
  const { json, run } = pullRequest();
  const whole = await json("graph", "--base", "HEAD~1", "--columns");
  expect(whole.value).toMatchObject({ base: expect.any(String), total: { assets: 22 } });
  expect(whole.out.match(/"change": "modified"/gu)).toHaveLength(2);
  expect(whole.out).toContain('"change": "added"');
  const part = (await run("graph", "--change", "--base", "HEAD~1")).out;
  expect(part).toContain("~ dataset:s3://apex-lake/marts/customer_segments");
  expect(part).not.toContain("segmentation_holdout");
});

test("options narrow what is drawn", async () => {
  const { run } = example();
  const lines = async (...args: readonly string[]): Promise<string> =>
    (await run("graph", ...args)).out;
  expect(await lines("--kind", "dataset,ml_model")).toMatch(
    /derives \(through 1\)[\s\S]*9 of 22 assets/u,
  );
  expect(await lines("--tag", "pii")).toMatch(/customers[\s\S]*2 of 22 assets/u);
  expect(await lines("segmentation-model", "--up")).not.toContain("segmentation-api");
  expect(await lines("segmentation-model", "--down", "--depth", "1")).toContain("3 of 22 assets");
});

test.each([
  [["--up"], "--up needs an asset to count from\n  lineagectl graph ASSET --up"],
  [["--depth", "2"], "--depth needs an asset to count from"],
  [["--kind", "datset"], '--kind does not know "datset"\n  did you mean dataset?'],
  [["--columns"], "text does not show columns\n  --format json, dot, svg, html, openlineage do"],
  [["--format", "svgg"], "unknown format svgg\n  did you mean svg?"],
])("%j is refused with what to do", async (args, words) => {
  const ran: Ran = await example().run("graph", ...args);
  expect(ran).toMatchObject({ status: 2, out: "" });
  expect(ran.err).toContain(words);
});
