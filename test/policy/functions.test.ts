import { expect, test } from "vitest";
import { CelEngine } from "../../src/policy/cel.ts";
import { defaultBudget, type Evaluation } from "../../src/policy/engine.ts";
import { functionsOn } from "../../src/policy/functions.ts";
import { loadRegexes } from "../../src/policy/regexes.ts";
import { Scene } from "../../src/policy/scene.ts";
import { asOf, assetWith, idOf, snapshotOf, viewOf } from "../support/policies.ts";

const raw = assetWith("dataset:shop/raw", { columns: [{ name: "email" }] });
const safe = assetWith("dataset:shop/safe", { columns: [{ name: "email", tags: ["not-pii"] }] });
const mart = assetWith("dataset:shop/mart", { facets: { license: "MIT" }, tags: ["gold"] });
const view = viewOf({
  upstream: { [mart.id]: [safe.id, "dataset:elsewhere/lost"], [safe.id]: [raw.id] },
  carried: {
    [mart.id]: [
      {
        tag: "pii.contact",
        origin: { asset: idOf(raw.id), column: "email" },
        certain: true,
        masked: true,
        path: [],
      },
    ],
  },
});
const scene = new Scene(asOf, { snapshot: snapshotOf([mart, raw, safe]), view }, undefined);
const regexes = await loadRegexes();
const engine = new CelEngine(functionsOn(scene, regexes), regexes);

function evaluated(source: string): Evaluation {
  scene.look(scene.clearLens);
  return engine.evaluate(
    engine.compile(source),
    { asset: scene.show(mart), raw: scene.show(raw) },
    defaultBudget,
  );
}

test.each([
  ["upstream(asset).map(a, a.id)", ["dataset:shop/safe"]],
  ["ancestors(asset).map(a, a.name)", ["safe", "raw"]],
  ["downstream(raw).map(a, a.id)", ["dataset:shop/safe"]],
  ["descendants(raw).map(a, a.name)", ["safe", "mart"]],
  ["upstream(upstream(asset)[0])[0].id", "dataset:shop/raw"],
  ["upstream(raw).size()", 0n],
  ["carried(asset).map(t, t.tag + ' ' + t.origin_column)", ["pii.contact email"]],
  ["carried(asset)[0].pseudonymous && carried(asset)[0].arrives", true],
  ["known('dataset:shop/mart') && !known('dataset:shop/none')", true],
  ["lookup('dataset:shop/mart').license", "MIT"],
  ["ancestors(asset).map(a, hasPersonalData(a))", [false, true]],
  ["raw.columns.map(c, piiCategory(c))", ["email"]],
  [
    "['public', 'internal', 'confidential', 'restricted', 'secret'].map(c, rank(c))",
    [0n, 1n, 2n, 3n, -1n],
  ],
  [
    "['2026-11-24', '2026-11-23', '2026-11-25', '2024-11-24'].map(d, daysSince(d))",
    [0n, 1n, -1n, 730n],
  ],
  ["daysSince('') > 100000", true],
  [
    "['a@b', 'a', 'a@', 'a@b, c@d', 'a b@c'].map(x, isEmail(x))",
    [true, false, false, false, false],
  ],
  [
    `['sha256:${"0".repeat(64)}', 'sha256:${"0".repeat(63)}', 'sha256:', '${"0".repeat(64)}'].map(x, isDigest(x))`,
    [true, false, false, false],
  ],
  [
    "['*', 'PUBLIC', 'allUsers', 'group:all-staff@acme.example', 'install-team', 'user:all'].map(x, isBroad(x))",
    [true, true, true, true, false, true],
  ],
  ["glob('growth/segments', 'growth/*') && !glob('growth/a/b', 'growth/*')", true],
  ["re('v1.2', '^v[0-9]+\\\\.[0-9]+$')", true],
  ["isPersonal('phi.x') && !isPersonal('phixx')", true],
])("%s", (source, value) => {
  expect(evaluated(source)).toEqual({ ok: true, value });
});

test.each([
  "lookup('dataset:shop/none').id == ''",
  "daysSince('2026-02-31') > 0",
  "daysSince('yesterday') > 0",
  "ancestors(asset.owner).size() == 0",
  "carried({'id': 'dataset:shop/mart'}).size() == 0",
])("%s has no answer", (source) => {
  expect(evaluated(source)).toMatchObject({ ok: false, error: { code: "EVALUATION" } });
});

test("asking for lineage that is incomplete is remembered until the next look", () => {
  const torn = new Scene(
    asOf,
    { snapshot: snapshotOf([mart]), view: viewOf({ unresolved: [mart.id] }) },
    undefined,
  );
  torn.look(torn.clearLens);
  torn.related("ancestors", { of: "asset", side: "head", asset: mart });
  expect(torn.incomplete?.asset).toBe(mart);
  torn.look(torn.clearLens);
  expect(torn.incomplete).toBeUndefined();
});
