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
  const { documents, ...rest } = composeStream(text, schema);
  const moved = documents.some(isFaulty) ? indented(text) : undefined;
  const others = moved === undefined ? [] : composeStream(moved.text, schema).documents;
  return {
    ...rest,
    documents: documents.map((document, index) => {
      const other = others.length === documents.length ? others[index] : undefined;
      return moved === undefined || other === undefined || !isFaulty(document) || isFaulty(other)
        ? { document }
        : { document: other, moved: within(other, moved) };
    }),
  };
}

function within({ range }: Document.Parsed, { before, moved }: Indented): Moved {
  const [start, , end] = range.map(before);
  const values = moved.filter((value) => value.start >= (start ?? 0) && value.end <= (end ?? 0));
  return { original: before, values };
}

function isFaulty({ errors }: Document.Parsed): boolean {
  return errors.length > 0;
}
