import { matchesGlob } from "../base/glob.ts";
import type { Fact, Selector } from "./selector.ts";

interface Selecting {
  readonly selector: Selector;
}

/** Rows by the rarest fact that each one asks for; rows without facts by the empty text. */
export interface MatchIndex<T extends Selecting> {
  readonly byFact: ReadonlyMap<Fact, readonly T[]>;
}

/** Who is to be matched: its facts, and the names that an asset glob is tried on. */
export interface Subject {
  readonly facts: ReadonlySet<Fact>;
  readonly names: readonly string[];
}

const anything: Fact = "";

export function indexRows<T extends Selecting>(rows: readonly T[]): MatchIndex<T> {
  const frequency = new Map<Fact, number>();
  for (const fact of rows.flatMap(({ selector }) => selector.facts)) {
    frequency.set(fact, (frequency.get(fact) ?? 0) + 1);
  }
  const byFact = new Map<Fact, T[]>();
  for (const row of rows) {
    let rarest = anything;
    for (const fact of row.selector.facts) {
      if (rarest === anything || frequencyOf(fact) < frequencyOf(rarest)) rarest = fact;
    }
    const group = byFact.get(rarest);
    if (group === undefined) byFact.set(rarest, [row]);
    else group.push(row);
  }
  return { byFact };

  function frequencyOf(fact: Fact): number {
    return frequency.get(fact) ?? 0;
  }
}

/** All rows that match, in no particular order. Looks only at rows that share a rare fact. */
export function matching<T extends Selecting>(
  index: MatchIndex<T>,
  subject: Subject,
): readonly T[] {
  const found: T[] = [];
  collect(anything);
  for (const fact of subject.facts) collect(fact);
  return found;

  function collect(fact: Fact): void {
    for (const row of index.byFact.get(fact) ?? []) {
      if (matches(row.selector, subject)) found.push(row);
    }
  }
}

function matches({ facts, glob }: Selector, subject: Subject): boolean {
  if (!facts.every((fact) => subject.facts.has(fact))) return false;
  return glob === undefined || subject.names.some((name) => matchesGlob(name, glob));
}

/** The rows of the greatest weight: one is the winner, several are a tie, none is no match. */
export function mostSpecific<T extends Selecting>(rows: readonly T[]): readonly T[] {
  const weight = rows.reduce((most, { selector }) => Math.max(most, selector.weight), 0);
  return rows.filter(({ selector }) => selector.weight === weight);
}
