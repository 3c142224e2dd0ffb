import { expect, test } from "vitest";
import { repoPath } from "../../src/base/path.ts";
import { adapters } from "../../src/spec/registry.ts";

function claiming(path: string, text: string): readonly string[] {
  const file = repoPath(path);
  return adapters
    .filter((adapter) => file !== undefined && adapter.claims(file, text))
    .map(({ id }) => id);
}

const own = "apiVersion: lineagectl.dev/v1\nkind: Dataset\n";
const deployment = "apiVersion: apps/v1\nkind: Deployment\n";
const application = "apiVersion: argoproj.io/v1alpha1\nkind: Application\n";

test("a file goes to the adapters of the objects that it holds, and to no others", () => {
  expect(claiming("a.yaml", own)).toEqual(["own"]);
  expect(claiming("a.yml", deployment)).toEqual(["kubernetes"]);
  expect(claiming("a.yaml", application)).toEqual(["argocd", "kubernetes", "argoworkflows"]);
  expect(claiming("a.toml", 'apiVersion = "lineagectl.dev/v1"\n')).toEqual(["own"]);
  expect(claiming("a.json", '{"apiVersion": "apps/v1"}')).toEqual(["kubernetes"]);
  expect(claiming("a.yaml", "openapi: 3.1.0\n")).toEqual([]);
});

test("the second document of a stream counts, however long the first one is", () => {
  const comment = "# x\n".repeat(5000);
  expect(claiming("a.yaml", `${deployment}${comment}---\n${own}`)).toEqual(["own", "kubernetes"]);
  expect(claiming("a.yaml", `${own}${comment}---\n${deployment}`)).toEqual(["own", "kubernetes"]);
});

test("an annotation of ours does not make an object an own document", () => {
  const annotated = `${deployment}metadata: {annotations: {lineagectl.dev/reads: shop/orders}}\n`;
  expect(claiming("a.yaml", annotated)).toEqual(["kubernetes"]);
});

test("nothing hides behind the escapes of YAML, an anchor or another encoding", () => {
  expect(claiming("a.yaml", String.raw`"api\x56ersion": apps/v1`)).toContain("kubernetes");
  expect(claiming("a.json", String.raw`{"api\u0056ersion": "apps/v1"}`)).toContain("kubernetes");
  expect(claiming("a.yaml", "apiVersion: &v lineagectl.dev/v1\nkind: Dataset\n")).toContain("own");
  expect(claiming("a.yaml", "\ufffd\ufffda\0p\0i\0")).toContain("kubernetes");
  expect(claiming("a.yaml", "plain: text\n")).toEqual([]);
});
