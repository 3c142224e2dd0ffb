import { expect, test } from "vitest";
import { facetNames } from "../../src/model/claim.ts";
import {
  camelOf,
  elementOf,
  intrinsic,
  isTypeName,
  modelTypes,
  parsePath,
  strayStep,
} from "../../src/policy/model.ts";

test("every type that a field has is in the table", () => {
  const words = Object.values(modelTypes)
    .flatMap((fields) => Object.values(fields))
    .map((type) => elementOf(type) ?? type);
  const simple = new Set(["string", "int", "double", "bool", "map<string, string>"]);
  expect(words.filter((type) => !simple.has(type) && !isTypeName(type))).toEqual([]);
});

test("every field of an asset is computed, listed apart, or a facet of that name", () => {
  const known = new Set<string>([...facetNames, ...intrinsic, "tags", "labels", "columns"]);
  expect(Object.keys(modelTypes.Asset).filter((field) => !known.has(camelOf(field)))).toEqual([]);
});

test.each([
  ["retention_days", "retentionDays"],
  ["repo_url", "repoURL"],
  ["tags", "tags"],
])("%s is %s in specs", (field, name) => {
  expect(camelOf(field)).toBe(name);
});

test("paths are split at dots and brackets", () => {
  expect(parsePath("asset.columns[].masking")).toEqual(["asset", "columns", "*", "masking"]);
  expect(parsePath("columns[2].tags[0]")).toEqual(["columns", 2, "tags", 0]);
});

test.each([
  "privacy.retention_days",
  "columns[].tags[0]",
  "labels.anything",
  "containers[0].env[].literal",
])("%s is a path of an asset", (path) => {
  expect(strayStep("Asset", parsePath(path))).toBeUndefined();
});

test.each([
  ["privacy.retention", "retention"],
  ["columns[].colour", "colour"],
  ["name[0]", 0],
  ["constructor", "constructor"],
])("%s leaves the model at %s", (path, step) => {
  expect(strayStep("Asset", parsePath(path))).toMatchObject({ step });
});
