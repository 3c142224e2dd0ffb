import type { Place } from "../diagnostic/place.ts";
import { placeKey } from "../diagnostic/place.ts";
import type { TraceHop, TracePath } from "../model/trace.ts";

/** One line of a drawing: what stands before it, and the hop. */
export interface TreeLine {
  readonly indent: string;
  /** The same for what continues the line. */
  readonly rest: string;
  readonly hop: TraceHop;
}

interface Branch {
  readonly hop: TraceHop;
  readonly below: Map<string, Branch>;
}

/** From this depth on lines keep their indent and are numbered. */
const depthMax = 16;

/** The paths as trees: what several begin with is drawn once. In the order of the paths. */
export function treeLines(
  paths: readonly TracePath[],
  { unicode }: { readonly unicode: boolean },
): readonly TreeLine[] {
  const signs = unicode
    ? { branch: "├ ", last: "└ ", line: "│ " }
    : { branch: "|- ", last: "`- ", line: "|  " };
  const gap = " ".repeat(signs.last.length);
  const lines: TreeLine[] = [];
  const stack = [...treesOf(paths).values()]
    .map((branch) => ({ branch, first: "", rest: "", depth: 0 }))
    .toReversed();
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { branch, first, rest, depth } = at;
    const below = [...branch.below.values()];
    lines.push({
      indent: depth > depthMax ? `${first}(${depth}) ` : first,
      rest: rest + (below.length > 0 && depth < depthMax ? signs.line : gap),
      hop: branch.hop,
    });
    const deeper = below.map((next, index) => {
      const last = index === below.length - 1;
      const deep = depth >= depthMax;
      const before = deep ? first : rest + (last ? signs.last : signs.branch);
      return {
        branch: next,
        first: before,
        rest: deep ? rest : rest + (last ? gap : signs.line),
        depth: depth + 1,
      };
    });
    stack.push(...deeper.toReversed());
  }
  return lines;
}

function treesOf(paths: readonly TracePath[]): ReadonlyMap<string, Branch> {
  const roots = new Map<string, Branch>();
  for (const { hops } of paths) {
    let level = roots;
    for (const hop of hops) {
      const key = keyOf(hop);
      const branch = level.get(key) ?? { hop, below: new Map<string, Branch>() };
      level.set(key, branch);
      level = branch.below;
    }
  }
  return roots;
}

function keyOf({ asset, column, via, place }: TraceHop): string {
  return [asset, column ?? "", via, placed(place)].join("\0");
}

function placed(place: Place | undefined): string {
  return place === undefined ? "" : placeKey(place);
}
