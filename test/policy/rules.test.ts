import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { grouped } from "../../src/base/group.ts";
import { isObject, memberOf } from "../../src/base/json.ts";
import { rules } from "../../src/policy/generated/rules.mjs";
import { loadPack } from "../../src/policy/pack.ts";
import { infoOf } from "../../src/policy/rule.ts";
import { runTests } from "../../src/policy/test.ts";
import { validate as validateDataset } from "../../src/schema/generated/dataset.mjs";
import { validate as validateModel } from "../../src/schema/generated/model.mjs";
import { validate as validatePipeline } from "../../src/schema/generated/pipeline.mjs";
import { validate as validatePolicy } from "../../src/schema/generated/policy.mjs";
import { asOf } from "../support/policies.ts";

const pack = await loadPack({ builtin: rules, version: "1.0.0", declarations: [] });
const each = pack.rules.map((rule) => [rule.id, rule] as const);

test("the pack holds the families that it is known for, a file for each rule", () => {
  const families = grouped(pack.rules, ({ id }) => id.slice(0, id.indexOf("-")));
  expect([...families].map(([family, list]) => [family, list.length])).toEqual([
    ["ACC", 4],
    ["AI", 13],
    ["OPS", 2],
    ["OWN", 1],
    ["PRIV", 19],
    ["QUAL", 8],
  ]);
  expect(rules.map(({ file }) => file)).toEqual(pack.rules.map(({ id }) => `${id}.yaml`));
});

test.each(rules.map(({ file, value }) => [file, value] as const))(
  "%s is valid against the schema of Policy",
  (_, value) => {
    validatePolicy(value);
    expect(validatePolicy.errors ?? []).toEqual([]);
  },
);

test.each(each)("%s keeps what its own cases say", (_, rule) => {
  expect(runTests(rule, pack.regexes, asOf).filter(({ problem }) => problem !== undefined)).toEqual(
    [],
  );
});

test.each(each)("%s has a case for each verdict that it can give", (_, rule) => {
  const verdicts = new Set(rule.tests.map(({ expect: expected }) => expected));
  const graph = [rule.assert, ...rule.let.map(([, source]) => source)].some((source) =>
    /ancestors|upstream|descendants|carried|leaks|isEEA/u.test(source),
  );
  const open = rule.inputs.some(({ undeclared }) => undeclared === "undecided") || graph;
  expect([...verdicts].toSorted()).toEqual([
    "fail",
    ...(rule.when === undefined ? [] : ["not_applicable"]),
    "pass",
    ...(open ? ["undecided"] : []),
  ]);
});

test.each(each)("%s says why, how to comply, what it serves, and names the asset", (_, rule) => {
  const { title, rationale, description, message } = rule;
  for (const text of [title, rationale, description]) expect(text.length).toBeGreaterThan(20);
  expect(rule.controls.length).toBeGreaterThan(0);
  expect(message).toContain("{{asset.");
  const { why, passes, fails } = infoOf(rule);
  expect([why, passes, fails].every((text) => text !== "")).toBe(true);
});

test("examples of a rule are its cases as YAML", () => {
  const rule = pack.rules.find(({ id }) => id === "PRIV-008")!;
  const { fails } = infoOf(rule);
  expect(fails).toContain('asset:\n  tags:\n    - "pii.contact"\n');
  expect(parseAllDocuments(fails)[0]?.toJS()).toEqual(
    rule.tests.find(({ expect: verdict }) => verdict === "fail")?.given,
  );
});

const validators = { Dataset: validateDataset, Model: validateModel, Pipeline: validatePipeline };

function documentsBelow(folder: string): readonly (readonly [path: string, value: unknown])[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".yaml"),
  );
  return files.flatMap((path) =>
    parseAllDocuments(readFileSync(join(folder, path), "utf8")).map((document) => {
      expect(document.errors).toEqual([]);
      const value: unknown = document.toJS();
      return [path, value] as const;
    }),
  );
}

test("documents of our own kinds among the fixtures are valid", () => {
  const invalid = documentsBelow("fixtures/policy").flatMap(([path, value]) => {
    const kind = isObject(value) ? memberOf(value, "kind") : undefined;
    const validate = Object.entries(validators).find(([name]) => name === kind)?.[1];
    if (validate === undefined) return [];
    return validate(value) ? [] : [[path, validate.errors]];
  });
  expect(invalid).toEqual([]);
});
