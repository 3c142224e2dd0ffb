import { tagTokens, type Token } from "./tokens.ts";
import type { Problem, Range } from "./tree.ts";

/** A template cut at its delimiters; comments are gone. */
export type Piece =
  | (Range & { readonly is: "text" })
  | (Range & {
      readonly is: "output" | "tag";
      readonly tokens: readonly Token[];
      readonly problem?: Problem;
    });

const opening = /\{[{%#]/gu;
const rawEnd = /\{%([-+]?)\s*endraw\s*([-+]?)%\}/gu;

/**
 * The pieces of a template, with Jinja's white space control applied: a minus inside a delimiter
 * takes the white space of the neighbouring text away.
 */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let trims = false;
  const addText = (start: number, end: number, trimsEnd: boolean): void => {
    const from = trims ? skipSpace(text, start, end) : start;
    const to = trimsEnd ? dropSpace(text, from, end) : end;
    if (to > from) pieces.push({ is: "text", start: from, end: to });
  };
  for (;;) {
    opening.lastIndex = at;
    const found = opening.exec(text);
    if (found === null) break;
    addText(at, found.index, text[found.index + 2] === "-");
    const cut = cutAt(text, found.index);
    ({ end: at, trims } = cut);
    if (cut.raw !== undefined) {
      addText(at, cut.raw.start, cut.raw.trimsBefore);
      ({ end: at, trims } = cut.raw);
    } else if (cut.piece !== undefined) pieces.push(cut.piece);
  }
  addText(at, endOf(text), false);
  return pieces;
}

/** Jinja drops one line end at the end of a template. */
function endOf(text: string): number {
  if (text.endsWith("\r\n")) return text.length - 2;
  return text.endsWith("\n") ? text.length - 1 : text.length;
}

/** What begins with a delimiter. */
interface Cut {
  readonly end: number;
  /** Whether the white space behind it is dropped. */
  readonly trims: boolean;
  /** Undefined for a comment. */
  readonly piece?: Piece;
  readonly raw?: RawBlock;
}

function cutAt(text: string, start: number): Cut {
  const kind = text[start + 1];
  const inner = start + (/[-+]/u.test(text[start + 2] ?? "") ? 3 : 2);
  if (kind === "#") return comment(text, start, inner);
  const { end, trims, tokens, problem } = tagTokens(text, inner, kind === "{" ? "}}" : "%}");
  if (kind === "%" && isWord(tokens[0], "raw")) return { end, trims, raw: rawBlock(text, end) };
  const is = kind === "{" ? "output" : "tag";
  return { end, trims, piece: { is, start, end, tokens, ...(problem && { problem }) } };
}

function comment(text: string, start: number, inner: number): Cut {
  const close = text.indexOf("#}", inner);
  if (close >= 0) return { end: close + 2, trims: close > inner && text[close - 1] === "-" };
  const end = text.length;
  return {
    end,
    trims: false,
    piece: { is: "tag", start, end, tokens: [], problem: unended(start) },
  };
}

function unended(start: number): Problem {
  return { message: "the comment is not closed with #}", start, end: start + 2 };
}

interface RawBlock extends Range {
  readonly trims: boolean;
  readonly trimsBefore: boolean;
}

/** The end tag of a raw block; one that is never ended goes to the end of the text. */
function rawBlock(text: string, from: number): RawBlock {
  rawEnd.lastIndex = from;
  const found = rawEnd.exec(text);
  if (found === null) {
    return { start: text.length, end: text.length, trims: false, trimsBefore: false };
  }
  const end = found.index + found[0].length;
  return { start: found.index, end, trims: found[2] === "-", trimsBefore: found[1] === "-" };
}

function isWord(token: Token | undefined, text: string): boolean {
  return token?.is === "name" && token.text === text;
}

function skipSpace(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && /\s/u.test(text[at] ?? "")) at += 1;
  return at;
}

function dropSpace(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/u.test(text[at - 1] ?? "")) at -= 1;
  return at;
}
