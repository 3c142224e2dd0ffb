// src/policy/rules/<ID>.yaml -> src/policy/generated/rules.mjs + .d.mts: parsed here, so that no run pays for it.
import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { filesBelow, inFile, writeFolder } from "./files.mjs";

const folder = "src/policy/rules";

const declaration = `export declare const rules: readonly {
  /** Its name in src/policy/rules. */
  readonly file: string;
  readonly text: string;
  /** What \`yaml\` reads in the text. */
  readonly value: unknown;
}[];
`;

const rules = filesBelow(folder)
  .filter((file) => file.endsWith(".yaml"))
  .map(readRule);
writeFolder(
  "src/policy/generated",
  new Map([
    ["rules.mjs", `export const rules = ${JSON.stringify(rules, undefined, 1)};\n`],
    ["rules.d.mts", declaration],
  ]),
);

function readRule(file) {
  const path = `${folder}/${file}`;
  // A checkout may have turned line ends; the bundle must not depend on it.
  const text = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
  return inFile(path, () => {
    const document = parseDocument(text);
    const problem = [...document.errors, ...document.warnings].at(0);
    if (problem) throw problem;
    return { file, text, value: document.toJS() };
  });
}
