import { byCodeUnit } from "../base/compare.ts";
import { grouped } from "../base/group.ts";
import type { Place } from "../diagnostic/place.ts";
import type { Flow, Step } from "./flow.ts";
import { pseudonymous, pseudonymousTag } from "./masking.ts";

/** A tag where it is declared. */
export interface Seed {
  readonly tag: string;
  readonly node: number;
  readonly place: Place;
  readonly masked: boolean;
}

/** A tag at a node, with the step that brought it there. */
export interface Arrival {
  readonly tag: string;
  readonly node: number;
  readonly certain: boolean;
  readonly masked: boolean;
  /** Steps from its declaration. */
  readonly distance: number;
  /** Undefined at the declaration, which has a place instead, and inside an asset. */
  readonly cause: Step["cause"];
  readonly place: Place | undefined;
  readonly before: Arrival | undefined;
}

export interface Arrivals {
  at(node: number): readonly Arrival[];
}

/**
 * Spreads each tag over the flow, breadth first: for each node and tag the shortest certain way
 * there, or the shortest one where none is certain. Linear in what is reached.
 */
export function spread(flow: Flow, seeds: readonly Seed[]): Arrivals {
  const lists: (Arrival[] | undefined)[] = Array.from({ length: flow.nodes });
  const reached: (Arrival | undefined)[] = Array.from({ length: flow.nodes });
  const byTag = grouped(seeds, ({ tag }) => tag);
  const lowered: Arrival[] = [];
  const run = (starts: readonly Arrival[]): void => {
    const found = spreadOne(flow, starts, { reached, lowered });
    for (const arrival of found) {
      reached[arrival.node] = undefined;
      const list = lists[arrival.node];
      if (list === undefined) lists[arrival.node] = [arrival];
      else list.push(arrival);
    }
  };
  const tags = [...byTag.keys()].filter((tag) => tag !== pseudonymousTag).toSorted(byCodeUnit);
  for (const tag of tags) run((byTag.get(tag) ?? []).map(declared));
  // Last, when all that the others turned into it is known.
  run([...(byTag.get(pseudonymousTag) ?? []).map(declared), ...lowered]);
  return { at: (node) => lists[node] ?? [] };
}

function declared({ tag, node, place, masked }: Seed): Arrival {
  return {
    tag,
    node,
    certain: true,
    masked,
    distance: 0,
    cause: undefined,
    place,
    before: undefined,
  };
}

interface Board {
  /** The arrival of the present tag at each node; empty between two tags. */
  readonly reached: (Arrival | undefined)[];
  /** Arrivals under the lowered tag, found on the way. */
  readonly lowered: Arrival[];
}

function spreadOne(flow: Flow, starts: readonly Arrival[], board: Board): readonly Arrival[] {
  const certain = walk(
    flow,
    starts.filter((start) => start.certain),
    { ...board, only: "certain" },
  );
  const others = starts.filter((start) => !start.certain);
  return [...certain, ...walk(flow, [...certain, ...others], { ...board, only: "uncertain" })];
}

interface Pass extends Board {
  readonly only: "certain" | "uncertain";
}

/** One pass in order of distance; returns the arrivals that it adds. */
function walk(flow: Flow, starts: readonly Arrival[], pass: Pass): readonly Arrival[] {
  const levels: Arrival[][] = [];
  for (const start of starts) (levels[start.distance] ??= []).push(start);
  const added: Arrival[] = [];
  for (let distance = 0; distance < levels.length; distance += 1) {
    const level = levels[distance] ?? [];
    // Steps inside an asset have no length, so the level grows while it is walked.
    for (const arrival of level) {
      const before = pass.reached[arrival.node];
      if (before !== undefined && before !== arrival) continue;
      if (before === undefined) {
        pass.reached[arrival.node] = arrival;
        added.push(arrival);
      }
      for (const next of stepsFrom(flow, arrival, pass)) (levels[next.distance] ??= []).push(next);
    }
  }
  return added;
}

function stepsFrom(flow: Flow, arrival: Arrival, pass: Pass): readonly Arrival[] {
  const nexts: Arrival[] = [];
  const { offsets, edges } = flow.out;
  for (const number of edges.subarray(offsets[arrival.node], offsets[arrival.node + 1])) {
    const step = flow.steps[number];
    const node = flow.targets[number];
    if (step === undefined || node === undefined) continue;
    const certain = arrival.certain && step.certain;
    if (certain !== (pass.only === "certain")) continue;
    const next: Arrival = {
      tag: arrival.tag,
      node,
      certain,
      masked: arrival.masked,
      distance: arrival.distance + (step.cause === undefined ? 0 : 1),
      cause: step.cause,
      place: undefined,
      before: arrival,
    };
    if (step.masking === pseudonymous && arrival.tag !== pseudonymousTag) {
      pass.lowered.push({ ...next, tag: pseudonymousTag, masked: true });
    } else if (pass.reached[node] === undefined) nexts.push(next);
  }
  return nexts;
}
