import { expect, test } from "vitest";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import { config, policy, shop } from "../support/shop.ts";

const application = [
  "apiVersion: argoproj.io/v1alpha1",
  "kind: Application",
  "metadata: { name: shop, namespace: argocd }",
  "spec:",
  "  project: default",
  "  source: { repoURL: https://git.example.com/acme/shop, path: k8s, targetRevision: main }",
  "  destination: { server: https://kubernetes.default.svc, namespace: shop }",
  "",
].join("\n");

const tree = {
  ...shop,
  "lineagectl.yaml": `${config}scan: { exclude: ["vendor/**"] }\n`,
  "argocd/app.yaml": application,
  "k8s/all.yaml":
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n---\napiVersion: v1\nkind: Secret\nmetadata: { name: b }\n",
  "k8s/job.yaml":
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api, namespace: shop }\nspec: { template: { spec: { containers: [{ name: a, image: b }] } } }\n",
  "policies/x.yaml": policy("SHOP-001", "asset.tags.size() > 0"),
  "dbt/dbt_project.yml": "name: shop\n",
  "dbt/models/orders.sql": "select 1 as id\n",
  CODEOWNERS: "* @acme/shop\n",
  "docs/CODEOWNERS": "* @acme/docs\n",
  "broken.yaml": "apiVersion: lineagectl.dev/v1\nkind: [Dataset\n",
  "notes.yaml": "a: 1\n",
  "README.md": "words\n",
  "vendor/lib.yaml": "a: 1\n",
  ".lineage/entries/ab/x.json": "{}",
  link: { symlink: "README.md" },
} as const;

test("for every file the adapter and what it gave, or the reason why not", async () => {
  const { status, value } = await programIn(await given(tree)).json("check", "--explain-files");
  expect(status).toBe(0);
  const { files } = value as unknown as { files: { path: string; why?: string }[] };
  expect(files.map(({ path }) => path)).toEqual(Object.keys(tree).toSorted());
  const facts = new Map(files.map((file) => [file.path, file]));
  expect(facts.get("argocd/app.yaml")).toMatchObject({
    tools: ["argocd"],
    assets: ["app:argocd/shop"],
    edges: 1,
  });
  expect(facts.get("k8s/job.yaml")).toMatchObject({ tools: ["kubernetes"], documents: 1 });
  expect(facts.get("dbt/dbt_project.yml")).toMatchObject({ tools: ["dbt"], documents: 1 });
  expect(facts.get("dbt/models/orders.sql")).toMatchObject({
    tools: ["dbt"],
    assets: ["dataset:shop/orders"],
  });
  expect(facts.get("CODEOWNERS")).toMatchObject({ tools: ["codeowners"], assets: [] });
  expect(facts.get("lineage/pipeline.yaml")).toMatchObject({
    tools: ["own"],
    assets: ["job:shop/nightly", "step:shop/nightly/prepare"],
    edges: 3,
  });
  expect(facts.get("lineage/features.yaml")).toMatchObject({ columnEdges: 1 });
  expect(facts.get("policies/x.yaml")).toMatchObject({
    tools: ["own"],
    declarations: ["Policy SHOP-001"],
  });
  const reasons = files.flatMap(({ path, why }) => (why === undefined ? [] : [[path, why]]));
  expect(reasons).toEqual([
    [".lineage/entries/ab/x.json", "a part of the ledger"],
    ["README.md", "no adapter reads files of this name"],
    ["broken.yaml", expect.stringMatching(/^SYN-\d+: /u)],
    ["docs/CODEOWNERS", "no file that declares something has its owner from it"],
    ["k8s/all.yaml", "no adapter reads ConfigMap, Secret"],
    ["lineagectl.yaml", "the configuration, which decides and declares no asset"],
    ["link", "a symbolic link, and only the file that it points to counts"],
    ["notes.yaml", "nothing in it that an adapter reads"],
    ["vendor/lib.yaml", "excluded by scan.exclude: vendor/**"],
  ]);
});

test("as text each file is a line, and files can be chosen", async () => {
  const program = programIn(await given(tree), { columns: 120 });
  const { out } = await program.run("check", "--explain-files", "lineage", "README.md");
  expect(out).toMatch(/^lineage\/pipeline\.yaml +own +2 assets, 3 edges$/mu);
  expect(out).toMatch(/^README\.md +- +no adapter reads files of this name$/mu);
  expect(out).toMatch(/\n5 files: 4 read, 1 not\n$/u);
});

test("a verdict's options have no place in it", async () => {
  const program = programIn(await given(shop));
  expect((await program.run("check", "--explain-files", "--new-only")).status).toBe(2);
});
