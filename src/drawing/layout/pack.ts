import type { Point } from "./shape.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Between parts, in pixels. */
const gap = 36;
/** Width by height that a drawing of many parts grows towards. */
const proportion = 1.9;

/**
 * Rectangles in rows, in their order, as wide as the widest or so that the whole fits a screen. What
 * is lower than its row is filled up from below: small parts stand in stacks beside a large one.
 */
export function packed(sizes: readonly Size[]): Size & { readonly corners: readonly Point[] } {
  const area = sizes.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0);
  const widest = sizes.reduce((most, { width }) => Math.max(most, width), 0);
  const limit = Math.max(widest, Math.sqrt(area * proportion));
  const corners: Point[] = [];
  let row = { y: 0, height: 0 };
  let stack = { x: 0, width: 0, bottom: 0 };
  let fullWidth = 0;
  for (const { width, height } of sizes) {
    const below = stack.bottom + gap;
    const fitsBelow =
      stack.bottom > row.y && width <= stack.width && below + height <= row.y + row.height;
    if (fitsBelow) {
      corners.push({ x: stack.x, y: below });
      stack = { x: stack.x, width: stack.width, bottom: below + height };
      continue;
    }
    const x = stack.width === 0 ? 0 : stack.x + stack.width + gap;
    if (x > 0 && x + width > limit) row = { y: row.y + row.height + gap, height: 0 };
    const left = row.height === 0 ? 0 : x;
    corners.push({ x: left, y: row.y });
    stack = { x: left, width, bottom: row.y + height };
    row = { y: row.y, height: Math.max(row.height, height) };
    fullWidth = Math.max(fullWidth, left + width);
  }
  return { width: fullWidth, height: row.y + row.height, corners };
}
