import { Failure } from "../base/failure.ts";
import { nearest } from "../base/text.ts";
import type { Place } from "../diagnostic/place.ts";
import { erasureOf } from "../lineage/erasure.ts";
import { trace } from "../lineage/trace.ts";
import { pseudonymousTag } from "../lineage/masking.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Erasure, Spot, Trace, TraceHop, TraceQuestion } from "../model/trace.ts";
import { assetNamed, columnNamed, spotNamed } from "./named.ts";
import { smallestGroupIn } from "./policy.ts";
import type { ReadState } from "./snapshots.ts";

export interface TraceRequest {
  /** `ASSET` or `ASSET#column`, as `spotNamed` reads it. */
  readonly asset: string;
  readonly direction: "up" | "down";
  readonly to?: string | undefined;
  readonly why?: string | undefined;
  /** Most paths to show; 20 where it is not given. */
  readonly paths?: string | undefined;
}

type TracedState = Pick<ReadState, "snapshot" | "settings">;

/**
 * The ways that answer the request.
 *
 * @throws Failure ASSET_UNKNOWN for an asset, column or target that is not there, USAGE for a tag
 *   that nothing bears or a number that is none
 */
export function traceIn({ snapshot, settings }: TracedState, request: TraceRequest): Trace {
  const focus = spotNamed(snapshot, request.asset);
  const question = questionOf(snapshot, request);
  if (
    question.asks === "to" &&
    question.target.asset === focus.asset &&
    question.target.column === focus.column
  )
    throw new Failure("USAGE", `${request.asset} is where the trace starts`, "--to names another");
  const options = { limit: limitOf(request.paths), smallestGroup: smallestGroupIn({ settings }) };
  return trace(snapshot, { focus, question }, options);
}

function questionOf(snapshot: Snapshot, { to, why, direction }: TraceRequest): TraceQuestion {
  if (to !== undefined) return { asks: "to", target: spotNamed(snapshot, to) };
  if (why !== undefined) return { asks: "why", tag: knownTag(snapshot, why) };
  return { asks: direction };
}

/** A tag that something of the tree bears, or the one that masking makes. */
function knownTag({ assets }: Snapshot, text: string): string {
  const tags = new Set([
    ...assets.flatMap((asset) => [
      ...asset.tags.map(({ value }) => value),
      ...asset.columns.flatMap((column) => column.tags),
    ]),
    pseudonymousTag,
  ]);
  const found = [text, text.toLowerCase()].find((tag) => tags.has(tag));
  if (found !== undefined) return found;
  const near = nearest(text, [...tags]);
  const help = near === undefined ? undefined : `did you mean ${near}?`;
  throw new Failure("USAGE", `nothing is tagged ${text}`, help);
}

const pathsDefault = 20;

function limitOf(text: string | undefined): number {
  if (text === undefined) return pathsDefault;
  if (/^[1-9]\d{0,3}$/u.test(text)) return Number(text);
  throw new Failure("USAGE", `--paths ${text} is no number of paths`, "1 to 9999");
}

/**
 * Where the data of one subject lies.
 *
 * @throws Failure ASSET_UNKNOWN for an asset or a column that is not there
 */
export function erasureIn(
  { snapshot, settings }: TracedState,
  { asset: name, column }: { readonly asset: string; readonly column: string },
): Erasure {
  const asset = assetNamed(snapshot, name);
  const spot: Required<Spot> = { asset: asset.id, column: columnNamed(snapshot, asset, column) };
  return erasureOf(snapshot, spot, { smallestGroup: smallestGroupIn({ settings }) });
}

/** Every place that a report of the trace shows. */
export function tracePlaces({ paths, stopped, unresolved }: Trace): readonly Place[] {
  const shown = [...paths, ...stopped.paths];
  return [
    ...shown.flatMap(({ hops, masked }) => [...hops.map(hopPlace), masked?.place]),
    ...unresolved.map(({ place }) => place),
  ].filter((place) => place !== undefined);
}

function hopPlace({ place }: TraceHop): Place | undefined {
  return place;
}

/** Every place that a report of the erasure shows. */
export function erasurePlaces({ places, unresolved }: Erasure): readonly Place[] {
  return [
    ...places.flatMap(({ place, keys }) => [place, ...keys.map((key) => key.place)]),
    ...unresolved.map(({ place }) => place),
  ].filter((place) => place !== undefined);
}
