// The example repository that the README and the demo show: what it must say at each of its three states.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { review, type Reviewed } from "../../src/app/review.ts";
import type { FileFacts } from "../../src/model/file-facts.ts";
import { dataEdges, tools } from "../../src/model/kinds.ts";
import type { Edge } from "../../src/model/snapshot.ts";
import { schemaOfKind } from "../../src/spec/own/kinds.ts";
import { hostAt } from "../support/host.ts";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import type { FilesToWrite, TestRepository } from "../support/repository.ts";
import { filesBelow } from "../support/sources.ts";

const folder = "examples/customer-segmentation";

function filesOf(suffix: "" | ".pull-request" | ".fixed"): Readonly<Record<string, string>> {
  const root = `${folder}${suffix}`;
  return Object.fromEntries(
    filesBelow(root).map((path) => [path.slice(root.length + 1), readFileSync(path, "utf8")]),
  );
}

interface Changed {
  readonly repository: TestRepository;
  readonly base: string;
}

/** The example with its pull request on top; `more` comes in a third commit. */
async function withPullRequest(more: FilesToWrite = {}): Promise<Changed> {
  const repository = await given(filesOf(""));
  const base = await repository.git("rev-parse", "HEAD");
  await repository.commit(filesOf(".pull-request"));
  if (Object.keys(more).length > 0) await repository.commit(more);
  return { repository, base };
}

async function reviewed({ repository, base }: Changed): Promise<Reviewed> {
  return review(await hostAt(repository.root), { base });
}

function findingsOf({ review: { findings } }: Reviewed): readonly string[] {
  return findings.map(({ diagnostic: { rule, severity }, verdict, waiver }) =>
    waiver === undefined ? `${rule} ${severity} ${verdict}` : `${rule} waived by ${waiver.id}`,
  );
}

test("the example has one finding, which is waived, no unknown cost and no reference that leads nowhere", async () => {
  const repository = await given(filesOf(""));
  const result = await review(await hostAt(repository.root), {});
  expect(findingsOf(result)).toEqual(["PRIV-008 waived by WVR-2026-014"]);
  expect(result.review.cost.after.unknown).toBe(0);
  const { assets, edges } = result.review.snapshot;
  expect(assets.flatMap(({ unresolved }) => unresolved)).toEqual([]);
  expect(edges.filter(({ kind }) => kind === "deploys")).toHaveLength(5);
  expect(result.review.policy.counts).toMatchObject({ fail: 1, undecided: 0, error: 0 });
});

/** Everything that data of the asset gets to. */
function reached(start: string, edges: readonly Edge[]): ReadonlySet<string> {
  const known = new Set([start]);
  for (const asset of known)
    for (const { from, to, kind } of edges)
      if (from === asset && dataEdges.has(kind)) known.add(to);
  return known;
}

test("every kind and adapter takes part in one graph from the raw table to the served model", async () => {
  const repository = await given(filesOf(""));
  const { value } = await programIn(repository).json("check", "--explain-files");
  const { files } = value as unknown as { readonly files: readonly FileFacts[] };
  expect(new Set(files.flatMap((file) => file.tools))).toEqual(new Set(tools));
  const own = Object.entries(filesOf("")).filter(([, text]) => text.includes("lineagectl.dev/v1"));
  const kinds = own.flatMap(([, text]) =>
    [...text.matchAll(/^kind(?:: | = ")([A-Z]\w+)/gmu)].map(([, kind = ""]) => kind),
  );
  expect(new Set(kinds)).toEqual(new Set(Object.keys(schemaOfKind)));
  const { assets, edges } = (await review(await hostAt(repository.root), {})).review.snapshot;
  const down = reached(
    "dataset:postgres://shop-db.apexlogic.example:5432/shop.public.customers",
    edges,
  );
  expect(
    [...new Set(assets.filter(({ id }) => down.has(id)).map(({ kind }) => kind))].toSorted(),
  ).toEqual(["dataset", "exposure", "feature_view", "ml_model", "step", "workload"]);
  expect(down).toContain("workload:data-processing/segmentation-api");
});

test("a table that dbt, Trino and a Dataset name is one asset, and so is one with a contract", async () => {
  const repository = await given(filesOf(""));
  const { snapshot } = (await review(await hostAt(repository.root), {})).review;
  const keysOf = (name: string): readonly string[] =>
    snapshot.assets.find(({ id }) => id === `dataset:${name}`)?.keys ?? [];
  expect(keysOf("s3://apex-lake/marts/customer_segments")).toEqual(
    expect.arrayContaining([
      "at:s3://apex-lake/marts/customer_segments",
      "at:trino://trino.apexlogic.example:443/lake.marts.customer_segments",
      "dbt:model.segmentation.customer_segments",
      "own:Dataset/growth/customer-segments",
    ]),
  );
  const contracted = keysOf("postgres://shop-db.apexlogic.example:5432/shop.public.customers");
  expect(contracted).toContain("own:Dataset/shop-db/customers");
  expect(contracted.filter((key) => key.startsWith("odcs:"))).toHaveLength(1);
});

test("its pull request lets e-mail addresses reach the model, and a GPU raises the cost", async () => {
  const result = await reviewed(await withPullRequest());
  expect(findingsOf(result)).toEqual([
    "PRIV-019 error fail",
    "PRIV-001 error fail",
    "PRIV-008 waived by WVR-2026-014",
    "BUD-003 warning fail",
  ]);
  const [finding] = result.review.findings;
  expect(finding?.fresh).toBe(true);
  expect(finding?.diagnostic.asset).toBe("ml_model:growth/segmentation-model");
  expect(finding?.diagnostic.place.path).toBe("lineage/customer-segments.yaml");
  const changes = result.review.cost.changes.filter(({ how }) => how !== "same");
  expect(changes.map(({ asset, meter, how }) => `${asset} ${meter} ${how}`)).toEqual([
    "step:growth/customer-segmentation/train gpu added",
    "step:growth/customer-segmentation/train memory changed",
  ]);
  expect(Number(result.review.cost.change.expected)).toBeGreaterThan(0);
  expect(result.review.cost.change.unknown).toBe(0);
});

test("each finding of the pull request stands at the line that causes it", async () => {
  const { repository, base } = await withPullRequest();
  const { out } = await programIn(repository).run("check", "--base", base);
  const placeOf = (path: string, words: string): string => {
    const text = filesOf(".pull-request")[path] ?? filesOf("")[path] ?? "";
    const lines = text.split("\n");
    const line = lines.findIndex((one) => one.includes(words));
    return `${path}:${line + 1}:${(lines[line] ?? "").indexOf(words) + 1}`;
  };
  const segments = "lineage/customer-segments.yaml";
  const after = (rule: string): string => out.split(` ${rule}  `)[1] ?? "";
  expect(after("PRIV-019")).toContain(placeOf(segments, '"shop/customers#email"'));
  expect(after("PRIV-001")).toContain(placeOf(segments, "email, type"));
  expect(after("PRIV-008")).toContain(placeOf("waivers/WVR-2026-014.yaml", "WVR-2026-014"));
  expect(after("BUD-003")).toContain(placeOf("finops/budget.toml", '"72.00"'));
});

test("its correction leaves a pseudonym, which is a warning, and stays within the budget", async () => {
  const result = await reviewed(await withPullRequest(filesOf(".fixed")));
  expect(findingsOf(result)).toEqual(["PRIV-008 waived by WVR-2026-014", "PRIV-020 warning fail"]);
});

interface Break {
  readonly title: string;
  readonly path: string;
  readonly edit: (text: string) => string;
  readonly rule: string;
}

const pipelines = "data-pipelines/customer-segmentation";
const breaks: readonly Break[] = [
  {
    title: "a retention longer than at the source",
    path: "lineage/customer-segments.yaml",
    edit: (text) => text.replace("retentionDays: 180", "retentionDays: 400"),
    rule: "PRIV-008",
  },
  {
    title: "an owner that is not given",
    path: "lineage/model.yaml",
    edit: (text) => text.replace(/^ {2}owner:.*\n/mu, ""),
    rule: "OWN-001",
  },
  {
    title: "an image without digest",
    path: `${pipelines}/serving.yaml`,
    edit: (text) => text.replace(/@sha256:[0-9a-f]+/u, ":latest"),
    rule: "OPS-001",
  },
  {
    title: "an image without digest in a step of the pipeline",
    path: `${pipelines}/extract.yaml`,
    edit: (text) => text.replace(/@sha256:[0-9a-f]+/u, ":latest"),
    rule: "OPS-001",
  },
  {
    title: "a model without risk level",
    path: "lineage/model.yaml",
    edit: (text) => text.replace(/^ {4}risk:.*\n/mu, ""),
    rule: "AI-002",
  },
  {
    title: "a table of another format",
    path: "lineage/shop.yaml",
    edit: (text) => text.replace("format: iceberg", "format: delta"),
    rule: "APEX-001",
  },
  {
    title: "a path that does not exist",
    path: "argocd/application.yaml",
    edit: (text) => text.replace("customer-segmentation'", "customer-segments'"),
    rule: "REF-010",
  },
  {
    title: "a reference that is misspelt",
    path: "lineage/model.yaml",
    edit: (text) => text.replace("ref: growth/customer-segments", "ref: growth/customer-segment"),
    rule: "REF-001",
  },
  {
    title: "a field that is misspelt",
    path: "lineage/model.yaml",
    edit: (text) => text.replace("version: 3.2.0", "vesion: 3.2.0"),
    rule: "SCH-001",
  },
];

test.each(breaks)("$title in the example is found as $rule", async ({ path, edit, rule }) => {
  const text = filesOf(".pull-request")[path] ?? filesOf("")[path] ?? "";
  expect(edit(text)).not.toBe(text);
  const result = await reviewed(await withPullRequest({ [path]: edit(text) }));
  const rules = result.review.findings.map(({ diagnostic }) => diagnostic.rule);
  expect(rules).toContain(rule);
});
