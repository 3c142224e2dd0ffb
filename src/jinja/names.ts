import { expect, isAt, takeIf, type Cursor } from "./cursor.ts";
import { parseExpression } from "./expression.ts";
import type { Parameter, Target } from "./tree.ts";

/** What a value is assigned to: names with commas between, or `namespace.member`. @throws Unreadable */
export function targetOf(cursor: Cursor): Target {
  const first = oneTarget(cursor);
  if (!isAt(cursor, "operator", ",")) return first;
  const items = [first];
  while (takeIf(cursor, "operator", ",")) {
    if (isAt(cursor, "name", "in") || isAt(cursor, "operator", "=")) break;
    items.push(oneTarget(cursor));
  }
  return { is: "tuple", items };
}

function oneTarget(cursor: Cursor): Target {
  if (takeIf(cursor, "operator", "(")) {
    const inner = targetOf(cursor);
    expect(cursor, "operator", ")");
    return inner;
  }
  const { text: name } = expect(cursor, "name");
  if (!takeIf(cursor, "operator", ".")) return { is: "name", name };
  return { is: "member", of: name, name: expect(cursor, "name").text };
}

/** The parameters of a macro. @throws Unreadable */
export function parametersOf(cursor: Cursor): readonly Parameter[] {
  expect(cursor, "operator", "(");
  const parameters: Parameter[] = [];
  while (!isAt(cursor, "operator", ")")) {
    const name = expect(cursor, "name").text;
    const otherwise = takeIf(cursor, "operator", "=") ? parseExpression(cursor) : undefined;
    parameters.push({ name, otherwise });
    if (!takeIf(cursor, "operator", ",")) break;
  }
  expect(cursor, "operator", ")");
  return parameters;
}
