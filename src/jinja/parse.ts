import { cursorAt, expect, isAt, peek, takeIf, Unreadable, type Cursor } from "./cursor.ts";
import { parseExpression, parseFilter, parseTuple } from "./expression.ts";
import { nestingMax } from "./limits.ts";
import { parametersOf, targetOf } from "./names.ts";
import { piecesOf, type Piece } from "./pieces.ts";
import type { Branch, Expression, Problem, Range, Statement, Template } from "./tree.ts";

/** Tags beyond Jinja's own, which a tool built on it brings along. */
export interface Tags {
  /** Tags that define something to call, as `macro` does: `{% test name(x) %}`. */
  readonly macros: ReadonlySet<string>;
  /** Tags around a named part that is run in place: `{% snapshot name %}`. */
  readonly blocks: ReadonlySet<string>;
  /** Tags whose content means nothing here. */
  readonly skipped: ReadonlySet<string>;
}

/** No tags but Jinja's own. */
const jinjaTags: Tags = { macros: new Set(), blocks: new Set(), skipped: new Set() };

/**
 * Parses a template. What cannot be read becomes a broken part, which renders as unknown, and a
 * problem; everything around it is kept. Never throws on content.
 *
 * @param name  how the template is called in the source map: the path of its file
 * @see https://jinja.palletsprojects.com/en/stable/templates/
 */
export function parseTemplate(name: string, text: string, tags: Tags = jinjaTags): Template {
  const problems: Problem[] = [];
  const parser: Parser = { pieces: piecesOf(text), at: 0, depth: 0, tags, problems };
  const body: Statement[] = [];
  while (parser.at < parser.pieces.length) {
    body.push(...parseBody(parser));
    const stray = parser.pieces[parser.at];
    if (stray === undefined) break;
    const word = wordOf(stray);
    body.push(
      broken(parser, { message: `nothing is open that ${word} could close`, ...rangeOf(stray) }),
    );
    parser.at += 1;
  }
  return { name, text, body, problems };
}

interface Parser {
  readonly pieces: readonly Piece[];
  at: number;
  depth: number;
  readonly tags: Tags;
  readonly problems: Problem[];
}

const closing = /^(?:end\w*|else|elif)$/u;

function wordOf(piece: Piece): string {
  return piece.is === "tag" ? (piece.tokens[0]?.text ?? "") : "";
}

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}

function broken(parser: Parser, problem: Problem): Statement {
  parser.problems.push(problem);
  return { is: "broken", ...problem };
}

/** Statements up to a tag that closes something: a wrong one closes a block further out. */
function parseBody(parser: Parser): readonly Statement[] {
  const body: Statement[] = [];
  for (;;) {
    const piece = parser.pieces[parser.at];
    if (piece === undefined) return body;
    if (closing.test(wordOf(piece))) return body;
    parser.at += 1;
    if (piece.is === "text") body.push({ is: "text", ...rangeOf(piece) });
    else if (piece.problem !== undefined) body.push(broken(parser, piece.problem));
    else body.push(parsePiece(parser, piece));
  }
}

type Tag = Exclude<Piece, { readonly is: "text" }>;

function parsePiece(parser: Parser, piece: Tag): Statement {
  const cursor = cursorAt(piece.tokens);
  const { at } = parser;
  try {
    if (piece.is === "output") {
      return { is: "output", value: whole(cursor, parseTuple), ...rangeOf(piece) };
    }
    return parseTag(parser, cursor, piece);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    parser.at = Math.max(parser.at, at);
    return broken(parser, { message: error.message, start: error.start, end: error.end });
  }
}

function whole(cursor: Cursor, parse: (cursor: Cursor) => Expression): Expression {
  const value = parse(cursor);
  // Jinja lets a colon stand behind whatever opens a block.
  takeIf(cursor, "operator", ":");
  expect(cursor, "end");
  return value;
}

/** The value of a tag that opens a block: if it cannot be read, the block still can. */
function tolerant(
  parser: Parser,
  cursor: Cursor,
  parse: (cursor: Cursor) => Expression,
): Expression {
  try {
    return parse(cursor);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { message, start, end } = error;
    parser.problems.push({ message, start, end });
    cursor.at = cursor.tokens.length;
    return { is: "broken", message, start, end };
  }
}

function parseTag(parser: Parser, cursor: Cursor, piece: Range): Statement {
  const word = expect(cursor, "name").text;
  const { tags } = parser;
  if (word === "macro" || tags.macros.has(word)) return macroStatement(parser, cursor, piece, word);
  if (tags.blocks.has(word)) return blockStatement(parser, cursor, piece, word);
  if (tags.skipped.has(word)) return skippedStatement(parser, piece, word);
  const parse = Object.hasOwn(parsers, word) ? parsers[word] : undefined;
  if (parse === undefined) {
    throw new Unreadable(`unknown tag ${word}`, peek(cursor, -1));
  }
  return parse(parser, cursor, piece);
}

type ParseStatement = (parser: Parser, cursor: Cursor, piece: Range) => Statement;

const parsers: Readonly<Record<string, ParseStatement>> = {
  if: ifStatement,
  for: forStatement,
  set: setStatement,
  do: (_, cursor, piece) => ({ is: "do", value: whole(cursor, parseTuple), ...rangeOf(piece) }),
  call: callStatement,
  filter: filterStatement,
  with: withStatement,
  break: (_, _cursor, piece) => ({ is: "break", ...rangeOf(piece) }),
  continue: (_, _cursor, piece) => ({ is: "continue", ...rangeOf(piece) }),
};

interface Block {
  readonly body: readonly Statement[];
  /** The word that ended it: an `end…` is taken, an `else` or `elif` is left; undefined for neither. */
  readonly closedBy: string | undefined;
}

/** The statements of a block; that it is not closed is a problem at its opening tag. */
function blockOf(parser: Parser, piece: Range, until: readonly string[]): Block {
  if (parser.depth >= nestingMax) {
    throw new Unreadable(`blocks are nested more than ${nestingMax} levels deep`, piece);
  }
  parser.depth += 1;
  const body = parseBody(parser);
  parser.depth -= 1;
  const close = parser.pieces[parser.at];
  const word = close === undefined ? "" : wordOf(close);
  if (!until.includes(word)) {
    const message = `the block is not closed with ${until.at(-1)}`;
    parser.problems.push({ message, ...rangeOf(piece) });
    return { body, closedBy: undefined };
  }
  if (word.startsWith("end")) parser.at += 1;
  return { body, closedBy: word };
}

const condition = (cursor: Cursor): Expression => whole(cursor, parseTuple);

function ifStatement(parser: Parser, cursor: Cursor, piece: Range): Statement {
  const branches: Branch[] = [];
  let when: Expression | undefined = tolerant(parser, cursor, condition);
  for (;;) {
    const until = when === undefined ? ["endif"] : ["elif", "else", "endif"];
    const { body, closedBy } = blockOf(parser, piece, until);
    branches.push({ when, body });
    const next = parser.pieces[parser.at];
    if ((closedBy !== "elif" && closedBy !== "else") || next?.is !== "tag") break;
    parser.at += 1;
    when = closedBy === "else" ? undefined : tolerant(parser, cursorAt(next.tokens, 1), condition);
  }
  return { is: "if", branches, ...rangeOf(piece) };
}

function forStatement(parser: Parser, cursor: Cursor, piece: Range): Statement {
  const target = targetOf(cursor);
  expect(cursor, "name", "in");
  const over = tolerant(parser, cursor, parseIterated);
  const when = takeIf(cursor, "name", "if") ? tolerant(parser, cursor, parseExpression) : undefined;
  const { body, closedBy } = blockOf(parser, piece, ["else", "endfor"]);
  if (closedBy !== "else") {
    return { is: "for", target, over, when, body, otherwise: [], ...rangeOf(piece) };
  }
  parser.at += 1;
  const otherwise = blockOf(parser, piece, ["endfor"]).body;
  return { is: "for", target, over, when, body, otherwise, ...rangeOf(piece) };
}

/** What a loop runs over: its `if` filters elements and is no choice. */
function parseIterated(cursor: Cursor): Expression {
  const start = cursor.at;
  const depths = { round: 0 };
  for (let at = start; at < cursor.tokens.length; at += 1) {
    const token = cursor.tokens[at];
    if (token === undefined) break;
    if (token.is === "operator" && /^[([{]$/u.test(token.text)) depths.round += 1;
    if (token.is === "operator" && /^[)\]}]$/u.test(token.text)) depths.round -= 1;
    const isEnd = token.is === "name" && (token.text === "if" || token.text === "recursive");
    if (depths.round > 0 || !isEnd) continue;
    const stop = { ...token, is: "end", text: "" } as const;
    const part = cursorAt([...cursor.tokens.slice(start, at), stop]);
    const value = whole(part, parseTuple);
    cursor.at = at;
    return value;
  }
  return parseTuple(cursor);
}

function setStatement(parser: Parser, cursor: Cursor, piece: Range): Statement {
  const target = targetOf(cursor);
  if (takeIf(cursor, "operator", "=")) {
    return { is: "set", target, value: whole(cursor, parseTuple), ...rangeOf(piece) };
  }
  const { start, end } = piece;
  let filters: Expression = { is: "name", name: "", start, end };
  while (takeIf(cursor, "operator", "|")) filters = parseFilter(cursor, filters);
  expect(cursor, "end");
  return {
    is: "capture",
    target,
    filters,
    body: blockOf(parser, piece, ["endset"]).body,
    start,
    end,
  };
}

function callStatement(parser: Parser, cursor: Cursor, piece: Range): Statement {
  const parameters = isAt(cursor, "operator", "(") ? parametersOf(cursor) : [];
  const value = tolerant(parser, cursor, (at) => whole(at, parseExpression));
  const body = blockOf(parser, piece, ["endcall"]).body;
  return { is: "call", parameters, value, body, ...rangeOf(piece) };
}

function filterStatement(parser: Parser, cursor: Cursor, piece: Range): Statement {
  const { start, end } = piece;
  let value = parseFilter(cursor, { is: "name", name: "", start, end });
  while (takeIf(cursor, "operator", "|")) value = parseFilter(cursor, value);
  return { is: "filter", value, body: blockOf(parser, piece, ["endfilter"]).body, start, end };
}

function withStatement(parser: Parser, cursor: Cursor, piece: Range): Statement {
  const names: (readonly [string, Expression])[] = [];
  while (isAt(cursor, "name")) {
    const name = expect(cursor, "name").text;
    expect(cursor, "operator", "=");
    names.push([name, parseExpression(cursor)]);
    if (!takeIf(cursor, "operator", ",")) break;
  }
  return { is: "with", names, body: blockOf(parser, piece, ["endwith"]).body, ...rangeOf(piece) };
}

function macroStatement(parser: Parser, cursor: Cursor, piece: Range, tag: string): Statement {
  const name = expect(cursor, "name").text;
  const parameters = isAt(cursor, "operator", "(") ? parametersOf(cursor) : [];
  const body = blockOf(parser, piece, [`end${tag}`]).body;
  return { is: "macro", tag, name, parameters, body, ...rangeOf(piece) };
}

function blockStatement(parser: Parser, cursor: Cursor, piece: Range, tag: string): Statement {
  const name = expect(cursor, "name").text;
  return {
    is: "block",
    tag,
    name,
    body: blockOf(parser, piece, [`end${tag}`]).body,
    ...rangeOf(piece),
  };
}

function skippedStatement(parser: Parser, piece: Range, tag: string): Statement {
  while (parser.at < parser.pieces.length) {
    const inner = parser.pieces[parser.at];
    parser.at += 1;
    if (inner !== undefined && wordOf(inner) === `end${tag}`) break;
  }
  return { is: "block", tag, name: "", body: [], ...rangeOf(piece) };
}
