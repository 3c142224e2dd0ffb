/** Half-open range of UTF-16 offsets in a file's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The span moved and cut so that it lies inside a text of that length. */
export function within(span: Span, length: number): Span {
  const start = Math.min(Math.max(0, span.start), length);
  return { start, end: Math.min(Math.max(start, span.end), length) };
}

export function movedSpan({ start, end }: Span, to: (offset: number) => number): Span {
  return { start: to(start), end: to(end) };
}
