/** What part of the drawing is seen: a point of the drawing at the window's corner, and its size. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const scaleMin = 0.02;
export const scaleMax = 3;

/** The whole rectangle in the window, at most at its own size. */
export function fit(
  all: Rectangle,
  window: Pick<Rectangle, "width" | "height">,
  margin = 40,
): View {
  const scale = bounded(
    Math.min(
      (window.width - 2 * margin) / Math.max(1, all.width),
      (window.height - 2 * margin) / Math.max(1, all.height),
      1,
    ),
  );
  return {
    scale,
    x: all.x - (window.width / scale - all.width) / 2,
    y: all.y - (window.height / scale - all.height) / 2,
  };
}

/** Nearer or farther by a factor, so that one point of the window stays where it is. */
export function zoomed({ x, y, scale }: View, factor: number, at: readonly [number, number]): View {
  const next = bounded(scale * factor);
  return {
    scale: next,
    x: x + at[0] / scale - at[0] / next,
    y: y + at[1] / scale - at[1] / next,
  };
}

export function panned({ x, y, scale }: View, dx: number, dy: number): View {
  return { scale, x: x - dx / scale, y: y - dy / scale };
}

/** The rectangle in the middle of the window, near enough to be read. */
export function centred(
  { scale }: View,
  { x, y, width, height }: Rectangle,
  window: Pick<Rectangle, "width" | "height">,
): View {
  const next = bounded(Math.max(scale, 0.8));
  return {
    scale: next,
    x: x + width / 2 - window.width / next / 2,
    y: y + height / 2 - window.height / next / 2,
  };
}

function bounded(scale: number): number {
  return Math.min(scaleMax, Math.max(scaleMin, scale));
}
