import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js";
import type { Json } from "../../src/base/json.ts";
import { textAt } from "../../src/base/json.ts";

const folder = "schemas/output";

/** The schemas of what the commands print. */
export const outputSchemas: readonly AnySchemaObject[] = readdirSync(folder)
  .toSorted((a, b) => (a < b ? -1 : 1))
  .map((name): AnySchemaObject => JSON.parse(readFileSync(`${folder}/${name}`, "utf8")));

// A reader may be strict about its own mistakes; `required` of one branch names what another declares.
const ajv = new Ajv2020({
  strict: true,
  strictRequired: false,
  strictTypes: false,
  allErrors: true,
});
for (const schema of outputSchemas) ajv.addSchema(schema);

/** What is wrong with an output, judged by the schema that it names; empty for a valid one. */
export function problemsOf(value: Json): readonly string[] {
  const id = textAt(value, "schema");
  const validate = id === undefined ? undefined : ajv.getSchema(id);
  if (validate === undefined) return [`no schema ${id}`];
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath || "/"} ${message} ${JSON.stringify(params)}`,
  );
}

/** The value that a command printed. Throws unless it is one JSON value that fulfils its schema. */
export function outputOf(text: string): Json {
  const value: Json = JSON.parse(text);
  const problems = problemsOf(value);
  if (problems.length > 0) throw new Error(`not as its schema says:\n${problems.join("\n")}`);
  return value;
}
