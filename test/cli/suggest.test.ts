import { execFile } from "node:child_process";
import { expect, test } from "vitest";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import { isolatedEnvironment } from "../support/repository.ts";
import { customers, model, pipeline, shop } from "../support/shop.ts";

const withoutOwner = (text: string): string => text.replace(/, owner: \{[^}]*\}/u, "");

const job = [
  "# The nightly export.",
  "apiVersion: batch/v1",
  "kind: Job",
  "metadata:",
  "  name: export # keep",
  "  namespace: shop",
  "spec:",
  "  template:",
  "    spec:",
  "      containers:",
  "        - name: main",
  '          args: ["--source=s3://lake/people/2026.parquet", "--output", "s3://lake/out", "s3://lake/other"]',
  "",
].join("\n");

const tree = {
  ...shop,
  CODEOWNERS: "* @acme/all\n/lineage/model.yaml @acme/growth-ml\n",
  "lineage/customers.yaml": customers('location: { namespace: "s3://lake", name: people }'),
  "lineage/model.yaml": withoutOwner(model),
  "lineage/pipeline.yaml": `# Nightly.\n${withoutOwner(pipeline())}`,
  "k8s/export.yaml": job,
} as const;

test("owners and uses are suggested with their evidence", async () => {
  const { status, value } = await programIn(await given(tree)).json("suggest");
  expect(status).toBe(0);
  expect(value).toMatchObject({
    suggestions: [
      {
        asset: "job:shop/nightly",
        what: "owner",
        value: "team/all",
        evidence: { location: { path: "CODEOWNERS", line: 1 } },
        path: "lineage/pipeline.yaml",
      },
      {
        asset: "ml_model:shop/churn",
        value: "team/growth-ml",
        evidence: { location: { line: 2 } },
      },
      {
        asset: "workload:shop/export",
        what: "reads",
        value: "shop/customers",
        evidence: {
          text: "--source is s3://lake/people/2026.parquet",
          location: { line: 12, column: 18 },
        },
      },
      {
        what: "reads or writes",
        value: "s3://lake/other",
        byHand: expect.stringContaining("does not tell"),
      },
      { what: "writes", value: "s3://lake/out" },
    ],
  });
});

test("git applies the patch, everything else stays, and then nothing is left to suggest", async () => {
  const repository = await given(tree);
  const program = programIn(repository);
  const { out } = await program.run("suggest", "--format", "patch");
  expect(out).toContain(
    "# owner: team/growth-ml, because /lineage/model.yaml is owned by growth-ml (CODEOWNERS:2:1)\ndiff --git",
  );
  await apply(repository.root, out);
  expect(await repository.git("diff", "--numstat")).toBe(
    ["3\t0\tk8s/export.yaml", "1\t1\tlineage/model.yaml", "1\t1\tlineage/pipeline.yaml"].join("\n"),
  );
  expect(await repository.git("diff", "k8s/export.yaml")).toContain(
    [
      "+  annotations:",
      "+    lineagectl.dev/reads: shop/customers",
      '+    lineagectl.dev/writes: "s3://lake/out"',
    ].join("\n"),
  );
  const { value } = await program.json("suggest");
  expect(value).toMatchObject({ suggestions: [{ what: "reads or writes" }], patch: "" });
  const graph = await program.run("trace", "shop/export");
  expect(graph.out).toMatch(/reads +k8s\/export\.yaml/u);
});

test("what the repository declares already is not suggested", async () => {
  const program = programIn(await given({ ...shop, CODEOWNERS: "* @acme/all\n" }));
  expect(await program.run("suggest")).toEqual({ status: 0, out: "nothing to suggest\n", err: "" });
  expect((await program.run("suggest", "--format", "patch")).out).toBe("");
});

test("an annotation that is there gets one more value", async () => {
  const known = job.replace(
    "namespace: shop\n",
    "namespace: shop\n  annotations: { lineagectl.dev/writes: 's3://lake/x' }\n",
  );
  const { out } = await programIn(await given({ ...tree, "k8s/export.yaml": known })).run(
    "suggest",
    "--format",
    "patch",
  );
  expect(out).toContain(
    "+  annotations: { lineagectl.dev/writes: 's3://lake/x, s3://lake/out', lineagectl.dev/reads: shop/customers }",
  );
});

test("a file that cannot be patched is told with the reason", async () => {
  const toml = [
    'apiVersion = "lineagectl.dev/v1"',
    'kind = "Dataset"',
    "[metadata]",
    'name = "t"',
    "[spec]",
    'type = "table"',
    "",
  ].join("\n");
  const { out } = await programIn(await given({ ...tree, "lineage/t.toml": toml })).run("suggest");
  expect(out).toContain("by hand  patches are made for YAML and JSON files\n");
  expect(out).toMatch(/6 suggestions, 2 by hand\nas a patch of 3 files: /u);
});

function apply(root: string, patch: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      "git",
      ["apply", "-"],
      { cwd: root, env: isolatedEnvironment() },
      (error, _, stderr) => {
        if (error) reject(new Error(stderr));
        else resolve();
      },
    );
    child.stdin?.end(patch);
  });
}
