import { isList, isObject, memberOf, textAt, type Json } from "../base/json.ts";
import type { Asset } from "../model/snapshot.ts";

/** What rules see of a column. */
export interface ColumnSeen {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
}

/**
 * Whether a reader of the old column finds something else now: it is gone, has another type, or
 * may be empty where it was not. A type that one side does not state is no change.
 */
export function isBroken(old: ColumnSeen, { columns }: Pick<Asset, "columns">): boolean {
  const now = columns.find(({ name }) => name === old.name);
  if (now === undefined) return true;
  const [before, after] = [plain(old.type), plain(now.type ?? "")];
  if (before !== "" && after !== "" && before !== after) return true;
  return old.notNull && now.notNull !== true;
}

function plain(type: string): string {
  return type.toLowerCase().replaceAll(/\s+/gu, "");
}

export type Bump = "none" | "patch" | "minor" | "major" | "down" | "other";

/**
 * What kind of step two versions are apart, by semantic versioning; below 1.0.0 a minor step may
 * break and counts as major. `other` for versions that differ and are not numbers with dots.
 */
export function bump(old: string, now: string): Bump {
  if (old === now) return "none";
  const [before, after] = [numbersOf(old), numbersOf(now)];
  if (before === undefined || after === undefined) return "other";
  const at = before.findIndex((number, index) => number !== after[index]);
  if (at < 0) return "patch";
  if ((after[at] ?? 0) < (before[at] ?? 0)) return "down";
  if (at === 0 || (at === 1 && before[0] === 0)) return "major";
  return at === 1 ? "minor" : "patch";
}

function numbersOf(version: string): readonly number[] | undefined {
  const [, major, minor = "0", patch = "0"] =
    /^v?(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?(?:[-+].*)?$/u.exec(version) ??
    /^v?(\d{1,3})$/u.exec(version) ??
    [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** What rules see of a test. */
export interface TestSeen {
  readonly name: string;
  readonly column: string;
  readonly severity: string;
  /** 0 for none. */
  readonly threshold: number;
}

/**
 * Whether the old test lets more through now: it is gone, only warns, or its limit moved to the
 * lax side. Where the name does not tell which side that is, any move counts.
 */
export function isWeakened(old: TestSeen, { facets }: Pick<Asset, "facets">): boolean {
  const tests = testsIn(facets.tests?.value);
  const now = tests.find(({ name, column }) => name === old.name && column === old.column);
  if (now === undefined) return true;
  if (now.severity === "warn" && old.severity !== "warn") return true;
  if (now.threshold === old.threshold) return false;
  if (old.threshold === 0) return false;
  if (now.threshold === 0) return true;
  const sense = strictSide(old.name);
  return (
    sense === undefined ||
    (sense === "up" ? now.threshold < old.threshold : now.threshold > old.threshold)
  );
}

function strictSide(name: string): "up" | "down" | undefined {
  if (/(?:^|_)(?:max|at_most|less|below|null|missing|duplicate|error|stale|freshness)/iu.test(name))
    return "down";
  if (/(?:^|_)(?:min|at_least|more|greater|above|completeness|coverage|row_count)/iu.test(name))
    return "up";
  return undefined;
}

function testsIn(value: Json | undefined): readonly TestSeen[] {
  return isList(value) ? value.filter(isObject).map(testIn) : [];
}

function testIn(test: Json): TestSeen {
  const threshold = memberOf(test, "threshold");
  return {
    name: textAt(test, "name") ?? "",
    column: textAt(test, "column") ?? "",
    severity: textAt(test, "severity") ?? "",
    threshold: typeof threshold === "number" ? threshold : 0,
  };
}
