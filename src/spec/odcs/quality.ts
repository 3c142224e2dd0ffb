import { isObject, listAt, textAt, type Json, type JsonObject } from "../../base/json.ts";
import type { ContractColumn } from "./columns.ts";
import type { ContractObject } from "./contract.ts";

const severities: Readonly<Record<string, string>> = {
  error: "error",
  warning: "warn",
  warn: "warn",
};
/** Limits of a check: whatever the standard calls `mustBe…`. */
const operator = /^mustBe/u;

/** The checks of the object and of its columns, in the form of our own tests. */
export function testsOf(
  { value }: ContractObject,
  columns: readonly ContractColumn[],
): readonly JsonObject[] {
  return [
    ...listAt(value, "quality").flatMap((check) => testOf(check, undefined)),
    ...columns.flatMap(({ facts, value: column }) =>
      listAt(column, "quality").flatMap((check) => testOf(check, facts.name)),
    ),
  ];
}

function testOf(check: Json, column: string | undefined): readonly JsonObject[] {
  if (!isObject(check)) return [];
  const name = ["metric", "rule", "name", "type"]
    .map((field) => textAt(check, field))
    .find(Boolean);
  if (name === undefined) return [];
  const word = textAt(check, "severity")?.toLowerCase() ?? "";
  const severity = Object.hasOwn(severities, word) ? severities[word] : undefined;
  const limits = Object.entries(check).filter(([field]) => operator.test(field));
  return [
    {
      name,
      ...(column !== undefined && { column }),
      ...(severity !== undefined && { severity }),
      ...(limits.length > 0 && { args: Object.fromEntries(limits) }),
    },
  ];
}
