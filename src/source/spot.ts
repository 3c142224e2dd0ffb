import { movedSpan, type Span } from "./span.ts";

/** A value in its file: where it and its key stand, and the values inside it. */
export interface Spot {
  readonly span: Span;
  /** Undefined for a document's root and for elements of a list. */
  readonly key: Span | undefined;
  /** The member or element of that name. */
  readonly child: (step: string) => Spot | undefined;
  /** The key of the first member: where something that the value lacks is said to be missing. */
  readonly firstKey: () => Span | undefined;
}

/** The element that a pointer's step names; undefined where it names none. */
export function elementAt<T>(items: readonly T[], step: string): T | undefined {
  return /^(?:0|[1-9]\d{0,8})$/u.test(step) ? items[Number(step)] : undefined;
}

/** The same value with its places taken to other offsets. */
export function movedSpot(spot: Spot, to: (offset: number) => number): Spot {
  return {
    span: movedSpan(spot.span, to),
    key: spot.key && movedSpan(spot.key, to),
    child: (step) => {
      const inner = spot.child(step);
      return inner && movedSpot(inner, to);
    },
    firstKey: () => {
      const key = spot.firstKey();
      return key && movedSpan(key, to);
    },
  };
}
