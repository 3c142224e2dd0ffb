import { keyText } from "./compare.ts";
import { dictMethods, listMethods } from "./collection-methods.ts";
import { textMethods } from "./text-methods.ts";
import {
  callable,
  entryOf,
  isDict,
  isList,
  isUnknown,
  numberOf,
  type Call,
  undefinedValue,
  type Run,
  type Value,
} from "./value.ts";

/** `value.name`: a method, a member, or undefined; of an unknown value, unknown. */
export function memberOf(value: Value, name: string, run: Run): Value {
  if (value === null) return run.unknown("type", `None has no member ${name}`);
  if (isUnknown(value)) return value;
  const owner = typeof value === "object" && "name" in value ? `${value.name}.` : "";
  return found(value, name, run) ?? undefinedValue(owner + name);
}

function found(value: Value, name: string, run: Run): Value | undefined {
  if (typeof value === "string") return bound(textMethods, value, name);
  if (isList(value)) return bound(listMethods, value, name);
  if (isDict(value)) return bound(dictMethods, value, name) ?? entryOf(value, name);
  if (typeof value !== "object" || value === null) return undefined;
  return value.is === "thing" || value.is === "callable" ? value.member?.(name, run) : undefined;
}

function bound<T>(
  methods: ReadonlyMap<string, (on: T, call: Call) => Value>,
  on: T,
  name: string,
): Value | undefined {
  const method = methods.get(name);
  return method === undefined ? undefined : callable(name, (call) => method(on, call));
}

/** `value[index]`: an element first, a member where there is none. */
export function itemOf(value: Value, index: Value, run: Run): Value {
  const unknown = [value, index].find(isUnknown);
  if (unknown !== undefined) return unknown;
  const entry = isDict(value) ? value.entries.get(keyText(index, run))?.[1] : undefined;
  if (entry !== undefined) return entry;
  const position = numberOf(index);
  if (position !== undefined && (typeof value === "string" || isList(value))) {
    const sequence = typeof value === "string" ? value : value.items;
    return sequence.at(position) ?? undefinedValue(`element ${position}`);
  }
  return typeof index === "string" ? memberOf(value, index, run) : undefinedValue("element");
}

/** `value[start:stop:step]` */
export function sliceOf(value: Value, bounds: readonly (number | undefined)[], run: Run): Value {
  if (isUnknown(value)) return value;
  const step = bounds[2] ?? 1;
  const items = typeof value === "string" ? value : isList(value) ? value.items : undefined;
  if (items === undefined || step === 0 || !run.spend(items.length)) {
    return run.unknown("type", "only texts and lists can be sliced");
  }
  const indexes = sliced(items.length, bounds[0], bounds[1], step);
  if (typeof value === "string") return indexes.map((index) => value[index]).join("");
  if (!isList(value)) return null;
  return { is: value.is, items: indexes.flatMap((index) => value.items[index] ?? null) };
}

function sliced(
  length: number,
  start: number | undefined,
  stop: number | undefined,
  step: number,
): readonly number[] {
  const clamp = (at: number): number =>
    Math.min(
      Math.max(at < 0 ? at + length : at, step > 0 ? 0 : -1),
      step > 0 ? length : length - 1,
    );
  const from = start === undefined ? (step > 0 ? 0 : length - 1) : clamp(start);
  const to = stop === undefined ? (step > 0 ? length : -1) : clamp(stop);
  const indexes: number[] = [];
  for (let at = from; step > 0 ? at < to : at > to; at += step) indexes.push(at);
  return indexes;
}
