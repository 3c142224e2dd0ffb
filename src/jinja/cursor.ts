import { nestingMax } from "./limits.ts";
import type { Token } from "./tokens.ts";

/** Says inside the parser that a tag cannot be read. Nobody outside of it sees this. */
export class Unreadable extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, { start, end }: Pick<Token, "start" | "end">) {
    super(message);
    this.start = start;
    this.end = end;
  }
}

/** A position among the tokens of one tag. */
export interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

export function cursorAt(tokens: readonly Token[], at = 0): Cursor {
  return { tokens, at, depth: 0 };
}

const nothing: Token = { is: "end", text: "", start: 0, end: 0 };

export function peek(cursor: Cursor, ahead = 0): Token {
  return cursor.tokens[cursor.at + ahead] ?? cursor.tokens.at(-1) ?? nothing;
}

export function take(cursor: Cursor): Token {
  const token = peek(cursor);
  if (token.is !== "end") cursor.at += 1;
  return token;
}

export function isAt(cursor: Cursor, is: Token["is"], ...texts: readonly string[]): boolean {
  const token = peek(cursor);
  return token.is === is && (texts.length === 0 || texts.includes(token.text));
}

export function takeIf(cursor: Cursor, is: Token["is"], ...texts: readonly string[]): boolean {
  const found = isAt(cursor, is, ...texts);
  if (found) cursor.at += 1;
  return found;
}

/** @throws Unreadable where something else stands */
export function expect(cursor: Cursor, is: Token["is"], text?: string): Token {
  const token = peek(cursor);
  if (token.is !== is || (text !== undefined && token.text !== text)) {
    throw new Unreadable(`expected ${text ?? nouns[is]}, found ${shown(token)}`, token);
  }
  return take(cursor);
}

const nouns: Readonly<Record<Token["is"], string>> = {
  name: "a name",
  text: "a text",
  integer: "a number",
  float: "a number",
  operator: "an operator",
  end: "the end of the tag",
};

export function shown({ is, text }: Token): string {
  return is === "end" ? nouns.end : JSON.stringify(text.slice(0, 40));
}

/** Runs `parse` one level deeper. @throws Unreadable beyond the depth that anyone needs */
export function nested<T>(cursor: Cursor, parse: (cursor: Cursor) => T): T {
  cursor.depth += 1;
  if (cursor.depth > nestingMax) {
    const message = `expressions are nested more than ${nestingMax} levels deep`;
    throw new Unreadable(message, peek(cursor));
  }
  const value = parse(cursor);
  cursor.depth -= 1;
  return value;
}
