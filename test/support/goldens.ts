import type { Json } from "../../src/base/json.ts";
import { textAt } from "../../src/base/json.ts";
import { problemsOf } from "./outputs.ts";

/**
 * The file that a report is compared with, as `toMatchFileSnapshot` wants it. `npx vitest run -u`
 * writes it anew, to be read before it is committed.
 */
export function golden(name: string): string {
  return `../../fixtures/report/${name}`;
}

/** What is wrong with the form of a report: text keeps its manners, JSON its schema. */
export function mannersOf(text: string, name: string): readonly string[] {
  if (name.endsWith(".json")) {
    const value: Json = JSON.parse(text);
    return textAt(value, "schema") === undefined ? ["names no schema"] : problemsOf(value);
  }
  const lines = text.split("\n");
  // oxlint-disable-next-line no-control-regex -- colour codes take no room
  const bare = lines.map((line) => line.replaceAll(/\u001b\[\d+m/gu, ""));
  return [
    ...(lines.at(-1) === "" && lines.at(-2) !== "" ? [] : ["does not end with one line feed"]),
    ...bare.filter((line) => line !== line.trimEnd()).map((line) => `trailing blanks: ${line}`),
    ...bare.filter((line) => line.length > 80).map((line) => `wider than 80: ${line}`),
  ];
}
