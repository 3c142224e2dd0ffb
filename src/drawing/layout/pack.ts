import type { Point } from "./shape.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Between parts, in pixels. */
const gap = 36;
/** Width by height that a drawing of many parts grows towards. */
const proportion = 1.9;

/** Rectangles in rows, in their order: as wide as the widest, or so that the whole fits a screen. */
export function packed(sizes: readonly Size[]): Size & { readonly corners: readonly Point[] } {
  const area = sizes.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0);
  const widest = sizes.reduce((most, { width }) => Math.max(most, width), 0);
  const limit = Math.max(widest, Math.sqrt(area * proportion));
  const corners: Point[] = [];
  let [x, y, rowHeight, fullWidth] = [0, 0, 0, 0];
  for (const { width, height } of sizes) {
    if (x > 0 && x + width > limit) [x, y, rowHeight] = [0, y + rowHeight + gap, 0];
    corners.push({ x, y });
    rowHeight = Math.max(rowHeight, height);
    fullWidth = Math.max(fullWidth, x + width);
    x += width + gap;
  }
  return { width: fullWidth, height: y + rowHeight, corners };
}
