import type { Day } from "../base/ports.ts";
import type { GraphView } from "../model/graph-view.ts";
import type { AssetId } from "../model/ids.ts";
import type { Reporter } from "./document.ts";
import type { Sources } from "./sources.ts";

/** What every graph report is made of. */
export interface GraphDocument {
  readonly view: GraphView;
  readonly sources: Sources;
  readonly asOf: Day;
  readonly tool: { readonly name: string; readonly version: string };
  /** What assets cost per month, for people; empty where nothing is priced. */
  readonly costs: ReadonlyMap<AssetId, AssetCost>;
}

export interface AssetCost {
  /** `38.20 EUR`, `at least 38.20 EUR`, `unknown`. */
  readonly words: string;
  /** From 0 for the cheapest asset to 4 for the dearest; absent where it is unknown. */
  readonly level?: number;
}

/** A format that needs the view alone, among those that need more. */
export function ofView(reporter: Reporter<GraphView>): Reporter<GraphDocument> {
  return { ...reporter, render: ({ view }, paint) => reporter.render(view, paint) };
}
