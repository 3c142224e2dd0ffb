import type { Spot } from "./value.ts";

/** A range of rendered text with where it comes from. */
export interface Segment {
  /** Half-open range of the rendered text. */
  readonly start: number;
  readonly end: number;
  /** The range of the template's text: the same characters, or the tag that made them. */
  readonly from: Spot;
  /** Whether the characters are the template's own, one by one. */
  readonly verbatim: boolean;
  /** Of what a macro wrote: the parts, counted from `start`. */
  readonly inner?: readonly Segment[];
}

/** Where an offset of rendered text comes from: in the template first, then into the macros. */
export function originOf(segments: readonly Segment[], offset: number): readonly Spot[] {
  const segment = segmentAt(segments, offset);
  if (segment === undefined) return [];
  const { from, start, verbatim, inner } = segment;
  if (verbatim) {
    const at = from.start + (offset - start);
    return [{ template: from.template, start: at, end: Math.min(at + 1, from.end) }];
  }
  return [from, ...(inner === undefined ? [] : originOf(inner, offset - start))];
}

/** Where a range of rendered text comes from in the template itself: from its first sign to its last. */
export function originOfRange(
  segments: readonly Segment[],
  start: number,
  end: number,
): Spot | undefined {
  const [first] = originOf(segments, start);
  const [last] = originOf(segments, Math.max(start, end - 1));
  if (first === undefined || last === undefined) return first ?? last;
  const from = Math.min(first.start, last.start);
  return { template: first.template, start: from, end: Math.max(first.end, last.end) };
}

/** The segment that holds the offset; the last one for the end of the text. */
function segmentAt(segments: readonly Segment[], offset: number): Segment | undefined {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return segments[low];
}
