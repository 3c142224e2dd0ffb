import type { Day } from "../base/ports.ts";
import type { Estimate } from "../model/estimate.ts";
import type { GraphView } from "../model/graph-view.ts";
import type { Reporter } from "./document.ts";
import type { Sources } from "./sources.ts";

/** What every graph report is made of. */
export interface GraphDocument {
  readonly view: GraphView;
  /** For formats that show lines. */
  readonly sources: Sources;
  /** For formats that show costs; absent for others. */
  readonly estimate?: Estimate | undefined;
  readonly asOf: Day;
  readonly tool: { readonly name: string; readonly version: string };
}

/** A format that needs the view alone, among those that need more. */
export function ofView(reporter: Reporter<GraphView>): Reporter<GraphDocument> {
  return { ...reporter, render: ({ view }, paint) => reporter.render(view, paint) };
}
