import { byCodeUnit } from "../base/compare.ts";
import { matchesGlob } from "../base/glob.ts";
import type { Fact, Selector } from "./selector.ts";

interface Selecting {
  readonly selector: Selector;
}

/** Rows that ask for exactly the same, and so match together or not at all. */
export interface Candidate<T extends Selecting> {
  readonly selector: Selector;
  readonly rows: readonly [T, ...T[]];
  /** The facts that finding it has not established yet. */
  readonly rest: readonly Fact[];
}

/**
 * Candidates by the resource that they ask for, and below it by the rarest of the other facts that
 * they ask for; the empty text stands for none. A line then meets only what nearly fits it.
 */
export interface MatchIndex<T extends Selecting> {
  /** Every fact that a row asks for, and whether one asks for a name by glob; nothing else decides. */
  readonly facts: ReadonlySet<Fact>;
  readonly globs: boolean;
  readonly byResource: ReadonlyMap<Fact, ByFact<T>>;
}

type ByFact<T extends Selecting> = ReadonlyMap<Fact, readonly Candidate<T>[]>;

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
  const groups = grouped(rows, ({ selector }) => selectorKey(selector));
  const frequency = new Map<Fact, number>();
  for (const [, [{ selector }]] of groups) {
    for (const fact of selector.facts) frequency.set(fact, (frequency.get(fact) ?? 0) + 1);
  }
  const byResource = new Map<Fact, Map<Fact, Candidate<T>[]>>();
  for (const [, same] of groups) {
    const { selector } = same[0];
    const { resource, rarest, rest } = anchored(selector.facts, frequency);
    const byFact = entry(byResource, resource, () => new Map<Fact, Candidate<T>[]>());
    entry(byFact, rarest, () => []).push({ selector, rows: same, rest });
  }
  const globs = groups.some(([, [{ selector }]]) => selector.glob !== undefined);
  return { facts: new Set(frequency.keys()), globs, byResource };
}

/** The facts that a selector is found by, and those that remain to be looked at. */
function anchored(
  facts: readonly Fact[],
  frequency: ReadonlyMap<Fact, number>,
): { readonly resource: Fact; readonly rarest: Fact; readonly rest: readonly Fact[] } {
  const resource = facts.find(isResource) ?? anything;
  const others = facts.filter((fact) => fact !== resource);
  const rarest = others.reduce(
    (rare, fact) => ((frequency.get(fact) ?? 0) < (frequency.get(rare) ?? 0) ? fact : rare),
    others[0] ?? anything,
  );
  return { resource, rarest, rest: others.filter((fact) => fact !== rarest) };
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

/** All candidates that match, in no particular order. */
export function matching<T extends Selecting>(
  { byResource }: MatchIndex<T>,
  subject: Subject,
): readonly Candidate<T>[] {
  const found: Candidate<T>[] = [];
  collectAll(byResource.get(anything), subject, found);
  for (const resource of subject.own) collectAll(byResource.get(resource), subject, found);
  return found;
}

function collectAll<T extends Selecting>(
  byFact: ByFact<T> | undefined,
  subject: Subject,
  found: Candidate<T>[],
): void {
  if (byFact === undefined) return;
  collect(byFact.get(anything), subject, found);
  for (const fact of subject.asset.facts) collect(byFact.get(fact), subject, found);
  for (const fact of subject.own) collect(byFact.get(fact), subject, found);
}

function collect<T extends Selecting>(
  candidates: readonly Candidate<T>[] = [],
  subject: Subject,
  found: Candidate<T>[],
): void {
  for (const candidate of candidates) {
    if (matches(candidate, subject)) found.push(candidate);
  }
}

/** The row with most conditions among those that match. */
export function mostSpecific<T extends Selecting>(candidates: readonly Candidate<T>[]): Best<T> {
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1 && only.rows.length === 1) {
    return { winner: only.rows[0], tied: [] };
  }
  const weight = candidates.reduce((most, { selector }) => Math.max(most, selector.weight), 0);
  const heaviest = candidates.filter(({ selector }) => selector.weight === weight);
  const rows = heaviest.flatMap((candidate) => candidate.rows.slice(0, tiedMax));
  const [winner] = rows;
  return rows.length === 1 && winner !== undefined ? { winner, tied: [] } : { tied: rows };
}

function matches(
  { rest, selector: { glob } }: Pick<Candidate<Selecting>, "rest" | "selector">,
  { asset, own }: Subject,
): boolean {
  for (const fact of rest) if (!own.includes(fact) && !asset.facts.has(fact)) return false;
  return glob === undefined || asset.names.some((name) => isLike(name, glob));
}

/** Whether the name fits the glob. Most globs name a directory first: a look at it spares nearly all walks. */
export function isLike(name: string, glob: string): boolean {
  return name.startsWith(glob.slice(0, glob.search(/[*?{]/u))) && matchesGlob(name, glob);
}

function selectorKey({ facts, glob, weight }: Selector): string {
  return [...facts.toSorted(byCodeUnit), weight, glob].join("\n");
}

function isResource(fact: Fact): boolean {
  return fact.startsWith("resource\0");
}

function grouped<T>(
  values: readonly T[],
  keyOf: (value: T) => string,
): readonly (readonly [string, [T, ...T[]]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return [...groups];
}
