import { expect, isAt, nested, peek, take, takeIf, Unreadable, type Cursor } from "./cursor.ts";
import type { Arguments, Expression } from "./tree.ts";
import { parseArguments, parsePostfix, parsePrimary } from "./primary.ts";

/** An expression in Jinja's order of binding, from `x if y` down. @throws Unreadable */
export function parseExpression(cursor: Cursor): Expression {
  return nested(cursor, parseChoice);
}

/** The same, or several with commas between, which make a tuple. @throws Unreadable */
export function parseTuple(cursor: Cursor): Expression {
  const first = parseExpression(cursor);
  if (!isAt(cursor, "operator", ",")) return first;
  const items = [first];
  while (takeIf(cursor, "operator", ",")) {
    if (!startsExpression(cursor)) break;
    items.push(parseExpression(cursor));
  }
  return { is: "tuple", items, start: first.start, end: peek(cursor, -1).end };
}

function startsExpression(cursor: Cursor): boolean {
  const { is, text } = peek(cursor);
  return is !== "end" && !(is === "operator" && /^[)\]}=:]$/u.test(text));
}

function parseChoice(cursor: Cursor): Expression {
  let value = parseOr(cursor);
  while (takeIf(cursor, "name", "if")) {
    const when = parseOr(cursor);
    const otherwise = takeIf(cursor, "name", "else") ? parseExpression(cursor) : undefined;
    value = {
      is: "choice",
      value,
      when,
      otherwise,
      start: value.start,
      end: (otherwise ?? when).end,
    };
  }
  return value;
}

function parseOr(cursor: Cursor): Expression {
  let left = parseAnd(cursor);
  while (takeIf(cursor, "name", "or")) {
    const right = parseAnd(cursor);
    left = { is: "or", left, right, start: left.start, end: right.end };
  }
  return left;
}

function parseAnd(cursor: Cursor): Expression {
  let left = parseNot(cursor);
  while (takeIf(cursor, "name", "and")) {
    const right = parseNot(cursor);
    left = { is: "and", left, right, start: left.start, end: right.end };
  }
  return left;
}

function parseNot(cursor: Cursor): Expression {
  const { start } = peek(cursor);
  if (!takeIf(cursor, "name", "not")) return parseCompare(cursor);
  const of = nested(cursor, parseNot);
  return { is: "not", of, start, end: of.end };
}

const comparisons = ["==", "!=", "<", ">", "<=", ">="];

function parseCompare(cursor: Cursor): Expression {
  const first = parseSum(cursor);
  const rest: (readonly [string, Expression])[] = [];
  for (;;) {
    if (isAt(cursor, "operator", ...comparisons)) {
      rest.push([take(cursor).text, parseSum(cursor)]);
    } else if (takeIf(cursor, "name", "in")) {
      rest.push(["in", parseSum(cursor)]);
    } else if (isAt(cursor, "name", "not") && peek(cursor, 1).text === "in") {
      cursor.at += 2;
      rest.push(["not in", parseSum(cursor)]);
    } else {
      const last = rest.at(-1);
      if (last === undefined) return first;
      return { is: "compare", first, rest, start: first.start, end: last[1].end };
    }
  }
}

function binary(
  cursor: Cursor,
  operators: readonly string[],
  operand: (cursor: Cursor) => Expression,
): Expression {
  let left = operand(cursor);
  while (isAt(cursor, "operator", ...operators)) {
    const operator = take(cursor).text;
    const right = operand(cursor);
    left = { is: "binary", operator, left, right, start: left.start, end: right.end };
  }
  return left;
}

const parseSum = (cursor: Cursor): Expression => binary(cursor, ["+", "-"], parseConcat);
const parseConcat = (cursor: Cursor): Expression => binary(cursor, ["~"], parseProduct);
const parseProduct = (cursor: Cursor): Expression =>
  binary(cursor, ["*", "/", "//", "%"], parsePower);
const parsePower = (cursor: Cursor): Expression => binary(cursor, ["**"], parseFiltered);

/** A sign binds tighter than filters and tests behind it. */
function parseFiltered(cursor: Cursor): Expression {
  let value = parseSigned(cursor);
  for (;;) {
    if (takeIf(cursor, "operator", "|")) value = parseFilter(cursor, value);
    else if (takeIf(cursor, "name", "is")) value = parseTest(cursor, value);
    else if (isAt(cursor, "operator", "(") || isAt(cursor, "operator", "[", ".")) {
      value = parsePostfix(cursor, value, parseExpression);
    } else return value;
  }
}

function parseSigned(cursor: Cursor): Expression {
  const { start } = peek(cursor);
  if (!isAt(cursor, "operator", "-", "+")) {
    return parsePostfix(cursor, parsePrimary(cursor, parseExpression, parseTuple), parseExpression);
  }
  const is = take(cursor).text === "-" ? "negative" : "positive";
  const of = nested(cursor, parseSigned);
  return { is, of, start, end: of.end };
}

function dottedName(cursor: Cursor): string {
  let name = expect(cursor, "name").text;
  while (takeIf(cursor, "operator", ".")) name += `.${expect(cursor, "name").text}`;
  return name;
}

const noArguments: Arguments = { positional: [], named: [] };

/** The filter behind a `|` that was taken. @throws Unreadable */
export function parseFilter(cursor: Cursor, of: Expression): Expression {
  const name = dottedName(cursor);
  const args = isAt(cursor, "operator", "(")
    ? parseArguments(cursor, parseExpression)
    : noArguments;
  return { is: "filter", of, name, args, start: of.start, end: peek(cursor, -1).end };
}

function parseTest(cursor: Cursor, of: Expression): Expression {
  const isNegated = takeIf(cursor, "name", "not");
  const name = dottedName(cursor);
  const args = testArguments(cursor);
  const test: Expression = {
    is: "test",
    of,
    name,
    args,
    start: of.start,
    end: peek(cursor, -1).end,
  };
  return isNegated ? { is: "not", of: test, start: test.start, end: test.end } : test;
}

/** `is divisibleby(3)` or `is divisibleby 3`. */
function testArguments(cursor: Cursor): Arguments {
  if (isAt(cursor, "operator", "(")) return parseArguments(cursor, parseExpression);
  const token = peek(cursor);
  const isWord =
    token.is === "name" && !["else", "or", "and", "is", "if", "in", "not"].includes(token.text);
  const isValue =
    ["text", "integer", "float"].includes(token.is) || isAt(cursor, "operator", "[", "{");
  if (!isWord && !isValue) return noArguments;
  if (token.is === "end") throw new Unreadable("expected a value", token);
  const value = parsePostfix(
    cursor,
    parsePrimary(cursor, parseExpression, parseTuple),
    parseExpression,
  );
  return { positional: [value], named: [] };
}
