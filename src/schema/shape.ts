import {
  isObject,
  listAt,
  memberOf,
  objectAt,
  valueAt,
  type Json,
  type JsonObject,
  type Steps,
} from "../base/json.ts";

/** One schema of a kind, with the file in which its references are looked up. */
export interface Shape {
  readonly file: string;
  readonly schema: JsonObject;
}

const referencesMax = 16;

/**
 * The schemas that speak about the value at `steps`, the most specific first: the property itself,
 * then what it refers to, then the branch of a choice that fits.
 *
 * @param schemas  the schemas of all kinds by file name
 * @param root     file name of the document's schema
 */
export function shapesAt(
  schemas: JsonObject,
  root: string,
  document: Json,
  steps: Steps,
): readonly Shape[] {
  let shapes = unfolded(schemas, { file: root, schema: objectAt(schemas, root) }, document);
  for (const [depth, step] of steps.entries()) {
    const value = valueAt(document, steps.slice(0, depth + 1));
    shapes = shapes
      .flatMap((shape) => memberShape(shape, step))
      .flatMap((shape) => unfolded(schemas, shape, value));
  }
  return shapes;
}

function memberShape({ file, schema }: Shape, step: string | number): readonly Shape[] {
  const named = memberOf(objectAt(schema, "properties"), String(step));
  const found =
    typeof step === "number"
      ? memberOf(schema, "items")
      : (named ?? memberOf(schema, "additionalProperties"));
  return isObject(found) ? [{ file, schema: found }] : [];
}

/** The shape with what it refers to and the branch of `if` that fits the value. */
function unfolded(schemas: JsonObject, shape: Shape, value: Json | undefined): readonly Shape[] {
  const found: Shape[] = [];
  const open: Shape[] = [shape];
  while (open.length > 0 && found.length < referencesMax) {
    const next = open.shift();
    if (next === undefined) break;
    found.push(next);
    const reference = memberOf(next.schema, "$ref");
    if (typeof reference === "string") open.push(referred(schemas, next.file, reference));
    const condition = memberOf(next.schema, "if");
    const branch = memberOf(next.schema, fits(condition, value) ? "then" : "else");
    if (condition !== undefined && isObject(branch)) open.push({ file: next.file, schema: branch });
  }
  return found;
}

/** `#/$defs/x` in the same file, `common.schema.json#/$defs/x` in another. */
function referred(schemas: JsonObject, from: string, reference: string): Shape {
  const hash = reference.indexOf("#");
  const file = hash > 0 ? reference.slice(0, hash) : from;
  const schema = valueAt(objectAt(schemas, file), reference.slice(hash + 2).split("/"));
  return { file, schema: isObject(schema) ? schema : {} };
}

/** The two forms of condition that our schemas use: a type, and the absence of certain members. */
function fits(condition: Json | undefined, value: Json | undefined): boolean {
  const type = memberOf(condition, "type");
  if (type === "object") return isObject(value);
  if (type === "string") return typeof value === "string";
  const absent = Object.keys(objectAt(condition, "properties"));
  return absent.every((key) => memberOf(value, key) === undefined);
}

/** The names of the fields that may stand there, in the order of the schema. */
export function fieldsOf(shapes: readonly Shape[]): readonly string[] {
  return [...new Set(shapes.flatMap(({ schema }) => Object.keys(objectAt(schema, "properties"))))];
}

/** What the schemas say about the keys of a map. */
export function namesOf(schemas: JsonObject, shapes: readonly Shape[]): readonly Shape[] {
  return shapes.flatMap(({ file, schema }) => {
    const names = memberOf(schema, "propertyNames");
    return isObject(names) ? unfolded(schemas, { file, schema: names }, undefined) : [];
  });
}

/** The first shape that states one of these keywords itself. */
export function stating(
  shapes: readonly Shape[],
  ...keywords: readonly string[]
): JsonObject | undefined {
  return shapes.find(({ schema }) => keywords.some((keyword) => Object.hasOwn(schema, keyword)))
    ?.schema;
}

/** The sentence of the schema about fields of which at least one is needed. */
export function sentenceOnLack(shapes: readonly Shape[], missing: string): string | undefined {
  return shapes
    .filter(({ schema }) => listAt(schema, "required").includes(missing))
    .map(({ schema }) => memberOf(schema, "$comment"))
    .find((comment) => typeof comment === "string");
}

/** The sentence about two fields that exclude each other, and the field that excludes this one. */
export function exclusionOf(
  shapes: readonly Shape[],
  value: Json | undefined,
  field: string,
): { readonly by: string; readonly sentence: string } | undefined {
  for (const { schema } of shapes) {
    for (const [by, dependent] of Object.entries(objectAt(schema, "dependentSchemas"))) {
      const sentence = memberOf(dependent, "$comment");
      const excluded = memberOf(objectAt(dependent, "properties"), field) === false;
      if (excluded && typeof sentence === "string" && memberOf(value, by) !== undefined)
        return { by, sentence };
    }
  }
  return undefined;
}
