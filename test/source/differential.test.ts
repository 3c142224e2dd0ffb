// What the profiles make of texts, against what the tools themselves made of them (fixtures/source/differential).
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isObject, textAt, type Json, type JsonObject } from "../../src/base/json.ts";
import type { Profile } from "../../src/source/document.ts";
import { locatorFor } from "../../src/source/locate.ts";
import { nodesOf, parseText, pathOf } from "../support/texts.ts";

const readers = ["k8s", "pyyaml"] as const;

function fixture(name: string): Json {
  const file = new URL(`../../fixtures/source/differential/${name}.json`, import.meta.url);
  const value: Json = JSON.parse(readFileSync(file, "utf8"));
  return value;
}

function members(value: Json | undefined): JsonObject {
  return value !== undefined && isObject(value) ? value : {};
}

const scalars = listOf(fixture("scalars")).map(String);
const documents = listOf(fixture("documents")).map((one) => ({
  name: textAt(one, "name") ?? "",
  text: textAt(one, "text") ?? "",
}));

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** What stands for a text that has no value: the tool refuses the file. */
const refused = "refused";

/** The values of the text's documents, or that it is refused: a finding of severity error. */
function ours(text: string, profile: Profile): Json {
  const { value, diagnostics } = parseText("a.yaml", text, profile);
  const isRefused = diagnostics.some(({ severity }) => severity === "error");
  return isRefused || diagnostics[0]?.rule === "SYN-020" ? refused : value.map((one) => one.value);
}

/** Results of PyYAML name maps as lists of pairs, since their keys may be anything. */
function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value) || !("$map" in value)) return value;
  return Object.fromEntries(
    listOf(value["$map"]).map((pair) => {
      const [key = null, item = null] = listOf(pair);
      return [typeof key === "string" ? key : JSON.stringify(key), plain(item)] as const;
    }),
  );
}

/** PyYAML has two parsers, which differ on tabs: the answer of either will do. */
function theirs(result: JsonObject): readonly Json[] {
  if ("pure" in result)
    return [result["pure"], result["libyaml"]].flatMap((one) => theirs(members(one)));
  if ("error" in result) return [refused];
  return [
    "documents" in result ? listOf(result["documents"]).map(plain) : [result["value"] ?? null],
  ];
}

function sorted(value: Json): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

function told(reader: string, list: string): readonly string[] {
  const reasons = members(members(members(fixture("deviations"))[list])[reader]);
  return Object.values(reasons).flatMap(listOf).map(String).toSorted();
}

describe.each(readers)("%s", (reader) => {
  test("reads each scalar as the tool does, but for those that are told", () => {
    const results = members(fixture(`scalars.${reader}`));
    const other = scalars.filter((scalar) => {
      const result = Object.hasOwn(results, scalar) ? (results[scalar] ?? null) : scalar;
      const expected = isObject(result) && "error" in result ? refused : [{ v: result }];
      return sorted(ours(`v: ${scalar}\n`, reader)) !== sorted(expected);
    });
    expect(other.toSorted()).toEqual(told(reader, "scalars"));
  });

  test("reads each document as the tool does, but for those that are told", () => {
    const results = members(fixture(`documents.${reader}`));
    const other = documents.filter(({ name, text }) => {
      const got = sorted(ours(text, reader));
      return !theirs(members(results[name])).some((one) => sorted(one) === got);
    });
    expect(other.map(({ name }) => name).toSorted()).toEqual(told(reader, "documents"));
  });
});

/** Documents with a finding that their lines stand too far to the left. */
const shallow = documents.filter(({ text }) =>
  parseText("a.yaml", text, "k8s").diagnostics.some(({ rule }) => rule === "SYN-010"),
);

test("lines that stand too far to the left are no YAML for a file of our own", () => {
  expect(shallow.length).toBeGreaterThan(200);
  const accepted = shallow.filter(({ text }) => ours(text, "core") !== refused);
  expect(accepted.map(({ name }) => name)).toEqual([]);
});

test("values with such lines are found where they stand", () => {
  const letters = (text: string): string => text.replaceAll(/[\s"'\\]/gu, "");
  const misplaced = shallow.filter(({ text }) => {
    const spanOf = locatorFor("a.yaml", text);
    const [document] = parseText("a.yaml", text, "k8s").value;
    return [...nodesOf(document?.value ?? null)].some(([pointer, value]) => {
      const path = pathOf("a.yaml");
      const { start, end } = spanOf({ in: "node", path, document: 0, pointer, on: "value" });
      return typeof value === "string" && letters(text.slice(start, end)) !== letters(value);
    });
  });
  expect(misplaced.map(({ name }) => name)).toEqual([]);
});
