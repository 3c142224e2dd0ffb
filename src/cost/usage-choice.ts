import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { indexRows, matching, mostSpecific, type MatchIndex, type Subject } from "./match.ts";
import { quantityNames, type Declared, type QuantityName } from "./usage-entries.ts";
import { entryTie } from "./usage-findings.ts";

/** The declared quantities ready to be chosen from, and what choosing has shown so far. */
export interface Choice {
  readonly indexes: ReadonlyMap<QuantityName, MatchIndex<Declared>>;
  /** Quantities that found something to apply to. */
  readonly used: Set<Declared>;
  readonly diagnostics: Diagnostic[];
}

export function choiceOf(declared: readonly Declared[]): Choice {
  const indexes = new Map(
    quantityNames.map((name) => [name, indexRows(declared.filter(({ of }) => of === name))]),
  );
  return { indexes, used: new Set(), diagnostics: [] };
}

/** The quantity of the most specific entry for this subject; undefined for none and for a tie. */
export function chosen(
  { indexes, used, diagnostics }: Choice,
  name: QuantityName,
  subject: Subject,
): Declared | undefined {
  const index = indexes.get(name);
  const found = index === undefined ? [] : matching(index, subject);
  for (const declared of found.flatMap(({ rows }) => rows)) used.add(declared);
  const { winner, tied } = mostSpecific(found);
  const tie = entryTie(tied);
  if (tie !== undefined) diagnostics.push(tie);
  return winner;
}
