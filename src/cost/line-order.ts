import { byCodeUnit } from "../base/compare.ts";
import type { CostLine } from "../model/estimate.ts";

/** What names a line of cost within an estimate. */
export type LineName = Pick<CostLine, "asset" | "line" | "meter">;

/** The order of lines in an estimate: by asset, line and meter. */
export function byLine(a: LineName, b: LineName): number {
  return byCodeUnit(a.asset, b.asset) || byCodeUnit(a.line, b.line) || byCodeUnit(a.meter, b.meter);
}
