import type { Problem, Range } from "./tree.ts";

export interface Token extends Range {
  readonly is: "name" | "text" | "integer" | "float" | "operator" | "end";
  /** The word or operator as written; of a text, what it stands for. */
  readonly text: string;
}

/** What stands between the delimiters of one tag. */
export interface TagTokens {
  /** Ends with a token `end`. */
  readonly tokens: readonly Token[];
  /** Offset behind the closing delimiter. */
  readonly end: number;
  /** Whether white space behind the tag is dropped. */
  readonly trims: boolean;
  readonly problem?: Problem;
}

const word = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/uy;
const number = /(?:\d[\d_]*)(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/uy;
const operator = /\*\*|\/\/|==|!=|<=|>=|[-+*/%~<>=()[\]{},:.|;]/uy;

/**
 * The tokens of a tag up to its closing delimiter.
 *
 * @param from  offset behind the opening delimiter
 * @param close  `}}` or `%}`
 * @returns the tokens; of a tag that never ends, those up to the end of the text, with a problem
 */
export function tagTokens(text: string, from: number, close: string): TagTokens {
  const tokens: Token[] = [];
  let at = from;
  let problem: Problem | undefined;
  let depth = 0;
  for (;;) {
    at = spaceEnd(text, at);
    const closed = depth === 0 ? closedAt(text, at, close) : undefined;
    if (closed !== undefined)
      return { ...done(tokens, at), ...closed, ...(problem && { problem }) };
    if (at >= text.length) {
      return {
        ...done(tokens, at),
        end: at,
        trims: false,
        problem: problem ?? unclosed(from, close),
      };
    }
    const token = tokenAt(text, at);
    if (token === undefined) {
      problem ??= { message: `unexpected ${JSON.stringify(text[at])}`, start: at, end: at + 1 };
      at += 1;
      continue;
    }
    if (token.is === "operator") depth = Math.max(0, depth + nesting(token.text));
    tokens.push(token);
    at = token.end;
  }
}

function isSpace(sign: string | undefined): boolean {
  return sign !== undefined && /\s/u.test(sign);
}

function spaceEnd(text: string, start: number): number {
  let at = start;
  for (let sign = text[at]; sign === " " || sign === "\n" || isSpace(sign); sign = text[at])
    at += 1;
  return at;
}

/** The closing delimiter with its sign, where it stands. */
function closedAt(
  text: string,
  at: number,
  close: string,
): Pick<TagTokens, "end" | "trims"> | undefined {
  if (text.startsWith(close, at)) return { end: at + close.length, trims: false };
  const sign = text[at];
  if ((sign !== "-" && sign !== "+") || !text.startsWith(close, at + 1)) return undefined;
  return { end: at + 1 + close.length, trims: sign === "-" };
}

function unclosed(from: number, close: string): Problem {
  const message = `the tag is not closed with ${close}`;
  return { message, start: Math.max(0, from - 2), end: from };
}

function done(tokens: Token[], at: number): Pick<TagTokens, "tokens"> {
  return { tokens: [...tokens, { is: "end", text: "", start: at, end: at }] };
}

/** Only braces matter: `}}` may close two dicts. */
function nesting(text: string): number {
  return text === "{" ? 1 : text === "}" ? -1 : 0;
}

function tokenAt(text: string, start: number): Token | undefined {
  const sign = text[start] ?? "";
  if (sign === "'" || sign === '"') return textToken(text, start);
  if (sign >= "0" && sign <= "9") {
    const digits = matchAt(number, text, start);
    const is = /[.eE]/u.test(digits) ? "float" : "integer";
    return { is, text: digits.replaceAll("_", ""), start, end: start + digits.length };
  }
  const name = matchAt(word, text, start);
  if (name !== "") return { is: "name", text: name, start, end: start + name.length };
  const symbol = matchAt(operator, text, start);
  return symbol === ""
    ? undefined
    : { is: "operator", text: symbol, start, end: start + symbol.length };
}

/** What the sticky pattern matches there; without the arrays that a match is made of. */
function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.test(text) ? text.slice(at, pattern.lastIndex) : "";
}

function textToken(text: string, start: number): Token | undefined {
  const quote = text[start];
  let at = start + 1;
  while (at < text.length && text[at] !== quote) at += text[at] === "\\" ? 2 : 1;
  if (at >= text.length) return undefined;
  return { is: "text", text: unescaped(text.slice(start + 1, at)), start, end: at + 1 };
}

const escapes = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["b", "\b"],
  ["f", "\f"],
  ["v", "\v"],
  ["a", "\u0007"],
  ["\n", ""],
]);

/** Python's escapes; one that means nothing stays as written. */
function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replaceAll(
    /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[^])/gu,
    escaped,
  );
}

function escaped(whole: string): string {
  const known = escapes.get(whole.slice(1));
  if (known !== undefined) return known;
  if (/^\\[xuU]./u.test(whole)) return character(Number.parseInt(whole.slice(2), 16), whole);
  return /^\\\d/u.test(whole) ? character(Number.parseInt(whole.slice(1), 8), whole) : whole;
}

function character(code: number, otherwise: string): string {
  return code <= 0x10_ffff ? String.fromCodePoint(code) : otherwise;
}
