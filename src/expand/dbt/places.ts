import type { RepoPath } from "../../base/path.ts";
import type { Place } from "../../diagnostic/place.ts";
import type { RelatedPlace } from "../../diagnostic/diagnostic.ts";
import type { Spot } from "../../jinja/value.ts";
import type { Node } from "./nodes.ts";
import { repoPath } from "../../base/path.ts";

/** Where something came up in the node's own file; of a YAML snapshot, where it says so. */
export function placeIn(node: Node, trail: readonly Spot[]): Place {
  const [spot] = trail;
  if (node.relation !== undefined) return node.relation.place;
  if (spot === undefined || spot.template !== node.path) return node.place;
  return { in: "range", path: node.path, start: spot.start, end: spot.end };
}

/** The steps into macros. */
export function macroPlaces(trail: readonly Spot[]): readonly RelatedPlace[] {
  return trail.slice(1).flatMap((spot): RelatedPlace[] => {
    const path: RepoPath | undefined = repoPath(spot.template);
    if (path === undefined || !path.endsWith(".sql")) return [];
    const { start, end } = spot;
    return [{ message: "in this macro", place: { in: "range", path, start, end } }];
  });
}
