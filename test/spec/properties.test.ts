import fc from "fast-check";
import { expect, test } from "vitest";
import { isObject, type Json } from "../../src/base/json.ts";
import { repoPath } from "../../src/base/path.ts";
import { isPhysical } from "../../src/model/ids.ts";
import { normalKey } from "../../src/model/uri.ts";
import { parseFile } from "../../src/source/parse.ts";
import type { Document } from "../../src/source/document.ts";
import { adapters } from "../../src/spec/registry.ts";
import { specsIn, textAtPath } from "../support/specs.ts";

const byId = adapters.map((adapter) => [adapter.id, adapter] as const);

function documentsIn(path: string): readonly Document[] {
  const file = repoPath(path);
  if (file === undefined) throw new Error(path);
  return adapters.flatMap(
    ({ profile }) => parseFile(file, new TextEncoder().encode(textAtPath(path)), profile).value,
  );
}

const fixtures: readonly Document[] = specsIn("fixtures/spec").flatMap(documentsIn);

/** The value with one node, counted from the root, replaced; the same where there are fewer nodes. */
function mutated(value: Json, count: { left: number }, by: Json): Json {
  if (count.left === 0) {
    count.left = -1;
    return by;
  }
  count.left -= 1;
  if (isObject(value)) {
    const entries = Object.entries(value).map(
      ([key, item]) => [key, mutated(item, count, by)] as const,
    );
    return Object.fromEntries(entries);
  }
  return Array.isArray(value) ? value.map((item: Json) => mutated(item, count, by)) : value;
}

const replacement = fc.oneof(
  fc.constantFrom<Json>(null, true, -1, 0, 1.5, 1e308, "", "a", "a/b", "#", "{{ x }}", [], {}),
  fc.constantFrom<Json>([[]], [null], { a: null }, "x#y", ":", "at:", "s3://", "//", "\ud800"),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

test.each(byId)("%s reads any value, and says nothing about values of nobody", (_, adapter) => {
  const path = repoPath("any.yaml");
  if (path === undefined) throw new Error("unreachable");
  const property = fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
    const reading = adapter.read({ path, index: 0, value: value as Json });
    expect(reading).toEqual({ claims: [], declarations: [], diagnostics: [] });
  });
  fc.assert(property, { numRuns: 200 });
});

test.each(byId)("%s survives its own documents with any one part replaced", (_, adapter) => {
  const property = fc.property(
    fc.constantFrom(...fixtures),
    fc.nat(150),
    replacement,
    (document, left, by) => {
      const changed = { ...document, value: mutated(document.value, { left }, by) };
      const reading = adapter.read(changed);
      for (const { place } of [...reading.claims, ...reading.diagnostics]) {
        expect(place.path).toBe(document.path);
      }
      for (const { subject, says } of reading.claims) {
        expect(subject).toMatch(/^(?:own|odcs|k8s):/u);
        const key = says.is === "sameAs" && isPhysical(says.key) ? says.key : undefined;
        expect(key === undefined || normalKey(key) === key).toBe(true);
      }
      expect(adapter.read(changed)).toEqual(reading);
    },
  );
  fc.assert(property, { numRuns: 1500 });
});

/** The value with the members of every map in another order. */
function reordered(value: Json): Json {
  if (isObject(value)) {
    const entries = Object.entries(value).toReversed();
    return Object.fromEntries(entries.map(([key, item]) => [key, reordered(item)]));
  }
  return Array.isArray(value) ? value.map(reordered) : value;
}

test.each(byId)("%s says the same whatever the order of the fields", (_, adapter) => {
  const texts = (document: Document): readonly string[] =>
    adapter
      .read(document)
      .claims.map((claim) => stable(claim))
      .toSorted();
  for (const document of fixtures) {
    expect(texts({ ...document, value: reordered(document.value) })).toEqual(texts(document));
  }
});

function stable(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

test.each(byId)("%s looks at nothing but YAML, JSON and its own signs", (_, adapter) => {
  const claimed = (path: string, text: string): boolean => {
    const file = repoPath(path);
    return file !== undefined && adapter.claims(file, text);
  };
  expect(claimed("a.yaml", "name: nothing of ours\n")).toBe(false);
  expect(claimed("a.md", "apiVersion: lineagectl.dev/v1\napiVersion: argoproj.io/v1alpha1\n")).toBe(
    false,
  );
});
