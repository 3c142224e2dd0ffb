import { expect, test } from "vitest";
import { expand, type Expanded, type ThisRepository } from "../../src/expand/argocd.ts";
import type { Claim, DeploysAssertion } from "../../src/model/claim.ts";
import { assetOf, claim, placeAt, snapshotFrom } from "../support/claims.ts";
import { pathOf } from "../support/texts.ts";

const url = "git@github.com:acme/data.git";
const here: ThisRepository = { urls: ["https://github.com/acme/data"], defaultBranch: "main" };

function app(
  name: string,
  directory: string,
  facts: Partial<DeploysAssertion> = {},
  file = `argocd/${name}.yaml`,
): readonly Claim[] {
  const key = `k8s:argoproj.io/Application/argocd/${name}`;
  const deploys = {
    is: "deploys",
    directory,
    recurse: false,
    repository: url,
    revision: "HEAD",
    ...facts,
  } as const;
  return [
    claim(
      key,
      { is: "exists", kind: "app", name: `argocd/${name}` },
      { tool: "argocd", place: placeAt(file) },
    ),
    claim(key, deploys, { tool: "argocd", place: placeAt(file, "/spec/source/path") }),
  ];
}

function workload(path: string, name: string, namespace = "ml"): Claim {
  return claim(
    `k8s:apps/Deployment/${namespace}/${name}`,
    { is: "exists", kind: "workload", name: `${namespace}/${name}` },
    { tool: "kubernetes", place: placeAt(path) },
  );
}

function expanded(
  claims: readonly Claim[],
  more: readonly string[] = [],
  repository: ThisRepository = here,
): Expanded {
  const paths = [...claims.map(({ place }) => place.path), ...more];
  return expand(
    claims,
    [...new Set(paths)].map((path) => ({ path: pathOf(path) })),
    repository,
  );
}

function deployed({ claims }: Expanded): readonly string[] {
  return claims.flatMap(({ says }) =>
    says.is === "edge" && says.other.by === "key"
      ? [says.other.key.split("/").slice(-2).join("/")]
      : [],
  );
}

const rules = ({ diagnostics }: Expanded): readonly string[] => diagnostics.map(({ rule }) => rule);
const reasons = ({ claims }: Expanded): readonly string[] =>
  claims.flatMap(({ says }) => (says.is === "unresolved" ? [says.reason] : []));

const tree = [
  workload("pipelines/a.yaml", "a"),
  workload("pipelines/b.json", "b"),
  workload("pipelines/sub/c.yml", "c"),
  workload("pipelines-old/d.yaml", "d"),
];

test("an application deploys what files directly in its directory declare", () => {
  const result = expanded([...app("seg", "pipelines"), ...tree]);
  expect(deployed(result)).toEqual(["ml/a", "ml/b"]);
  expect(result.diagnostics).toEqual([]);
  expect(result.claims[0]).toMatchObject({
    subject: "k8s:argoproj.io/Application/argocd/seg",
    says: { is: "edge", edge: "deploys", end: "from" },
    strength: "derived",
    tool: "argocd",
    place: { path: "argocd/seg.yaml", pointer: "/spec/source/path" },
  });
});

test("recursion goes below the directory and not beside it", () => {
  expect(deployed(expanded([...app("seg", "pipelines/", { recurse: true }), ...tree]))).toEqual([
    "ml/a",
    "ml/b",
    "ml/c",
  ]);
  expect(deployed(expanded([...app("seg", ".", { recurse: true }), ...tree]))).toHaveLength(4);
});

test("include and exclude are globs on the path below the directory", () => {
  const all = { recurse: true };
  expect(
    deployed(expanded([...app("s", "pipelines", { ...all, include: "*.yaml" }), ...tree])),
  ).toEqual(["ml/a"]);
  expect(
    deployed(expanded([...app("s", "pipelines", { ...all, exclude: "sub/*" }), ...tree])),
  ).toEqual(["ml/a", "ml/b"]);
});

test("an application never deploys its own file, though others in it", () => {
  const claims = [...app("root", "argocd"), ...app("shop", "pipelines"), ...tree];
  expect(deployed(expanded(claims))).toEqual(["argocd/shop", "ml/a", "ml/b"]);
});

test("own documents in the directory are declared, not deployed", () => {
  const own = claim(
    "own:Dataset/a/x",
    { is: "exists", kind: "dataset", name: "a/x" },
    { place: placeAt("p/x.yaml") },
  );
  expect(deployed(expanded([...app("s", "p"), own]))).toEqual([]);
});

test("without configured addresses the path decides, which is an inference and is said", () => {
  const result = expanded([...app("s", "pipelines"), ...tree], [], { urls: [] });
  expect(result.claims.map(({ strength }) => strength)).toEqual(["inferred", "inferred"]);
  expect(rules(result)).toEqual(["REF-012"]);
  const absent = expanded([...app("s", "elsewhere"), ...tree], [], { urls: [] });
  expect([rules(absent), reasons(absent)]).toEqual([["REF-013"], ["external-repo"]]);
});

test("another repository, and another revision, are unresolved and no error", () => {
  const other = expanded([
    ...app("s", "pipelines", { repository: "https://github.com/acme/other" }),
    ...tree,
  ]);
  expect([rules(other), reasons(other), deployed(other)]).toEqual([
    ["REF-013"],
    ["external-repo"],
    [],
  ]);
  const tagged = expanded([...app("s", "pipelines", { revision: "v1.2" }), ...tree]);
  expect([rules(tagged), reasons(tagged)]).toEqual([["REF-013"], ["external-repo"]]);
  for (const revision of ["", "HEAD", "main", "refs/heads/main"]) {
    expect(deployed(expanded([...app("s", "pipelines", { revision }), ...tree]))).toHaveLength(2);
  }
});

test("a directory that does not exist is an error that proposes where it went", () => {
  const typo = expanded([...app("s", "pipelnes"), ...tree]);
  expect(typo.diagnostics).toMatchObject([
    {
      rule: "REF-010",
      severity: "error",
      message: "directory pipelnes does not exist",
      help: "did you mean pipelines?",
      place: { pointer: "/spec/source/path" },
    },
  ]);
  expect(reasons(typo)).toEqual(["missing-file"]);
  const away = expanded([
    ...app("s", "data/segmentation"),
    workload("teams/growth/segmentation/a.yaml", "a"),
  ]);
  expect(away.diagnostics[0]?.help).toBe("did you mean teams/growth/segmentation?");
});

test.each(["../x", "/etc", "a/../../b"])(
  "the path %s leaves the repository: an error",
  (directory) => {
    expect(rules(expanded([...app("s", directory), ...tree]))).toEqual(["REF-011"]);
  },
);

test("what kustomize renders is a hint only, what Helm renders is not seen", () => {
  const kustomize = expanded(
    [...app("s", "pipelines", { recurse: true }), ...tree],
    ["pipelines/kustomization.yaml"],
  );
  expect(deployed(kustomize)).toEqual(["ml/a", "ml/b"]);
  expect([rules(kustomize), reasons(kustomize)]).toEqual([["REF-015"], ["kustomize"]]);
  expect(
    kustomize.claims.filter(({ says }) => says.is === "edge").map(({ strength }) => strength),
  ).toEqual(["inferred", "inferred"]);
  const helm = expanded([...app("s", "pipelines"), ...tree], ["pipelines/Chart.yaml"]);
  expect([deployed(helm), reasons(helm)]).toEqual([[], ["helm"]]);
});

test("objects without a namespace get the destination's as a further name", () => {
  const claims = [
    ...app("s", "p", { namespace: "prod" }),
    workload("p/a.yaml", "a", ""),
    workload("p/b.yaml", "b"),
  ];
  const result = expanded(claims);
  const asset = assetOf(snapshotFrom([...claims, ...result.claims]), "workload:prod/a");
  expect(asset.keys).toEqual(["k8s:apps/Deployment//a", "k8s:apps/Deployment/prod/a"]);
  expect(result.claims.filter(({ says }) => says.is === "sameAs")).toHaveLength(1);
});

test("applications that deploy each other in a circle are an error, a chain is none", () => {
  const a = app("a", "two", {}, "one/a.yaml");
  const b = app("b", "one", {}, "two/b.yaml");
  const circle = expanded([...a, ...b]);
  expect(circle.diagnostics).toMatchObject([
    { rule: "REF-014", severity: "error", message: "applications deploy each other: a, b" },
  ]);
  expect(circle.diagnostics[0]?.flow).toHaveLength(2);
  expect(
    expanded([...a, ...app("b", "three", {}, "two/b.yaml"), workload("three/c.yaml", "c")])
      .diagnostics,
  ).toEqual([]);
});

test("expanding what was expanded adds nothing, and the order of claims changes nothing", () => {
  const claims = [...app("root", "argocd"), ...app("shop", "pipelines"), ...tree];
  const once = expanded(claims);
  const twice = expanded([...claims, ...once.claims]);
  expect(twice).toEqual(once);
  expect(expanded(claims.toReversed())).toEqual(once);
});

test("more objects than can be shown are refused as a whole application, and said", () => {
  const objects = Array.from({ length: 500 }, (_, index) => workload("p/all.yaml", `w${index}`));
  const apps = Array.from({ length: 401 }, (_, index) => app(`a${1000 + index}`, "p"));
  const result = expanded([...apps.flat(), ...objects]);
  expect(rules(result)).toEqual(["REF-016"]);
  expect(reasons(result)).toEqual(["limit"]);
  expect(deployed(result)).toHaveLength(200_000);
});

test("a tree without applications is left alone", () => {
  expect(expanded(tree)).toEqual({ claims: [], diagnostics: [] });
});
