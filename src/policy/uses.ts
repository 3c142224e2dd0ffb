import { compareExact, isNegative, minus, negated, parseDecimal, whole } from "../base/decimal.ts";
import { nameOf } from "../model/ids.ts";
import type { Asset } from "../model/snapshot.ts";

/** Whether a document means the asset by that reference: its id, name or one of its keys. */
export function isCalled({ id, name, keys }: Asset, ref: string): boolean {
  return [id, nameOf(id), name, ...keys].some((known) => known === ref);
}

/** A dataset that a model is trained or evaluated on, and the part of it. */
export interface UseSeen {
  readonly ref: string;
  readonly split: string;
}

/** Whether both are, or may be, the same rows: parts that are named and differ are not. */
export function overlaps(a: UseSeen, b: UseSeen): boolean {
  return a.split === "" || b.split === "" || a.split === b.split;
}

/** What rules see of a metric; its value is decimal text. */
export interface MetricSeen {
  readonly name: string;
  readonly group: string;
  readonly value: string;
}

/**
 * Whether the metric is measured for another group as well, and the two lie further apart than the
 * limit. Exact: 0.8 and 0.7 are 0.1 apart.
 */
export function isUneven(one: MetricSeen, all: readonly MetricSeen[], limit: string): boolean {
  const [value, most] = [parseDecimal(one.value), parseDecimal(limit)];
  if (!isGroup(one) || value === undefined || most === undefined) return false;
  return all.some((other) => {
    if (!isGroup(other) || other.name !== one.name || other.group === one.group) return false;
    const distance = minus(value, parseDecimal(other.value) ?? whole(0));
    return compareExact(isNegative(distance) ? negated(distance) : distance, most) > 0;
  });
}

/** Whether some metric is measured for two groups at least. */
export function comparesGroups(all: readonly MetricSeen[]): boolean {
  return all.some((one) =>
    all.some(
      (other) =>
        isGroup(one) && isGroup(other) && one.name === other.name && one.group !== other.group,
    ),
  );
}

/** `all` is what a metric without a group is measured on. */
function isGroup({ group }: MetricSeen): boolean {
  return group !== "" && group !== "all";
}
