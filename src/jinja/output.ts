import type { Segment } from "./source-map.ts";
import type { Spot } from "./value.ts";

/** Text that is being written, with where each part comes from. */
export interface Output {
  readonly parts: string[];
  readonly segments: Segment[];
  length: number;
}

/** Text that was written. */
export interface Mapped {
  readonly text: string;
  readonly segments: readonly Segment[];
}

export function newOutput(): Output {
  return { parts: [], segments: [], length: 0 };
}

export function append(
  output: Output,
  text: string,
  origin: { readonly from: Spot; readonly verbatim: boolean; readonly inner?: Mapped | undefined },
): void {
  if (text === "") return;
  const { from, verbatim, inner } = origin;
  const start = output.length;
  output.length += text.length;
  output.parts.push(text);
  output.segments.push({
    start,
    end: output.length,
    from,
    verbatim,
    ...(inner !== undefined && { inner: inner.segments }),
  });
}

/** Puts what was written elsewhere behind. */
export function appendMapped(output: Output, { text, segments }: Mapped): void {
  const shift = output.length;
  output.parts.push(text);
  output.length += text.length;
  for (const segment of segments) {
    output.segments.push({ ...segment, start: segment.start + shift, end: segment.end + shift });
  }
}

export function written({ parts, segments }: Output): Mapped {
  return { text: parts.join(""), segments };
}
