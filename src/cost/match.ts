import { byCodeUnit } from "../base/compare.ts";
import { matchesGlob } from "../base/glob.ts";
import type { Fact, Selector } from "./selector.ts";

interface Selecting {
  readonly selector: Selector;
}

/** Rows that ask for exactly the same, and so match together or not at all. */
export interface Candidate<T extends Selecting> {
  readonly selector: Selector;
  readonly rows: readonly T[];
}

/** Candidates by the rarest fact that each one asks for; those without facts by the empty text. */
export interface MatchIndex<T extends Selecting> {
  readonly byFact: ReadonlyMap<Fact, readonly Candidate<T>[]>;
}

/** Who is to be matched: one line of an asset, or the asset itself. */
export interface Subject {
  /** Facts and names of the asset, the same for all of its lines. */
  readonly asset: { readonly facts: ReadonlySet<Fact>; readonly names: readonly string[] };
  /** What is true of the line beyond that; a handful. */
  readonly own: readonly Fact[];
}

/** The one row that fits best, or those that fit equally well; neither where nothing matches. */
export interface Best<T> {
  readonly winner?: T;
  readonly tied: readonly T[];
}

const anything: Fact = "";
/** Rows of one tie that are listed; the finding needs no more. */
const tiedMax = 10;

export function indexRows<T extends Selecting>(rows: readonly T[]): MatchIndex<T> {
  const candidates = grouped(rows, ({ selector }) => selectorKey(selector)).map(
    (same): Candidate<T> => ({ selector: same[0].selector, rows: same }),
  );
  const frequency = new Map<Fact, number>();
  for (const { selector } of candidates) {
    for (const fact of selector.facts) frequency.set(fact, (frequency.get(fact) ?? 0) + 1);
  }
  const rarest = ({ selector }: Candidate<T>): Fact => {
    let found = anything;
    for (const fact of selector.facts) {
      if (found === anything || (frequency.get(fact) ?? 0) < (frequency.get(found) ?? 0))
        found = fact;
    }
    return found;
  };
  const groups = grouped(candidates, rarest);
  return { byFact: new Map(groups.map((group) => [rarest(group[0]), group])) };
}

/** All candidates that match, in no particular order. Looks only at those that share a rare fact. */
export function matching<T extends Selecting>(
  index: MatchIndex<T>,
  subject: Subject,
): readonly Candidate<T>[] {
  const found: Candidate<T>[] = [];
  const collect = (fact: Fact): void => {
    for (const candidate of index.byFact.get(fact) ?? []) {
      if (matches(candidate.selector, subject)) found.push(candidate);
    }
  };
  collect(anything);
  for (const fact of subject.asset.facts) collect(fact);
  for (const fact of subject.own) collect(fact);
  return found;
}

/** The row with most conditions among those that match. */
export function mostSpecific<T extends Selecting>(candidates: readonly Candidate<T>[]): Best<T> {
  const weight = candidates.reduce((most, { selector }) => Math.max(most, selector.weight), 0);
  const heaviest = candidates.filter(({ selector }) => selector.weight === weight);
  const rows = heaviest.flatMap((candidate) => candidate.rows.slice(0, tiedMax));
  const [winner] = rows;
  return rows.length === 1 && winner !== undefined ? { winner, tied: [] } : { tied: rows };
}

function matches({ facts, glob }: Selector, { asset, own }: Subject): boolean {
  if (!facts.every((fact) => asset.facts.has(fact) || own.includes(fact))) return false;
  return glob === undefined || asset.names.some((name) => isLike(name, glob));
}

/** Most globs name a directory first: a look at it spares nearly all walks. */
function isLike(name: string, glob: string): boolean {
  return name.startsWith(glob.slice(0, glob.search(/[*?{]/u))) && matchesGlob(name, glob);
}

function selectorKey({ facts, glob, weight }: Selector): string {
  return [...facts.toSorted(byCodeUnit), weight, glob].join("\n");
}

function grouped<T>(values: readonly T[], keyOf: (value: T) => string): readonly [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return [...groups.values()];
}
