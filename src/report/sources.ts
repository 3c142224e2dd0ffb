import type { Place } from "../diagnostic/place.ts";
import { codeFrame, type FrameLine } from "../source/frame.ts";
import { lineIndexOf, positionAt, type LineIndex } from "../source/lines.ts";
import { locatorFor } from "../source/locate.ts";
import type { Span } from "../source/span.ts";

/** A place as editors know it: 1-based lines and columns, the end exclusive. */
export interface Position {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Turns places into positions and code frames; each file is parsed at most once, when first asked for. */
export interface Sources {
  /** Undefined for a place that means a file as a whole, or whose text is not at hand. */
  position(place: Place): Position | undefined;
  frame(place: Place, width: number): readonly FrameLine[];
}

interface Source {
  readonly text: string;
  readonly lines: LineIndex;
  readonly locate: (place: Place) => Span;
}

export function sourcesOf(texts: ReadonlyMap<string, string>): Sources {
  const opened = new Map<string, Source>();
  const sourceOf = (place: Place): Source | undefined => {
    const text = place.in === "file" ? undefined : texts.get(place.path);
    if (text === undefined) return undefined;
    const known = opened.get(place.path);
    if (known !== undefined) return known;
    const source = { text, lines: lineIndexOf(text), locate: locatorFor(place.path, text) };
    opened.set(place.path, source);
    return source;
  };
  return {
    position: (place) => {
      const source = sourceOf(place);
      return source && positionOf(place.path, source, source.locate(place));
    },
    frame: (place, width) => {
      const source = sourceOf(place);
      return source === undefined
        ? []
        : codeFrame(source.text, source.locate(place), { context: 1, width });
    },
  };
}

function positionOf(path: string, { lines }: Source, { start, end }: Span): Position {
  const from = positionAt(lines, start);
  const to = positionAt(lines, end);
  return { path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}
