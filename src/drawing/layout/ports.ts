import { grouped } from "../../base/group.ts";
import type { Columns } from "./columns.ts";
import type { Box, Link } from "./shape.ts";

/** Between two links at one side of a box, in pixels, where there is room. */
const stepMax = 10;
const edgeMin = 8;

/** Where each link leaves its source and enters its target, as heights. */
export interface Ports {
  readonly start: readonly number[];
  readonly end: readonly number[];
}

/** Links that share a side of a box meet it one below the other, in the order of where they come from. */
export function portsOf(
  columns: Columns,
  boxes: readonly Box[],
  { links, middles }: { readonly links: readonly Link[]; readonly middles: readonly number[] },
): Ports {
  const first = (link: number, to: number): number => columns.stops[link]?.[0] ?? to;
  const last = (link: number, from: number): number => columns.stops[link]?.at(-1) ?? from;
  const leaving = links.map(({ from, to }, link) => ({ box: from, link, other: first(link, to) }));
  const entering = links.map(({ from, to }, link) => ({ box: to, link, other: last(link, from) }));
  return {
    start: spread(leaving, boxes, middles),
    end: spread(entering, boxes, middles),
  };
}

interface Meeting {
  readonly box: number;
  readonly link: number;
  readonly other: number;
}

function spread(
  meetings: readonly Meeting[],
  boxes: readonly Box[],
  middles: readonly number[],
): readonly number[] {
  const heights: number[] = [];
  for (const [box, met] of grouped(meetings, (one) => one.box)) {
    const { height, port } = boxes[box] ?? { height: 0, port: 0 };
    const reach = Math.min(port, height - port) - edgeMin;
    const step = met.length < 2 ? 0 : Math.min(stepMax, (2 * reach) / (met.length - 1));
    const sorted = met.toSorted(
      (a, b) => (middles[a.other] ?? 0) - (middles[b.other] ?? 0) || a.link - b.link,
    );
    const wanted = sorted.map(({ other }, at) => {
      const away = (middles[other] ?? 0) - (middles[box] ?? 0);
      // What comes straight stays straight.
      return Math.abs(away) <= reach ? away : (at - (sorted.length - 1) / 2) * step;
    });
    const offsets = apart(wanted, { step, reach });
    sorted.forEach(({ link }, at) => {
      heights[link] = Math.round((middles[box] ?? 0) + (offsets[at] ?? 0));
    });
  }
  return heights;
}

/** The wanted offsets, moved until each is a step from the next and all are within reach. */
function apart(
  wanted: readonly number[],
  { step, reach }: { readonly step: number; readonly reach: number },
): readonly number[] {
  const offsets = [...wanted];
  offsets.forEach((offset, at) => {
    offsets[at] = Math.max(offset, at === 0 ? -reach : (offsets[at - 1] ?? 0) + step);
  });
  for (let at = offsets.length - 1; at >= 0; at -= 1) {
    const limit = at === offsets.length - 1 ? reach : (offsets[at + 1] ?? 0) - step;
    offsets[at] = Math.min(offsets[at] ?? 0, limit);
  }
  return offsets;
}
