// The official YAML Test Suite in every profile (fixtures/source/yaml-test-suite).
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { memberOf, textAt, type Json } from "../../src/base/json.ts";
import type { Profile } from "../../src/source/document.ts";
import { parseText, valuesOf } from "../support/texts.ts";

function fixture(name: string): Json {
  const file = new URL(`../../fixtures/source/yaml-test-suite/${name}.json`, import.meta.url);
  const value: Json = JSON.parse(readFileSync(file, "utf8"));
  return value;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

interface Case {
  readonly id: string;
  readonly yaml: string;
  readonly isYaml: boolean;
  /** Undefined where the suite has no JSON for the values. */
  readonly values: Json | undefined;
}

const cases: readonly Case[] = listOf(fixture("suite")).map((one) => ({
  id: textAt(one, "id") ?? "",
  yaml: textAt(one, "yaml") ?? "",
  isYaml: memberOf(one, "fail") !== true,
  values: memberOf(one, "values"),
}));

/** Whether the text is read as the suite says: with these values, or with an error. */
function agrees({ yaml, isYaml, values }: Case, profile: Profile): boolean {
  const { diagnostics } = parseText("a.yaml", yaml, profile);
  const isRead = diagnostics.every(
    ({ rule, severity }) => severity !== "error" && rule !== "SYN-020",
  );
  if (isRead !== isYaml) return false;
  return (
    !isYaml || values === undefined || isDeepStrictEqual(valuesOf("a.yaml", yaml, profile), values)
  );
}

test.each(["core", "k8s", "pyyaml"] as const)(
  "%s reads each of the 402 cases as the suite says, but for those that are told",
  (profile) => {
    const reasons = fixture("deviations");
    const told = ["everywhere", profile].flatMap((list) =>
      Object.values(memberOf(reasons, list) ?? {}).flatMap((ids: Json) => listOf(ids)),
    );
    const other = cases.filter((one) => !agrees(one, profile)).map(({ id }) => id);
    expect(cases).toHaveLength(402);
    expect(other.toSorted()).toEqual(told.map(String).toSorted());
  },
);
