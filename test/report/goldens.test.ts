import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mannersOf } from "../support/goldens.ts";
import { outputSchemas } from "../support/outputs.ts";
import { filesBelow } from "../support/sources.ts";

// Graphs are as wide as their names are long; other programs' formats have tests of their own.
const goldens = filesBelow("fixtures/report").filter(
  (path) =>
    !/\/(?:graph-(?:text|mermaid|svg|html|dot|openlineage)|github|gitlab)\//u.test(path) &&
    !/\.(?:md|html|sarif|xml)$/u.test(path),
);

test.each(goldens)("%s keeps the manners of its format", (path) => {
  expect(mannersOf(readFileSync(path, "utf8"), path)).toEqual([]);
});

test("bad manners are noticed", () => {
  expect(mannersOf("a \n", "a.txt")).toHaveLength(1);
  expect(mannersOf("a", "a.txt")).toHaveLength(1);
  expect(mannersOf(`${"a".repeat(81)}\n`, "a.txt")).toHaveLength(1);
  expect(mannersOf("{}", "a.json")).toEqual(["names no schema"]);
  const more = {
    schema: "https://lineagectl.dev/schemas/output/explain-1.json",
    id: "A-1",
    extra: 1,
  };
  expect(mannersOf(JSON.stringify(more), "a.json").join("\n")).toContain("additional properties");
});

test("every output schema is closed, described and shown by a golden", () => {
  const inJson = goldens.filter((path) => path.endsWith(".json"));
  const shown = new Set(inJson.map((path) => JSON.parse(readFileSync(path, "utf8")).schema));
  const outputs = outputSchemas.filter(({ $id }) => !String($id).endsWith("/common-1.json"));
  expect(outputs.map(({ $id }) => $id).filter((id) => !shown.has(id))).toEqual([]);
  expect(outputSchemas.flatMap((schema) => loose(schema, String(schema.$id)))).toEqual([]);
});

/** Objects that allow unknown members, and members without a description. */
function loose(schema: unknown, at: string): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties, additionalProperties, ...others } = schema as Record<string, unknown>;
  const members = Object.entries((properties ?? {}) as Record<string, Record<string, unknown>>);
  return [
    ...(properties !== undefined && additionalProperties !== false ? [`${at} is open`] : []),
    ...members.flatMap(([name, member]) =>
      "description" in member || "$ref" in member ? [] : [`${at}/${name} has no description`],
    ),
    ...[...members, ...Object.entries(others)].flatMap(([name, inner]) =>
      loose(inner, `${at}/${name}`),
    ),
  ];
}
