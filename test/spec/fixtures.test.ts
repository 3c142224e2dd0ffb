import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { stepsOf, valueAt, type Json } from "../../src/base/json.ts";
import { repoPath } from "../../src/base/path.ts";
import type { Place } from "../../src/diagnostic/place.ts";
import type { Reading } from "../../src/model/claim.ts";
import { tools } from "../../src/model/kinds.ts";
import { parseFile } from "../../src/source/parse.ts";
import { adapters } from "../../src/spec/registry.ts";
import { golden, readText, specsIn, textAtPath } from "../support/specs.ts";

const cases = adapters.flatMap((adapter) =>
  ["ok", "err"].flatMap((outcome) =>
    specsIn(`fixtures/spec/${adapter.id}/${outcome}`).map((path) => ({ adapter, outcome, path })),
  ),
);

const goldenOf = (path: string): string => path.replace(/\.\w+$/u, (end) => `${end}.claims.json`);

test("every tool has one adapter, with fixtures that pass and fixtures that do not", () => {
  // What expands readings is no adapter of its own.
  const readers = tools.filter((tool) => tool !== "codeowners");
  expect(adapters.map(({ id }) => id).toSorted()).toEqual(readers.toSorted());
  for (const { id } of adapters) {
    expect(cases.filter((one) => one.adapter.id === id && one.outcome === "ok")).not.toEqual([]);
    expect(cases.filter((one) => one.adapter.id === id && one.outcome === "err")).not.toEqual([]);
  }
});

test.each(cases.map((one) => [one.path, one] as const))(
  "%s says what its golden file says",
  async (path, { adapter }) => {
    expect(existsSync(goldenOf(path))).toBe(true);
    const reading = await readText(adapter, path, textAtPath(path));
    await expect(golden(reading)).toMatchFileSnapshot(`../../${goldenOf(path)}`);
  },
);

test.each(cases.map((one) => [one.path, one] as const))(
  "%s is claimed by its adapter",
  (path, { adapter }) => {
    const file = repoPath(path);
    expect(file !== undefined && adapter.claims(file, textAtPath(path))).toBe(true);
  },
);

test.each(cases.filter(({ outcome }) => outcome === "ok").map((one) => [one.path, one] as const))(
  "%s has no errors",
  async (path, { adapter }) => {
    const { diagnostics } = await readText(adapter, path, textAtPath(path));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  },
);

test.each(cases.map((one) => [one.path, one] as const))(
  "%s: every place leads to a node",
  async (path, { adapter }) => {
    const text = textAtPath(path);
    const file = repoPath(path);
    if (file === undefined) throw new Error(path);
    const documents = parseFile(file, new TextEncoder().encode(text), adapter.profile).value;
    const values = new Map(documents.map(({ index, value }) => [index, value]));
    const reading = await readText(adapter, path, text);
    expect(placesOf(reading).filter((place) => !leads(place, values))).toEqual([]);
  },
);

function placesOf({ claims, diagnostics }: Reading): readonly Place[] {
  const factors = claims.flatMap(({ says }) => (says.is === "usage" ? says.usage.factors : []));
  return [
    ...claims.map(({ place }) => place),
    ...diagnostics.map(({ place }) => place),
    ...factors.flatMap((factor) => (factor.of === "month" ? [] : [factor.place])),
  ];
}

function leads(place: Place, values: ReadonlyMap<number, Json>): boolean {
  if (place.in !== "node") return true;
  const root = values.get(place.document);
  const steps: (string | number)[] = [];
  for (const step of stepsOf(place.pointer)) {
    steps.push(Array.isArray(valueAt(root, steps)) ? Number(step) : step);
  }
  return valueAt(root, steps) !== undefined;
}
