import type { Document, Schema } from "yaml";
import type { Span } from "./span.ts";
import { indented, type Indented } from "./yaml-indent.ts";
import { composeStream, type YamlStream } from "./yaml-stream.ts";

/** A composed document, whose offsets may be those of a text with other indentation. */
export interface Composed {
  readonly document: Document.Parsed;
  /** Undefined where the offsets are those of the file. */
  readonly moved?: Moved;
}

export interface Moved {
  /** The offset in the file for one in the document. */
  readonly original: (offset: number) => number;
  /** The values of the document whose lines stand too far to the left, in order, as offsets of the file. */
  readonly values: readonly Span[];
}

/** A stream whose documents were composed once more, with their lines indented, if they need it. */
export interface LenientStream extends Pick<YamlStream, "strays" | "cut"> {
  readonly documents: readonly Composed[];
}

/**
 * The documents of a YAML stream as libyaml and its relatives read them, which take no notice of
 * indentation inside a value (yaml-indent.ts). What YAML itself accepts is what YAML makes of it; a
 * document that is no YAML either way keeps its own errors.
 */
export function composeLenient(text: string, schema: Schema): LenientStream {
  const strict = composeStream(text, schema);
  const isSound = strict.cut === undefined && !strict.documents.some(isFaulty);
  const moved = isSound ? undefined : indented(text);
  if (moved === undefined) return unmoved(strict);
  const lenient = composeStream(moved.text, schema);
  const isBetter = lenient.cut === undefined && !lenient.documents.some(isFaulty);
  // Errors cascade: a stream with many is cut short, and one without is to be believed.
  if (!isBetter && strict.documents.length !== lenient.documents.length) return unmoved(strict);
  const documents = lenient.documents.map((document, index) =>
    chosen(strict.documents[index], document, moved),
  );
  return { ...(isBetter ? lenient : strict), documents };
}

/** The documents of a YAML stream as YAML itself has them. */
export function composeExact(text: string, schema: Schema): LenientStream {
  return unmoved(composeStream(text, schema));
}

function unmoved({ documents, ...rest }: YamlStream): LenientStream {
  return { ...rest, documents: documents.map((document) => ({ document })) };
}

function chosen(
  strict: Document.Parsed | undefined,
  lenient: Document.Parsed,
  moved: Indented,
): Composed {
  const isStrict = strict !== undefined && (!isFaulty(strict) || isFaulty(lenient));
  return isStrict ? { document: strict } : { document: lenient, moved: within(lenient, moved) };
}

function within({ range }: Document.Parsed, { before, moved }: Indented): Moved {
  const [start, , end] = range.map(before);
  const values = moved.filter((value) => value.start >= (start ?? 0) && value.end <= (end ?? 0));
  return { original: before, values };
}

function isFaulty({ errors }: Document.Parsed): boolean {
  return errors.length > 0;
}
