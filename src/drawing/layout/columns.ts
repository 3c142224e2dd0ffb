import type { Box, Link } from "./shape.ts";

/**
 * A drawing cut into columns: boxes, and stops where a link passes a column, all numbered alike,
 * boxes first. Between neighbouring columns run segments.
 */
export interface Columns {
  /** The items of each column, from above to below. */
  readonly items: number[][];
  /** Position of each item in its column. */
  readonly position: number[];
  /** How far each item reaches up and down from where links meet it, in pixels. */
  readonly above: readonly number[];
  readonly below: readonly number[];
  /** How many of the items are boxes. */
  readonly boxes: number;
  /** Items of the column before, and of the one after, that a segment joins to each item. */
  readonly before: readonly (readonly number[])[];
  readonly after: readonly (readonly number[])[];
  /** The stops of each link, from its source's side. */
  readonly stops: readonly (readonly number[])[];
}

/** With more stops than this, the longest links run straight across what lies between. */
const stopsMax = 25_000;

/** Cuts the links, which all lead to later columns, at each column that they pass. */
export function columnsOf(
  boxes: readonly Box[],
  links: readonly Link[],
  ranks: readonly number[],
): Columns {
  const count = ranks.reduce((most, rank) => Math.max(most, rank + 1), 0);
  const items = Array.from({ length: count }, (): number[] => []);
  const above = boxes.map(({ port }) => port);
  const below = boxes.map(({ height, port }) => height - port);
  const [before, after] = [boxes.map((): number[] => []), boxes.map((): number[] => [])];
  ranks.forEach((rank, box) => items[rank]?.push(box));
  const cut = linksToCut(links, ranks);
  const stops = links.map(({ from, to, thickness }, link) => {
    if (!cut.has(link)) return [];
    const made: number[] = [];
    let at = from;
    for (let rank = (ranks[from] ?? 0) + 1; rank < (ranks[to] ?? 0); rank += 1) {
      const stop = above.push(thickness / 2) - 1;
      below.push(thickness / 2);
      before.push([at]);
      after.push([]);
      after[at]?.push(stop);
      items[rank]?.push(stop);
      made.push(stop);
      at = stop;
    }
    after[at]?.push(to);
    before[to]?.push(at);
    return made;
  });
  const columns = {
    items,
    position: [],
    above,
    below,
    boxes: boxes.length,
    before,
    after,
    stops,
  };
  renumber(columns);
  return columns;
}

/** Notes anew where each item stands in its column. */
export function renumber({ items, position }: Pick<Columns, "items" | "position">): void {
  for (const column of items) column.forEach((item, at) => (position[item] = at));
}

function linksToCut(links: readonly Link[], ranks: readonly number[]): ReadonlySet<number> {
  const length = ({ from, to }: Link): number => (ranks[to] ?? 0) - (ranks[from] ?? 0);
  const total = links.reduce((sum, link) => sum + length(link) - 1, 0);
  if (total <= stopsMax) return new Set(links.keys());
  const shortest = [...links.entries()].toSorted(
    ([one, a], [other, b]) => length(a) - length(b) || one - other,
  );
  let stops = 0;
  const cut = shortest.filter(([, link]) => (stops += length(link) - 1) <= stopsMax);
  return new Set(cut.map(([number]) => number));
}
