import { indexRows, matching, mostSpecific, type MatchIndex, type Subject } from "./match.ts";
import type { Note } from "./notes.ts";
import { quantityNames, type Declared, type QuantityName } from "./usage-entries.ts";
import { entryTie } from "./usage-findings.ts";

/** Declared quantities ready to be chosen from; only those that some entry gives. */
export type Choice = ReadonlyMap<QuantityName, MatchIndex<Declared>>;

export function choiceOf(declared: readonly Declared[]): Choice {
  const given = quantityNames.map(
    (name) => [name, declared.filter(({ of }) => of === name)] as const,
  );
  return new Map(
    given.flatMap(([name, rows]) => (rows.length === 0 ? [] : [[name, indexRows(rows)]])),
  );
}

/** The quantity of the most specific entry for this subject; undefined for none and for a tie. */
export function chosen(
  choice: Choice,
  name: QuantityName,
  subject: Subject,
  notes: Note[],
): Declared | undefined {
  const index = choice.get(name);
  if (index === undefined) return undefined;
  const found = matching(index, subject);
  for (const candidate of found) notes.push({ of: "used", candidate });
  const { winner, tied } = mostSpecific(found);
  const tie = entryTie(tied);
  if (tie !== undefined) notes.push({ of: "usage finding", diagnostic: tie });
  return winner;
}
