import { Lexer } from "yaml";

/** A piece of a YAML text as the lexer cuts it; the pieces together are the text. */
export interface Lexeme {
  readonly text: string;
  /** Offset of its beginning. */
  readonly at: number;
  /** Whether it is a plain or a block scalar, in which brackets and quotes are characters. */
  readonly isText: boolean;
  /** Whether the lexer gives up the flow collections around it because of the indentation. */
  readonly isCut: boolean;
}

const documentMark = "\u0002";
const flowCutMark = "\u0018";
const scalarMark = "\u001f";

/** The pieces of the text, without the marks that the lexer puts between them. */
export function* lexemesOf(text: string): Generator<Lexeme, void> {
  let at = 0;
  let [isText, isCut] = [false, false];
  for (const lexeme of new Lexer().lex(text)) {
    const isMark = lexeme === documentMark || lexeme === flowCutMark || lexeme === scalarMark;
    if (isMark && !isText) {
      isText = lexeme === scalarMark;
      isCut ||= lexeme === flowCutMark;
      continue;
    }
    yield { text: lexeme, at, isText, isCut };
    at += lexeme.length;
    [isText, isCut] = [false, false];
  }
}
