import fc from "fast-check";
import { pointerOf, type Json, type Steps } from "../../src/base/json.ts";
import { repoPath, type RepoPath } from "../../src/base/path.ts";
import type { Document, Parsed, Profile } from "../../src/source/document.ts";
import { parseFile } from "../../src/source/parse.ts";

/** A path that the test knows to be one. */
export function pathOf(text: string): RepoPath {
  const path = repoPath(text);
  if (path === undefined) throw new Error(`${text} is no path`);
  return path;
}

export function parseText(
  name: string,
  text: string,
  profile: Profile = "core",
): Parsed<readonly Document[]> {
  return parseFile(pathOf(name), new TextEncoder().encode(text), profile);
}

/** The values of a file's documents. */
export function valuesOf(name: string, text: string, profile: Profile = "core"): readonly Json[] {
  return parseText(name, text, profile).value.map(({ value }) => value);
}

/** Rule and severity of each finding, in order. */
export function rulesOf(name: string, text: string, profile: Profile = "core"): readonly string[] {
  return parseText(name, text, profile).diagnostics.map(
    ({ rule, severity }) => `${rule} ${severity}`,
  );
}

/** Every place inside a value, the root included, with what stands there. */
export function* nodesOf(
  value: Json,
  steps: Steps = [],
): Generator<readonly [string, Json, Steps]> {
  yield [pointerOf(steps), value, steps];
  if (typeof value !== "object" || value === null) return;
  const members: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? value.map((item: Json, index) => [index, item] as const)
    : Object.entries(value);
  for (const [step, member] of members) yield* nodesOf(member, [...steps, step]);
}

const yamlParts =
  "a|b c|- |-|? |: |:|,|[|]|{|}|\"|'|\\|\n|\n  |\n    |\n- | |\t|#|# c\n|&x |*x|*y|!t |!!int |!!str |%YAML 1.2\n|---\n|...\n||\n|>-\n|<<: |<<|1|0x1F|-|.|null|~|true|yes|é|😀|\r\n|\r|\ufeff|__proto__|constructor|\\ud800|{{|${|@|`";
const jsonParts =
  '{|}|[|]|,|:|"|"a"|"b"|\\|\\u00e9|\\ud800|1|-|0|.5|e9|true|false|null| |\n|\t|"__proto__"|"constructor"|/|é';
const tomlParts =
  "a|b|\"c d\"|'e'|.|=| = |1|1_0|0x1F|1.5|true|\"x\"|'y'|\"\"\"|'''|[|]|[[|]]|{|}|,|\n|\r\n| |#|# c\n|1979-05-27|07:32:00|T|Z|inf|nan|\\|\\u0041|__proto__|constructor|toString|hasOwnProperty|call|é";

const partsOf: Readonly<Record<string, readonly string[]>> = {
  yaml: [...yamlParts.split("|"), "|", "|-"],
  json: jsonParts.split("|"),
  toml: tomlParts.split("|"),
};

/** Texts that look almost like files of that format. */
export function almost(format: "yaml" | "json" | "toml"): fc.Arbitrary<string> {
  const parts = fc.constantFrom(...(partsOf[format] ?? []));
  return fc.array(parts, { maxLength: 40 }).map((pieces) => pieces.join(""));
}

/** The text cut off, or with a piece of it replaced. */
export function damaged(text: string): fc.Arbitrary<string> {
  const at = fc.nat({ max: text.length });
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 3 }),
    fc.constantFrom("", "\n", "[", '"', ": ", "\0"),
  );
  return fc
    .tuple(at, fc.nat({ max: 5 }), piece, fc.boolean())
    .map(([start, length, inserted, isCut]) =>
      isCut ? text.slice(0, start) : text.slice(0, start) + inserted + text.slice(start + length),
    );
}

/** Values that a JSON text can hold without loss here: no -0, no __proto__, no half characters. */
export const anyJson: fc.Arbitrary<Json> = fc
  .jsonValue({ depthSize: "medium", maxDepth: 5, noUnicodeString: false })
  .map((value) => plain(JSON.parse(JSON.stringify(value))));

function plain(value: unknown): Json {
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value === "number")
    return Number.isSafeInteger(value) || !Number.isInteger(value) ? value : 0;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return typeof value === "boolean" ? value : null;
  const members = Object.entries(value).map(
    ([key, item]) => [key.toWellFormed(), plain(item)] as const,
  );
  return Object.fromEntries(members.filter(([key]) => key !== "__proto__"));
}
