import { grouped } from "../../base/group.ts";
import type { Link } from "./shape.ts";

/** Boxes that links join, whatever way these point. */
export interface Part {
  readonly boxes: readonly number[];
  readonly links: readonly number[];
}

/** The connected parts, the largest first, equal ones by their first box. */
export function partsOf(boxes: number, links: readonly Link[]): readonly Part[] {
  const leader = Array.from({ length: boxes }, (_, box) => box);
  for (const { from, to } of links) join(leader, from, to);
  const linksOf = grouped(links.keys(), (link) => leaderOf(leader, links[link]?.from ?? 0));
  const boxesOf = grouped(leader.keys(), (box) => leaderOf(leader, box));
  return [...boxesOf]
    .map(([first, members]) => ({ boxes: members, links: linksOf.get(first) ?? [] }))
    .toSorted((a, b) => b.boxes.length - a.boxes.length || (a.boxes[0] ?? 0) - (b.boxes[0] ?? 0));
}

/** The smallest box of a part leads it, so that order does not depend on the links'. */
function join(leader: number[], a: number, b: number): void {
  const [one, other] = [leaderOf(leader, a), leaderOf(leader, b)];
  leader[Math.max(one, other)] = Math.min(one, other);
}

function leaderOf(leader: number[], box: number): number {
  let at = box;
  for (let next = leader[at] ?? at; next !== at; next = leader[at] ?? at) {
    // Halving the path keeps chains short.
    leader[at] = leader[next] ?? next;
    at = leader[at] ?? at;
  }
  return at;
}
