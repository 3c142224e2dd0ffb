import { renumber, type Columns } from "./columns.ts";
import { crossings, untangle } from "./crossings.ts";

/** Items to be moved in all sweeps together: large drawings get fewer of them. */
const work = 400_000;
const sweepsMin = 6;
const sweepsMax = 32;
/** Up to this many items, neighbours are also tried in the other order. */
const smallMax = 1500;

/**
 * Orders the items of each column so that few segments cross: by the mean position of what they are
 * joined to, in sweeps to and fro, of which the best is kept (Sugiyama, Tagawa, Toda 1981).
 */
export function order(columns: Columns): void {
  const size = columns.above.length;
  arrange(columns);
  const sweeps = Math.min(sweepsMax, Math.max(sweepsMin, Math.floor(work / Math.max(1, size))));
  let best = { crossed: crossings(columns), items: copied(columns) };
  for (let sweep = 0; sweep < sweeps && best.crossed > 0; sweep += 1) {
    sweepOver(columns, sweep);
    if (size <= smallMax) untangle(columns);
    const crossed = crossings(columns);
    if (crossed < best.crossed) best = { crossed, items: copied(columns) };
  }
  best.items.forEach((column, rank) => columns.items[rank]?.splice(0, column.length, ...column));
  renumber(columns);
}

function copied({ items }: Columns): readonly (readonly number[])[] {
  return items.map((column) => [...column]);
}

/** First order: as a depth-first walk from the leftmost items meets them, so that trees do not cross. */
function arrange(columns: Columns): void {
  const { items, after, before, above, position } = columns;
  const met = new Uint8Array(above.length);
  const rankOf = new Uint32Array(above.length);
  items.forEach((column, rank) => column.forEach((item) => (rankOf[item] = rank)));
  const arranged = items.map((): number[] => []);
  for (const start of items.flat()) {
    const stack = [start];
    for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
      if (met[item] === 1) continue;
      met[item] = 1;
      arranged[rankOf[item] ?? 0]?.push(item);
      const next = [...(before[item] ?? []), ...(after[item] ?? [])];
      stack.push(...next.toReversed());
    }
  }
  arranged.forEach((column, rank) => (items[rank] = column));
  renumber({ items, position });
}

function sweepOver({ items, before, after, position }: Columns, sweep: number): void {
  const forth = sweep % 2 === 0;
  // Ties keep their order in one half of the sweeps and turn it in the other, or they would stay for ever.
  const turned = sweep % 4 >= 2;
  const joined = forth ? before : after;
  const means = new Float64Array(position.length);
  const ranks = [...items.keys()];
  for (const rank of forth ? ranks.slice(1) : ranks.toReversed().slice(1)) {
    const column = items[rank] ?? [];
    for (const item of column) means[item] = meanOf(joined[item] ?? [], position);
    const sorted = byMean(turned ? column.toReversed() : column, means);
    items[rank] = sorted;
    sorted.forEach((item, at) => (position[item] = at));
  }
}

const none = -1;

function meanOf(others: readonly number[], position: readonly number[]): number {
  let sum = 0;
  for (const other of others) sum += position[other] ?? 0;
  return others.length === 0 ? none : sum / others.length;
}

/** Items that nothing joins keep their places; the others are sorted into the places that remain. */
function byMean(column: readonly number[], means: Float64Array): number[] {
  const mean = (item: number): number => means[item] ?? none;
  const sorted = column.filter((item) => mean(item) !== none).toSorted((a, b) => mean(a) - mean(b));
  let next = 0;
  return column.map((item) => {
    if (mean(item) === none) return item;
    next += 1;
    return sorted[next - 1] ?? item;
  });
}
