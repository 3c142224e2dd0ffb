import { textAt, type Json } from "../base/json.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import { SCH_007 } from "../diagnostic/rules/sch.ts";

/** A finding for each item of a list whose name an earlier item bears. */
export function repeatedNames(
  items: readonly Json[],
  noun: string,
  placeOf: (index: number) => Place,
): readonly Diagnostic[] {
  const first = new Map<string, number>();
  return items.flatMap((item, index) => {
    const name = textAt(item, "name");
    if (name === undefined) return [];
    const before = first.get(name);
    if (before === undefined) first.set(name, index);
    return before === undefined
      ? []
      : [
          diagnose(SCH_007, {
            message: `a second ${noun} is named ${name}`,
            place: placeOf(index),
            related: [{ message: `the first ${noun} of that name`, place: placeOf(before) }],
          }),
        ];
  });
}
