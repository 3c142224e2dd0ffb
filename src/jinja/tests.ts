import { contains, equals, orderOf } from "./compare.ts";
import {
  argument,
  isDict,
  isList,
  isUndefined,
  isUnknown,
  kindOf,
  numberOf,
  type Call,
  type Value,
} from "./value.ts";

/** A test: whether it holds, undefined where that cannot be known. */
export type Test = (value: Value, call: Call) => boolean | undefined;

const kinds =
  (...words: readonly string[]): Test =>
  (value) =>
    isUnknown(value) ? undefined : words.includes(kindOf(value));

const order =
  (holds: (order: number) => boolean): Test =>
  (value, call) => {
    const other = argument(call, 0, "b") ?? null;
    if (isUnknown(value) || isUnknown(other)) return undefined;
    const found = orderOf(value, other, call.run);
    return found === undefined ? undefined : holds(found);
  };

const equal: Test = (value, call) => equals(value, argument(call, 0, "b") ?? null, call.run);
const unequal: Test = (value, call) => {
  const same = equal(value, call);
  return same === undefined ? undefined : !same;
};

const whole =
  (holds: (number: number) => boolean): Test =>
  (value) => {
    const number = numberOf(value);
    return number === undefined ? undefined : holds(number);
  };

/** Jinja's tests. */
export const jinjaTests: ReadonlyMap<string, Test> = new Map<string, Test>([
  ["defined", (value) => (isUnknown(value) ? undefined : !isUndefined(value))],
  ["undefined", (value) => (isUnknown(value) ? undefined : isUndefined(value))],
  ["none", kinds("none")],
  ["boolean", kinds("boolean")],
  ["true", (value) => (isUnknown(value) ? undefined : value === true)],
  ["false", (value) => (isUnknown(value) ? undefined : value === false)],
  ["integer", kinds("integer")],
  ["float", kinds("float")],
  ["number", kinds("integer", "float", "boolean")],
  ["string", kinds("text")],
  [
    "mapping",
    (value) =>
      isUnknown(value)
        ? undefined
        : isDict(value) ||
          (typeof value === "object" && value?.is === "thing" && value.mapping === true),
  ],
  [
    "iterable",
    (value) =>
      isUnknown(value) ? undefined : typeof value === "string" || isList(value) || isDict(value),
  ],
  [
    "sequence",
    (value) =>
      isUnknown(value) ? undefined : typeof value === "string" || isList(value) || isDict(value),
  ],
  [
    "callable",
    (value) =>
      isUnknown(value) ? undefined : typeof value === "object" && value?.is === "callable",
  ],
  ["eq", equal],
  ["equalto", equal],
  ["==", equal],
  ["sameas", equal],
  ["ne", unequal],
  ["!=", unequal],
  ["gt", order((found) => found > 0)],
  ["greaterthan", order((found) => found > 0)],
  [">", order((found) => found > 0)],
  ["ge", order((found) => found >= 0)],
  [">=", order((found) => found >= 0)],
  ["lt", order((found) => found < 0)],
  ["lessthan", order((found) => found < 0)],
  ["<", order((found) => found < 0)],
  ["le", order((found) => found <= 0)],
  ["<=", order((found) => found <= 0)],
  ["in", (value, call) => contains(argument(call, 0, "seq") ?? null, value, call.run)],
  ["even", whole((number) => number % 2 === 0)],
  ["odd", whole((number) => Math.abs(number % 2) === 1)],
  [
    "divisibleby",
    (value, call) => {
      const [number, by] = [numberOf(value), numberOf(argument(call, 0, "num") ?? null)];
      return number === undefined || by === undefined || by === 0 ? undefined : number % by === 0;
    },
  ],
  ["lower", (value) => (typeof value === "string" ? value === value.toLowerCase() : undefined)],
  ["upper", (value) => (typeof value === "string" ? value === value.toUpperCase() : undefined)],
]);
