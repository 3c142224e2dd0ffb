/** What is placed: a box, in pixels. */
export interface Box {
  readonly width: number;
  readonly height: number;
  /** Where links meet it, from its upper side. */
  readonly port: number;
}

/** A line from one box to another, by their numbers. */
export interface Link {
  readonly from: number;
  readonly to: number;
  /** How much it counts to be short: 1 for what merely accompanies, more for what leads the eye. */
  readonly weight: number;
  /** Height that it takes where it passes other boxes, in pixels. */
  readonly thickness: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The way of a link, from its source to its target. */
export interface Route {
  /** First and last lie on the boxes' sides; between them pairs, one for each column that is passed. */
  readonly points: readonly Point[];
  /** Runs against the direction of the drawing, because it closes a circle. */
  readonly back: boolean;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Upper left corner of each box. */
  readonly corners: readonly Point[];
  /** One for each link. */
  readonly routes: readonly Route[];
}
