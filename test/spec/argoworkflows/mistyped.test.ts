import fc from "fast-check";
import { expect, test } from "vitest";
import { isObject, memberOf, pointerOf, type Json, type Steps } from "../../../src/base/json.ts";
import { repoPath } from "../../../src/base/path.ts";
import { expandWorkflows } from "../../../src/expand/argoworkflows/workflows.ts";
import { parseFile } from "../../../src/source/parse.ts";
import type { Document } from "../../../src/source/document.ts";
import { argoworkflows } from "../../../src/spec/argoworkflows/argoworkflows.ts";
import { shapeOf } from "../../../src/spec/argoworkflows/shape.ts";
import type { Shape } from "../../../src/spec/mistyped.ts";
import { specsIn, textAtPath } from "../../support/specs.ts";

function documentsIn(text: string, path = "a.yaml"): readonly Document[] {
  const file = repoPath(path);
  if (file === undefined) throw new Error(path);
  return parseFile(file, new TextEncoder().encode(text), "k8s").value;
}

const documents = ["fixtures/spec/argoworkflows", "fixtures/argoworkflows"]
  .flatMap(specsIn)
  .flatMap((path) => documentsIn(textAtPath(path), path))
  .filter(({ value }) => memberOf(value, "kind") !== "List")
  .filter(({ path, value }) => argoworkflows.read({ path, index: 0, value }).claims.length > 0);

/** Every place of the value at which a field is read, with its type. */
function readFields(
  value: Json | undefined,
  shape: Shape,
  steps: Steps,
): readonly (readonly [Steps, Shape])[] {
  if (value === undefined || value === null) return [];
  const own = steps.length === 0 ? [] : [[steps, shape] as const];
  if (typeof shape === "string") return own;
  if ("list" in shape) {
    const items: readonly Json[] = Array.isArray(value) ? value : [];
    return [
      ...own,
      ...items.flatMap((item, index) => readFields(item, shape.list, [...steps, index])),
    ];
  }
  const members = isObject(value) ? Object.entries(value) : [];
  return [
    ...own,
    ...members.flatMap(([key, item]) => {
      const below = "map" in shape ? shape.map : memberShape(shape, key);
      return below === undefined ? [] : readFields(item, below, [...steps, key]);
    }),
  ];
}

function memberShape(
  shape: Extract<Shape, { readonly members: unknown }>,
  key: string,
): Shape | undefined {
  const members = shape.members();
  return Object.hasOwn(members, key) ? members[key] : undefined;
}

function replaced(value: Json | undefined, [step, ...more]: Steps, by: Json): Json {
  if (step === undefined) return by;
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    return items.map((item, index) => (index === step ? replaced(item, more, by) : item));
  }
  const object = isObject(value) ? value : {};
  return { ...object, [step]: replaced(memberOf(object, String(step)), more, by) };
}

/** Values of every type, without those that the shape takes. */
function wrong(shape: Shape): readonly Json[] {
  if (typeof shape === "object") return ["list" in shape ? { a: 1 } : [1], "text", 7, true];
  const composed: readonly Json[] = [{ a: 1 }, [1]];
  if (shape === "scalar") return composed;
  if (shape === "text") return [...composed, 7, true];
  return [...composed, "text", shape === "flag" ? 7 : true];
}

const fields = documents.flatMap((document) => {
  const kind = memberOf(document.value, "kind");
  const shape = shapeOf(typeof kind === "string" ? kind : "");
  return readFields(document.value, shape, []).map(([steps, form]) => ({ document, steps, form }));
});

/** A value with everything that the shape reads, templates inside templates left out. */
function sample(shape: Shape): Json {
  if (shape === "flag") return true;
  if (shape === "number") return 1;
  if (typeof shape === "string") return "x";
  if ("list" in shape) return [sample(shape.list)];
  if ("map" in shape) return { x: sample(shape.map) };
  const members = Object.entries(shape.members()).filter(([key]) => key !== "inline");
  return Object.fromEntries(members.map(([key, below]) => [key, sample(below)]));
}

const complete = ["Workflow", "CronWorkflow"].flatMap((kind) => {
  const shape = shapeOf(kind);
  const parts = sample(shape);
  const head = { apiVersion: "argoproj.io/v1alpha1", kind };
  const named = { ...(isObject(parts) ? parts : {}), ...head };
  const value = replaced(named, ["metadata", "name"], "x");
  const [empty] = documentsIn("{}");
  const document: Document = { path: empty?.path ?? unreachable(), index: 0, value };
  return readFields(value, shape, []).map(([steps, form]) => ({ document, steps, form }));
});

function unreachable(): never {
  throw new Error("a.yaml is a path");
}

/** One field for each way of reading one: the same artifact is read in many places. */
const ways = new Map(
  complete.map((field) => [
    `${field.steps.length < 5 ? field.document.path : ""} ${pointerOf(field.steps.slice(-3))}`,
    field,
  ]),
);

test("every field that is read and has a wrong type is told where it stands, and nothing throws", () => {
  expect(ways.size).toBeGreaterThan(150);
  for (const { document, steps, form } of ways.values()) {
    for (const [index, by] of wrong(form).entries()) {
      const value = replaced(document.value, steps, by);
      const { claims, diagnostics } = argoworkflows.read({ ...document, value });
      const pointer = pointerOf(steps);
      const told = diagnostics.filter(
        ({ place }) =>
          place.in === "node" && (place.pointer === pointer || pointer === "/metadata"),
      );
      expect({ pointer, by, told: told.length > 0 }).toEqual({ pointer, by, told: true });
      if (index === 0) expandWorkflows(claims, undefined);
    }
  }
}, 60_000);

const oddity = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    -1,
    1e308,
    "",
    "{{",
    "}}{{",
    "{{=",
    "{{item}}",
    "{{inputs.parameters.a}}",
    "../..",
    [],
    {},
  ),
  fc.constantFrom<Json>(
    [[]],
    [null],
    "__proto__",
    "\ud800",
    "{{steps.a.outputs.artifacts.b}}",
    "(((",
    "a && && b",
  ),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

test("the expander survives its own documents with any one field replaced, and says the same twice", () => {
  const property = fc.property(fc.constantFrom(...fields), oddity, ({ document, steps }, by) => {
    const others = documents.filter((one) => one.path === document.path && one !== document);
    const changed = { ...document, value: replaced(document.value, steps, by) };
    const claims = [changed, ...others].flatMap((one) => argoworkflows.read(one).claims);
    const expanded = expandWorkflows(claims, undefined);
    for (const { place } of [...expanded.claims, ...expanded.diagnostics])
      expect(place.path).toBe(document.path);
    expect(expandWorkflows(claims, undefined)).toEqual(expanded);
  });
  fc.assert(property, { numRuns: 60 });
}, 60_000);
