import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";

const { id: _, ...schema } = JSON.parse(
  readFileSync("fixtures/sarif/sarif-2.1.0-rtm.5.schema.json", "utf8"),
);

// Draft 4 and draft 7 agree on every word that this schema uses, but for the name of `id`.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile({ ...schema, $schema: "http://json-schema.org/draft-07/schema#" });

/** What the official schema of SARIF 2.1.0 says against a text; empty for a valid one. */
export function sarifProblems(text: string): readonly string[] {
  if (validate(JSON.parse(text))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
