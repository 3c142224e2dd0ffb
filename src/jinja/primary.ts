import { expect, isAt, peek, shown, take, takeIf, Unreadable, type Cursor } from "./cursor.ts";
import type { Arguments, Expression } from "./tree.ts";

type Parse = (cursor: Cursor) => Expression;

const constants = new Map<string, null | boolean>([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null],
]);

/** A literal, a name, or something in brackets. @throws Unreadable */
export function parsePrimary(cursor: Cursor, parse: Parse, parseTuple: Parse): Expression {
  const token = peek(cursor);
  const { start, end } = token;
  switch (token.is) {
    case "name": {
      cursor.at += 1;
      const value = constants.get(token.text);
      return value === undefined
        ? { is: "name", name: token.text, start, end }
        : { is: "literal", value, start, end };
    }
    case "text":
      return texts(cursor);
    case "integer":
      cursor.at += 1;
      return { is: "literal", value: Number(token.text), start, end };
    case "float":
      cursor.at += 1;
      return { is: "float", value: Number(token.text), start, end };
    case "operator":
      if (token.text === "(") return inParentheses(cursor, parseTuple);
      if (token.text === "[") return listed(cursor, parse);
      if (token.text === "{") return dict(cursor, parse);
      throw new Unreadable(`unexpected ${shown(token)}`, token);
    case "end":
      throw new Unreadable(`expected a value, found ${shown(token)}`, token);
  }
}

/** Neighbouring texts are one. */
function texts(cursor: Cursor): Expression {
  const { start } = peek(cursor);
  let value = "";
  while (isAt(cursor, "text")) value += take(cursor).text;
  return { is: "literal", value, start, end: peek(cursor, -1).end };
}

function inParentheses(cursor: Cursor, parseTuple: Parse): Expression {
  const { start } = take(cursor);
  if (takeIf(cursor, "operator", ")")) {
    return { is: "tuple", items: [], start, end: peek(cursor, -1).end };
  }
  const inner = parseTuple(cursor);
  const { end } = expect(cursor, "operator", ")");
  return { ...inner, start, end };
}

function listed(cursor: Cursor, parse: Parse): Expression {
  const { start } = take(cursor);
  const items: Expression[] = [];
  while (!isAt(cursor, "operator", "]")) {
    items.push(parse(cursor));
    if (!takeIf(cursor, "operator", ",")) break;
  }
  const { end } = expect(cursor, "operator", "]");
  return { is: "list", items, start, end };
}

function dict(cursor: Cursor, parse: Parse): Expression {
  const { start } = take(cursor);
  const pairs: (readonly [Expression, Expression])[] = [];
  while (!isAt(cursor, "operator", "}")) {
    const key = parse(cursor);
    expect(cursor, "operator", ":");
    pairs.push([key, parse(cursor)]);
    if (!takeIf(cursor, "operator", ",")) break;
  }
  const { end } = expect(cursor, "operator", "}");
  return { is: "dict", pairs, start, end };
}

/** Members, items, slices and calls behind a value. @throws Unreadable */
export function parsePostfix(cursor: Cursor, first: Expression, parse: Parse): Expression {
  let of = first;
  for (;;) {
    if (takeIf(cursor, "operator", ".")) {
      of = member(cursor, of);
    } else if (isAt(cursor, "operator", "[")) {
      of = item(cursor, of, parse);
    } else if (isAt(cursor, "operator", "(")) {
      const args = parseArguments(cursor, parse);
      of = { is: "call", of, args, start: of.start, end: peek(cursor, -1).end };
    } else return of;
  }
}

/** `x.name`, and `x.0` for an item. */
function member(cursor: Cursor, of: Expression): Expression {
  const token = take(cursor);
  const { start } = of;
  if (token.is === "name") return { is: "member", of, name: token.text, start, end: token.end };
  if (token.is !== "integer") throw new Unreadable(`expected a name, found ${shown(token)}`, token);
  const index: Expression = {
    is: "literal",
    value: Number(token.text),
    start: token.start,
    end: token.end,
  };
  return { is: "item", of, index, start, end: token.end };
}

function item(cursor: Cursor, of: Expression, parse: Parse): Expression {
  take(cursor);
  const bounds: (Expression | undefined)[] = [];
  let current: Expression | undefined;
  while (!isAt(cursor, "operator", "]")) {
    if (takeIf(cursor, "operator", ":")) {
      bounds.push(current);
      current = undefined;
    } else if (current === undefined) current = parse(cursor);
    else if (isAt(cursor, "operator", ",")) current = several(cursor, current, parse);
    else break;
  }
  const { end } = expect(cursor, "operator", "]");
  const { start } = of;
  if (bounds.length > 0) return { is: "slice", of, bounds: [...bounds, current], start, end };
  if (current === undefined) throw new Unreadable("expected an index", peek(cursor, -1));
  return { is: "item", of, index: current, start, end };
}

/** `x[a, b]` has a tuple as its index. */
function several(cursor: Cursor, first: Expression, parse: Parse): Expression {
  const items = [first];
  while (takeIf(cursor, "operator", ",") && !isAt(cursor, "operator", "]")) {
    items.push(parse(cursor));
  }
  return { is: "tuple", items, start: first.start, end: peek(cursor, -1).end };
}

/** What stands between the parentheses of a call. @throws Unreadable */
export function parseArguments(cursor: Cursor, parse: Parse): Arguments {
  expect(cursor, "operator", "(");
  const positional: Expression[] = [];
  const named: (readonly [string, Expression])[] = [];
  let list: Expression | undefined;
  let dictionary: Expression | undefined;
  while (!isAt(cursor, "operator", ")")) {
    if (takeIf(cursor, "operator", "*")) list = parse(cursor);
    else if (takeIf(cursor, "operator", "**")) dictionary = parse(cursor);
    else if (
      isAt(cursor, "name") &&
      peek(cursor, 1).text === "=" &&
      peek(cursor, 1).is === "operator"
    ) {
      const name = take(cursor).text;
      take(cursor);
      named.push([name, parse(cursor)]);
    } else positional.push(parse(cursor));
    if (!takeIf(cursor, "operator", ",")) break;
  }
  expect(cursor, "operator", ")");
  return {
    positional,
    named,
    ...(list !== undefined && { list }),
    ...(dictionary !== undefined && { dict: dictionary }),
  };
}
