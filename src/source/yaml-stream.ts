import {
  Composer,
  Lexer,
  Parser,
  YAMLParseError,
  type Document,
  type Schema,
  type YAMLError,
} from "yaml";
import { limits } from "./limits.ts";

export interface YamlStream {
  readonly documents: readonly Document.Parsed[];
  /** Errors outside every document. */
  readonly strays: readonly YAMLError[];
  /** Where reading stopped because a limit was passed, and which one. */
  readonly cut?: {
    readonly offset: number;
    readonly limit: "depth" | "tokens" | "documents" | "directives" | "errors";
  };
}

/** Document, and the scalar or alias on top of the collections. */
const stackMax = limits.depth + 2;
/** A %YAML and a %TAG line for each document. */
const directivesMax = 2 * limits.documents;

type Counts = Record<"tokens" | "error" | "directive", number>;

/**
 * Composes the documents of a YAML stream, token by token, so that limits are seen before they hurt:
 * the stack of open collections is looked at before anything recurses into it. Documents that were
 * complete before a limit was passed are returned. Keys are not compared here: that takes the
 * library quadratic time.
 */
export function composeStream(text: string, schema: Schema): YamlStream {
  // A broken file has an error a line, and nobody asks where in the library each was made: without
  // its stack an error costs a tenth.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return composed(text, schema);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function composed(text: string, schema: Schema): YamlStream {
  const parser = new Parser();
  const composer = new Composer({
    schema,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const documents: Document.Parsed[] = [];
  const counts: Counts = { tokens: 0, error: 0, directive: 0 };
  let cut: YamlStream["cut"];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === "error" || token.type === "directive") counts[token.type] += 1;
      for (const document of composer.next(token)) documents.push(document);
    }
    counts.tokens += 1;
    const limit = passed(parser.stack.length, documents.length, counts);
    if (limit !== undefined) {
      cut = { offset: parser.offset, limit };
      break;
    }
  }
  const rest = cut === undefined ? parser.end() : [];
  for (const document of composer.compose(rest)) documents.push(document);
  const surplus = documents[limits.documents];
  if (surplus !== undefined) cut = { offset: surplus.range[0], limit: "documents" };
  return {
    documents: documents.slice(0, limits.documents),
    strays: [...composer.streamInfo().errors, ...unused(documents.length, counts.directive)],
    ...(cut !== undefined && { cut }),
  };
}

const noDocument = new YAMLParseError(
  [0, 1],
  "MISSING_CHAR",
  "a line with % begins a document, and none follows",
);

/** Directives that belong to no document: the file says nothing, and not on purpose. */
function unused(documents: number, directives: number): readonly YAMLError[] {
  return documents === 0 && directives > 0 ? [noDocument] : [];
}

function passed(
  depth: number,
  documents: number,
  counts: Readonly<Counts>,
): NonNullable<YamlStream["cut"]>["limit"] | undefined {
  if (depth > stackMax) return "depth";
  if (documents > limits.documents) return "documents";
  if (counts.tokens > limits.tokens) return "tokens";
  if (counts.directive > directivesMax) return "directives";
  return counts.error > limits.problems ? "errors" : undefined;
}
