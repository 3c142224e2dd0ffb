import type { Link } from "./shape.ts";

/** Links by their ends: the numbers of those that leave and enter each box. */
export interface Ends {
  readonly out: readonly (readonly number[])[];
  readonly into: readonly (readonly number[])[];
}

function endsOf(boxes: number, links: readonly Pick<Link, "from" | "to">[]): Ends {
  const out = Array.from({ length: boxes }, (): number[] => []);
  const into = Array.from({ length: boxes }, (): number[] => []);
  links.forEach(({ from, to }, link) => {
    out[from]?.push(link);
    into[to]?.push(link);
  });
  return { out, into };
}

/**
 * The links that close circles: those that a depth-first walk from the sources finds to lead back to
 * where it is. Without them the links have no circle.
 */
export function backLinks(boxes: number, links: readonly Link[]): ReadonlySet<number> {
  const { out, into } = endsOf(boxes, links);
  const state = new Uint8Array(boxes);
  const back = new Set<number>();
  const numbers = Array.from({ length: boxes }, (_, box) => box);
  const starts = [
    ...numbers.filter((box) => into[box]?.length === 0),
    ...numbers.filter((box) => into[box]?.length !== 0),
  ];
  for (const start of starts) if (state[start] === unmet) walk(start, { out, links, state, back });
  return back;
}

const unmet = 0;
const open = 1;
const left = 2;

interface Walk extends Pick<Ends, "out"> {
  readonly links: readonly Link[];
  readonly state: Uint8Array;
  readonly back: Set<number>;
}

function walk(start: number, { out, links, state, back }: Walk): void {
  const stack = [{ box: start, next: 0 }];
  state[start] = open;
  for (let at = stack.at(-1); at !== undefined; at = stack.at(-1)) {
    const link = out[at.box]?.[at.next];
    at.next += 1;
    if (link === undefined) {
      state[at.box] = left;
      stack.pop();
      continue;
    }
    const to = links[link]?.to ?? 0;
    if (state[to] === open) back.add(link);
    if (state[to] !== unmet) continue;
    state[to] = open;
    stack.push({ box: to, next: 0 });
  }
}

const passesMax = 8;

/**
 * The column of each box, from 0: every link leads to a later column, and links are short. First
 * each box stands as far left as its sources allow; then it moves to where its heavier links pull it.
 * The links must have no circle.
 */
export function ranksOf(boxes: number, links: readonly Link[]): readonly number[] {
  const ends = endsOf(boxes, links);
  const order = sorted(boxes, links, ends);
  const ranks = Array.from({ length: boxes }, () => 0);
  for (const box of order) ranks[box] = earliest(box, { ends, links, ranks });
  for (let pass = 0; pass < passesMax; pass += 1) {
    const turn = pass % 2 === 0 ? order.toReversed() : order;
    const moved = turn.map((box) => pulled(box, { ends, links, ranks }));
    if (!moved.includes(true)) break;
  }
  const first = ranks.reduce((least, rank) => Math.min(least, rank), Infinity);
  return ranks.map((rank) => rank - first);
}

interface Ranking {
  readonly ends: Ends;
  readonly links: readonly Link[];
  readonly ranks: number[];
}

function earliest(box: number, { ends, links, ranks }: Ranking): number {
  const before = (ends.into[box] ?? []).map((link) => ranks[links[link]?.from ?? 0] ?? 0);
  return before.reduce((most, rank) => Math.max(most, rank + 1), 0);
}

/** Moves a box to the end of its room that its links pull it to; whether it moved. */
function pulled(box: number, ranking: Ranking): boolean {
  const { ends, links, ranks } = ranking;
  const [into, out] = [ends.into[box] ?? [], ends.out[box] ?? []];
  const pull = weightOf(out, links) - weightOf(into, links);
  const rank = ranks[box] ?? 0;
  const latest = out.reduce(
    (least, link) => Math.min(least, (ranks[links[link]?.to ?? 0] ?? 0) - 1),
    Infinity,
  );
  const wanted =
    pull > 0 && latest < Infinity
      ? latest
      : pull < 0 && into.length > 0
        ? earliest(box, ranking)
        : rank;
  ranks[box] = wanted;
  return wanted !== rank;
}

function weightOf(numbers: readonly number[], links: readonly Link[]): number {
  return numbers.reduce((sum, link) => sum + (links[link]?.weight ?? 0), 0);
}

/** Boxes after all that lead to them (Kahn), in order of their numbers where links leave it open. */
function sorted(boxes: number, links: readonly Link[], { out, into }: Ends): readonly number[] {
  const waiting = into.map((numbers) => numbers.length);
  const order = Array.from({ length: boxes }, (_, box) => box).filter((box) => waiting[box] === 0);
  for (const box of order) {
    for (const link of out[box] ?? []) {
      const to = links[link]?.to ?? 0;
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) order.push(to);
    }
  }
  return order;
}
