import { pathsCounted } from "../model/trace.ts";

/** One step to another node. */
export interface Way<S> {
  readonly to: number;
  readonly step: S;
  /** Whether a path that takes it ends with it. */
  readonly last?: boolean;
}

/** Where paths may run: nodes are numbers, the ways from one are in the order of the answer. */
export interface Network<S> {
  ways(node: number): readonly Way<S>[];
}

export interface Path<S> {
  readonly start: number;
  readonly ways: readonly Way<S>[];
}

export interface Paths<S> {
  /** Shorter ones tend to come first. */
  readonly paths: readonly Path<S>[];
  /** Number of all paths, at most `pathsCounted`. */
  readonly total: number;
  /** Steps that would close a circle and are left out. */
  readonly circles: number;
}

export interface PathOptions {
  /** Where paths end; without it they end where nothing goes on. */
  readonly goal?: ReadonlySet<number> | undefined;
  /** Most paths to return. */
  readonly limit: number;
}

/** Most steps of all returned paths together: what bounds the size of an answer. */
const stepsMax = 20_000;

/**
 * The paths from the starts to the goal. They are counted before they are walked, in time linear in
 * what is reached, so that an estate with 2^60 paths answers as quickly as any. A step back onto the
 * way that leads to it is left out: it would close a circle.
 */
export function pathsFrom<S>(
  network: Network<S>,
  starts: readonly number[],
  { goal, limit }: PathOptions,
): Paths<S> {
  const map: Explored<S> = { network, goal, onward: new Map(), circles: 0 };
  for (const start of starts) explore(map, start);
  const countOf = (start: number): number => map.onward.get(start)?.paths ?? 0;
  const paths: Path<S>[] = [];
  let steps = 0;
  for (const start of starts.filter((node) => countOf(node) > 0)) {
    for (const ways of walks(map, start)) {
      if (paths.length >= limit || (steps > stepsMax && paths.length > 0)) break;
      paths.push({ start, ways });
      steps += ways.length;
    }
  }
  const total = starts.reduce((sum, start) => sum + countOf(start), 0);
  return { paths, total: Math.min(total, pathsCounted), circles: map.circles };
}

/** What is known of a node when all behind it is. */
interface Onward<S> {
  /** Ways that lead to an end and close no circle, the nearest end first. */
  readonly ways: readonly Way<S>[];
  /** Number of paths from here to an end. */
  readonly paths: number;
  /** Steps to the nearest end. */
  readonly distance: number;
}

interface Explored<S> {
  readonly network: Network<S>;
  readonly goal: ReadonlySet<number> | undefined;
  readonly onward: Map<number, Onward<S>>;
  circles: number;
}

interface Frame<S> {
  readonly node: number;
  readonly ways: readonly Way<S>[];
  readonly kept: Way<S>[];
  next: number;
}

/** Depth first, with a stack of its own: a chain of jobs may be longer than the engine's. */
function explore<S>(map: Explored<S>, start: number): void {
  if (map.onward.has(start)) return;
  const { network, goal, onward } = map;
  const open = new Set<number>();
  const enter = (node: number): Frame<S> => {
    open.add(node);
    return { node, ways: goal?.has(node) === true ? [] : network.ways(node), kept: [], next: 0 };
  };
  const stack = [enter(start)];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const way = frame.ways[frame.next];
    frame.next += 1;
    if (way === undefined) {
      onward.set(frame.node, summed(map, frame));
      open.delete(frame.node);
      stack.pop();
    } else if (way.last !== true && open.has(way.to)) map.circles += 1;
    else {
      frame.kept.push(way);
      if (way.last !== true && !onward.has(way.to)) stack.push(enter(way.to));
    }
  }
}

function summed<S>({ goal, onward }: Explored<S>, { node, kept }: Frame<S>): Onward<S> {
  const behind = ({ to, last }: Way<S>): Pick<Onward<S>, "paths" | "distance"> => {
    if (last !== true) return onward.get(to) ?? nowhere;
    return goal?.has(to) === false ? nowhere : here;
  };
  if (goal === undefined ? kept.length === 0 : goal.has(node)) return { ...here, ways: [] };
  const leading = kept.filter((way) => behind(way).paths > 0);
  return {
    ways: leading.toSorted((a, b) => behind(a).distance - behind(b).distance),
    paths: leading.reduce((sum, way) => Math.min(sum + behind(way).paths, pathsCounted), 0),
    distance: leading.reduce((least, way) => Math.min(least, behind(way).distance + 1), Infinity),
  };
}

const nowhere = { paths: 0, distance: Infinity } as const;
const here = { paths: 1, distance: 0 } as const;

/** Each path from the node, one after another: every step taken leads to an end. */
function* walks<S>({ onward }: Explored<S>, start: number): Generator<readonly Way<S>[]> {
  const taken: Way<S>[] = [];
  const stack: { readonly ways: readonly Way<S>[]; next: number }[] = [];
  const enter = (node: number): boolean => {
    const ways = onward.get(node)?.ways ?? [];
    if (ways.length > 0) stack.push({ ways, next: 0 });
    return ways.length > 0;
  };
  if (!enter(start)) yield [];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const way = frame.ways[frame.next];
    frame.next += 1;
    if (way === undefined) {
      stack.pop();
      taken.pop();
      continue;
    }
    taken.push(way);
    if (way.last === true || !enter(way.to)) {
      yield [...taken];
      taken.pop();
    }
  }
}
