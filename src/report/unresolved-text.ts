import { counted } from "../base/text.ts";
import { nameOf } from "../model/ids.ts";
import type { Trace } from "../model/trace.ts";
import { placeText } from "./finding-text.ts";
import type { Paint } from "./paint.ts";
import type { Sources } from "./sources.ts";

/** References that are named one by one. */
const shownMax = 10;

/** References that lead nowhere, a line each: there a way may go on that nobody sees. */
export function unresolvedLines(
  unresolved: Trace["unresolved"],
  sources: Sources,
  paint: Paint,
): readonly string[] {
  const named = unresolved.slice(0, shownMax).map(({ asset, edge, text, reason, place }) => {
    const where = placeText(place, sources);
    return `${paint.signs.unknown} ${paint.show(`${nameOf(asset)} ${edge} ${text}`)}, which leads nowhere (${reason})  ${where}`;
  });
  const more = unresolved.length - named.length;
  return more > 0
    ? [...named, `${paint.signs.unknown} ${counted(more, "reference")} more that lead nowhere`]
    : named;
}
