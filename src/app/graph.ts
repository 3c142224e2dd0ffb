import { Failure } from "../base/failure.ts";
import { counted, nearest } from "../base/text.ts";
import { diffSnapshots } from "../lineage/diff.ts";
import { viewOf, type ViewOptions } from "../lineage/view.ts";
import { comparedGraph, type Drawable } from "../lineage/view-change.ts";
import type { GraphView } from "../model/graph-view.ts";
import { assetKinds, type AssetKind } from "../model/kinds.ts";
import { headOf } from "./head.ts";
import type { Host } from "./host.ts";
import { assetNamed } from "./named.ts";
import { readSides, sidesOf, type ReviewOptions } from "./review.ts";
import type { ReadState } from "./snapshots.ts";
import type { OpenTree } from "./texts.ts";

export interface GraphOptions {
  /** An id, a `namespace/name`, a key or a bare name. */
  readonly asset?: string | undefined;
  readonly depth?: string | undefined;
  readonly up?: boolean | undefined;
  readonly down?: boolean | undefined;
  /** Lists of words, separated by commas. */
  readonly kind?: string | undefined;
  readonly tag?: string | undefined;
  readonly columns?: boolean | undefined;
  /** Only what differs from the base, and what that reaches. */
  readonly change?: boolean | undefined;
}

/** What a graph is taken from. */
export interface Drawn {
  readonly head: ReadState;
  /** The trees that its places point into, the head first. */
  readonly trees: readonly OpenTree[];
  readonly drawable: Drawable;
}

/** The graph of the head, or of base and head compared where a base is given or changes are asked for. */
export async function drawableOf(
  host: Host,
  options: ReviewOptions & Pick<GraphOptions, "change">,
): Promise<Drawn> {
  if (options.base === undefined && options.change !== true) {
    const head = await headOf(host, options);
    return { head, trees: [head], drawable: head.snapshot };
  }
  const sides = await sidesOf(host, options);
  const { base, head } = await readSides(host, sides);
  const snapshots = { base: base.snapshot, head: head.snapshot };
  const changes = diffSnapshots(snapshots.base, snapshots.head);
  const drawable = comparedGraph(snapshots, changes, sides.base.label);
  return { head, trees: [head, base], drawable };
}

/**
 * The graph to draw: all, what lies around one asset, or what changes.
 *
 * @throws Failure USAGE for a depth that is none or counts from nothing, or a kind that there is not
 */
export function graphView(drawable: Drawable, options: GraphOptions): GraphView {
  const { asset, kind, tag } = options;
  const depth = options.depth === undefined ? undefined : depthOf(options.depth);
  refuseLoose(options);
  const direction = options.up === options.down ? undefined : options.up === true ? "up" : "down";
  return viewOf(drawable, {
    ...(asset !== undefined && { focus: assetNamed(drawable, asset).id }),
    ...(depth !== undefined && { depth }),
    ...(direction !== undefined && { direction }),
    ...(kind !== undefined && { kinds: kindsOf(kind) }),
    ...(tag !== undefined && { tags: wordsOf(tag) }),
    changed: options.change === true,
    columns: options.columns === true,
  } satisfies ViewOptions);
}

/** More than this is no picture any more, and takes minutes to open. */
const drawnMax = { nodes: 5000, edges: 25_000 };

/** @throws Failure USAGE for a view that is too large to be drawn with places */
export function refuseLarge({ nodes, edges }: Pick<GraphView, "nodes" | "edges">): void {
  if (nodes.length <= drawnMax.nodes && edges.length <= drawnMax.edges) return;
  throw new Failure(
    "USAGE",
    `${counted(nodes.length, "asset")} and ${counted(edges.length, "edge")} are too many for one picture`,
    "name an asset, or narrow it with --depth, --kind, --tag or --change; dot and json have no limit",
  );
}

/** Options that count from an asset, without one. */
function refuseLoose({ asset, change, depth, up, down }: GraphOptions): void {
  if (asset !== undefined) return;
  const loose = [
    ...(depth !== undefined && change !== true ? ["--depth"] : []),
    ...(up === true ? ["--up"] : []),
    ...(down === true ? ["--down"] : []),
  ];
  const [first] = loose;
  if (first === undefined) return;
  const sample = first === "--depth" ? "--depth 2" : first;
  throw new Failure(
    "USAGE",
    `${first} needs an asset to count from`,
    `lineagectl graph ASSET ${sample}`,
  );
}

function wordsOf(list: string): readonly string[] {
  return list
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

function kindsOf(list: string): ReadonlySet<AssetKind> {
  return new Set(
    wordsOf(list).map((word) => {
      const kind = assetKinds.find((one) => one === word);
      if (kind !== undefined) return kind;
      const near = nearest(word, assetKinds);
      const hint = near === undefined ? `one of ${assetKinds.join(", ")}` : `did you mean ${near}?`;
      throw new Failure("USAGE", `--kind does not know "${word}"`, hint);
    }),
  );
}

function depthOf(text: string): number {
  if (/^[1-9]\d{0,5}$/u.test(text)) return Number(text);
  throw new Failure("USAGE", `--depth ${text} is no number of steps`, "1 or more");
}
