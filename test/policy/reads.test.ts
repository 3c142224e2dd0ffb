import { expect, test } from "vitest";
import { AssetModel } from "../../src/policy/asset.ts";
import { Undecided } from "../../src/policy/engine.ts";
import { parsePath } from "../../src/policy/model.ts";
import { fieldName, guarded, guardsOf, Reads, recorded } from "../../src/policy/reads.ts";
import { assetWith } from "../support/policies.ts";

const asset = assetWith("dataset:a/b", {
  facets: { privacy: { retentionDays: 0 }, owner: { team: "x" } },
  columns: [{ name: "id", masking: "none" }, { name: "email" }],
});

const subject = { of: "asset", side: "head", asset } as const;

function at(value: unknown, ...steps: readonly (string | number)[]): unknown {
  return steps.reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null ? Reflect.get(inner, step) : undefined,
    value,
  );
}

test("an undeclared field that is guarded cannot be read, a declared one can", () => {
  const paths = ["privacy.retention_days", "privacy.dpia", "columns[].masking"].map(parsePath);
  const model = guarded(subject, guardsOf(paths));
  expect(at(model, "privacy", "retention_days")).toBe(0n);
  expect(at(model, "columns", 0, "masking")).toBe("none");
  expect(() => at(model, "privacy", "dpia")).toThrow(Undecided);
  expect(() => at(model, "columns", 1, "masking")).toThrow(
    "dataset:a/b does not declare columns[1].masking",
  );
  expect(at(model, "owner", "email")).toBe("");
});

test("guarding reaches no other model of the asset, and no field that is not read", () => {
  const model = guarded(subject, guardsOf([parsePath("ai.risk")]));
  expect(() => at(model, "ai", "risk")).toThrow(Undecided);
  expect(() => at(model, "ai", "risk")).toThrow(Undecided);
  expect(at(model, "ai", "license")).toBe("");
  expect(at(new AssetModel(subject), "ai", "risk")).toBe("");
});

test("a whole group may be guarded, together with a field of it", () => {
  const model = guarded(subject, guardsOf(["ai", "ai.risk", "privacy"].map(parsePath)));
  expect(() => at(model, "ai")).toThrow(Undecided);
  expect(() => at(model, "ai")).toThrow("dataset:a/b does not declare ai");
  expect(at(model, "privacy", "retention_days")).toBe(0n);
});

test("reads are recorded with their path and the element they lie in", () => {
  const log = new Reads();
  const model = new AssetModel(subject);
  const shown = recorded(model, subject, log);
  at(shown, "owner", "team");
  at(shown, "columns", 1, "name");
  at(shown, "columns", "length");
  expect(log.reads.map(({ path, element }) => [fieldName(path), element])).toEqual([
    ["owner.team", model],
    ["columns[1].name", at(model, "columns", 1)],
    ["columns", model],
  ]);
});

test("the same object comes out as the same object", () => {
  const shown = recorded(new AssetModel(subject), subject, new Reads());
  expect(at(shown, "columns", 0)).toBe(at(shown, "columns", 0));
  expect(Array.isArray(at(shown, "columns"))).toBe(true);
});

test("reads made aside count only where there are no others", () => {
  const log = new Reads();
  const shown = recorded(new AssetModel(subject), subject, log);
  log.aside(() => at(shown, "kind"));
  expect(log.reads.map(({ path }) => path)).toEqual([["kind"]]);
  at(shown, "name");
  expect(log.reads.map(({ path }) => path)).toEqual([["name"]]);
});
