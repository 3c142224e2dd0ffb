import { byCodeUnit } from "../base/compare.ts";
import { hasUnknown, reprOf } from "./show.ts";
import {
  isDict,
  isList,
  isUndefined,
  isUnknown,
  numberOf,
  type Dict,
  type Float,
  type Plain,
  type Run,
  type Value,
} from "./value.ts";

/** Whether a condition holds; undefined where it cannot be known. */
export function truthOf(value: Value): boolean | undefined {
  if (typeof value === "string") return hasUnknown(value) ? textTruth(value) : value !== "";
  return typeof value !== "object" || value === null ? Boolean(value) : objectTruth(value);
}

function objectTruth(value: Exclude<Value, Exclude<Plain, Float>>): boolean | undefined {
  switch (value.is) {
    case "float":
      return value.value !== 0;
    case "list":
    case "tuple":
    case "set":
      return value.items.length > 0;
    case "dict":
      return value.entries.size > 0;
    case "undefined":
      return false;
    case "unknown":
      return undefined;
    case "callable":
    case "thing":
      return true;
  }
}

/** A text with known parts is not empty; one that is nothing but unknown may be. */
function textTruth(text: string): boolean | undefined {
  return /^\s*__lctl_unknown_\d+__\s*$/iu.test(text) ? undefined : true;
}

/** Text under which a value is found in a dict or a set: equal values have equal texts. */
export function keyText(value: Value, run: Run): string {
  if (typeof value === "string") return `s${value}`;
  const number = numberOf(value);
  if (number !== undefined) return `n${number}`;
  if (typeof value === "object" && value?.is === "thing" && value.key !== undefined)
    return `t${value.key}`;
  return `r${reprOf(value, run)}`;
}

/** Values inside each other that are compared; a list may hold itself. */
const depthMax = 64;

/** Python's `==`; undefined where a side is unknown. */
export function equals(a: Value, b: Value, run: Run, depth = 0): boolean | undefined {
  if (isUnknown(a) || isUnknown(b)) return undefined;
  if (isPlain(a) || isPlain(b)) return plainEquals(a, b);
  if (depth > depthMax || !run.spend(1)) return undefined;
  return partsEqual(a, b, (one, other) => equals(one, other, run, depth + 1));
}

type Structure = Exclude<Value, Plain>;

function partsEqual(a: Structure, b: Structure, same: Same): boolean | undefined {
  if (isList(a) && isList(b)) return a.is === b.is && listEquals(a.items, b.items, same);
  if (isDict(a) && isDict(b)) return dictEquals(a, b, same);
  if (a === b || (isUndefined(a) && isUndefined(b))) return true;
  return a.is === "thing" && b.is === "thing" && a.key !== undefined && a.key === b.key;
}

/** Texts, numbers, truth values and nothing: a whole number equals the float of the same amount. */
function isPlain(value: Value): value is Plain {
  return typeof value !== "object" || value === null || value.is === "float";
}

function plainEquals(a: Value, b: Value): boolean | undefined {
  if (typeof a === "string" && typeof b === "string") {
    return a !== b && (hasUnknown(a) || hasUnknown(b)) ? undefined : a === b;
  }
  const number = numberOf(a);
  return number === undefined ? a === b : number === numberOf(b);
}

type Same = (one: Value, other: Value) => boolean | undefined;

function listEquals(a: readonly Value[], b: readonly Value[], same: Same): boolean | undefined {
  if (a.length !== b.length) return false;
  let result: boolean | undefined = true;
  for (let index = 0; index < a.length; index += 1) {
    const equal = same(a[index] ?? null, b[index] ?? null);
    if (equal === false) return false;
    if (equal === undefined) result = undefined;
  }
  return result;
}

function dictEquals(a: Dict, b: Dict, same: Same): boolean | undefined {
  if (a.entries.size !== b.entries.size) return false;
  for (const [key, [, value]] of a.entries) {
    const other = b.entries.get(key);
    if (other === undefined) return false;
    const equal = same(value, other[1]);
    if (equal !== true) return equal;
  }
  return true;
}

/** Negative, zero or positive; undefined for values that have no order. */
export function orderOf(a: Value, b: Value, run: Run, depth = 0): number | undefined {
  if (depth > depthMax || !run.spend(1)) return undefined;
  if (typeof a === "string" && typeof b === "string") return byCodeUnit(a, b);
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== undefined && right !== undefined) return left - right;
  return isList(a) && isList(b) ? listOrder(a.items, b.items, { run, depth }) : undefined;
}

function listOrder(
  a: readonly Value[],
  b: readonly Value[],
  { run, depth }: { readonly run: Run; readonly depth: number },
): number | undefined {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    const order = orderOf(left, right, run, depth + 1);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Python's `in`; undefined where it cannot be known. */
export function contains(container: Value, item: Value, run: Run): boolean | undefined {
  if (isUnknown(container) || isUnknown(item)) return undefined;
  if (typeof container === "string") {
    if (typeof item !== "string") return false;
    return container.includes(item) || (hasUnknown(container + item) ? undefined : false);
  }
  if (isUndefined(container)) return false;
  if (isList(container)) return listContains(container.items, item, run);
  if (typeof container === "object" && container?.is === "dict") {
    return container.entries.has(keyText(item, run));
  }
  return undefined;
}

function listContains(items: readonly Value[], item: Value, run: Run): boolean | undefined {
  let result: boolean | undefined = false;
  for (const one of items) {
    const same = equals(one, item, run);
    if (same === true) return true;
    if (same === undefined) result = undefined;
  }
  return result;
}
