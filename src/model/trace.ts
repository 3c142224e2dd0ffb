import type { Place } from "../diagnostic/place.ts";
import type { Via } from "./claim.ts";
import type { AssetId } from "./ids.ts";
import type { AssetKind, EdgeKind } from "./kinds.ts";
import type { Unresolved } from "./snapshot.ts";

/** An asset, or one column of it. */
export interface Spot {
  readonly asset: AssetId;
  readonly column?: string;
}

export type TraceQuestion =
  | { readonly asks: "up" }
  | { readonly asks: "down" }
  /** The ways between two spots, whichever way data runs. */
  | { readonly asks: "to"; readonly target: Spot }
  /** How the tag arrived. */
  | { readonly asks: "why"; readonly tag: string };

export interface TraceHop extends Spot {
  /** How the way came here; `start` where it begins, `tagged` where a tag is declared. */
  readonly via: "start" | "tagged" | Via | EdgeKind;
  /** False where no column lineage is declared, or the step is guessed. */
  readonly certain: boolean;
  /** Where the step is stated; the declaration of the asset at the start, if it has one. */
  readonly place?: Place;
}

/** What lowers values on a way. */
export interface TraceMask {
  /** The method as declared: `sha256`, `redacted`, `aggregation`. */
  readonly method: string;
  /** Whether a pseudonym arrives, or nothing. */
  readonly leaves: "pseudonym" | "nothing";
  readonly place: Place;
}

export interface TracePath {
  /** In the order that the question asks for: from the asset upwards or downwards, or as data runs. */
  readonly hops: readonly TraceHop[];
  readonly certain: boolean;
  /** The step that lowers values most, the first of them. */
  readonly masked?: TraceMask;
}

/** The answer of `trace`: ways through the graph, as many as were asked for. */
export interface Trace {
  readonly focus: Spot;
  readonly question: TraceQuestion;
  /** Whether the paths of a `to` question run from the target to the focus. */
  readonly reversed: boolean;
  readonly paths: readonly TracePath[];
  /** All that there are, circles left out; at most `pathsCounted`. */
  readonly total: number;
  /** For `why`: ways on which the tag does not arrive, because they are masked. */
  readonly stopped: { readonly paths: readonly TracePath[]; readonly total: number };
  /** Steps that would close a circle; no path goes over one. */
  readonly circles: number;
  /** References of assets on the paths that lead nowhere: there a way may go on. */
  readonly unresolved: readonly (Unresolved & Spot)[];
  /** For `why`: the tags that the focus carries, sorted. */
  readonly carried: readonly string[];
}

/** More are not told apart. */
export const pathsCounted = 1e15;

/** One place where data of a subject lies. */
export interface ErasurePlace {
  readonly asset: AssetId;
  readonly kind: AssetKind;
  /** Columns that hold the key of the subject; empty where none is known to. */
  readonly keys: readonly ErasureKey[];
  /** False where it is only assumed that data of the subject arrives. */
  readonly certain: boolean;
  /** Facts that decide how to erase, as declared. */
  readonly format?: string;
  readonly retentionDays?: number;
  readonly erasure?: string;
  readonly version?: string;
  /** How the data came here; the declaration of the asset where the search began. */
  readonly place?: Place;
}

export interface ErasureKey {
  readonly column: string;
  /** Whether only a pseudonym of the key is there. */
  readonly pseudonym: boolean;
  /** Where it is stated that the key is there; absent where the search began. */
  readonly place?: Place;
}

/** The answer of `trace --erasure`. */
export interface Erasure {
  readonly focus: Spot;
  readonly column: string;
  /** The focus first, then by id. */
  readonly places: readonly ErasurePlace[];
  /** Data-bearing assets that the focus is made of: the same subject's data lies there too. */
  readonly sources: readonly AssetId[];
  readonly unresolved: readonly (Unresolved & Spot)[];
}
