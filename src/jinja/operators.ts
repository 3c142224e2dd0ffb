import { formatted } from "./format.ts";
import { numeric, textOf } from "./show.ts";
import { floatOf, isList, isUnknown, kindOf, numberOf, type Run, type Value } from "./value.ts";

/** `a + b` and its kin, as Python does them. */
export function operate(operator: string, left: Value, right: Value, run: Run): Value {
  if (operator === "~") return joinedText(textOf(left, run), textOf(right, run), run);
  if (operator === "%" && typeof left === "string") return formatted(left, right, run);
  const unknown = [left, right].find(isUnknown);
  if (unknown !== undefined) {
    // A text stays a text when a part of it is unknown, so that what is known of it is not lost.
    const isText = operator === "+" && [left, right].some((side) => typeof side === "string");
    return isText ? joinedText(textOf(left, run), textOf(right, run), run) : unknown;
  }
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) {
    const isWhole = typeof left !== "object" && typeof right !== "object";
    return arithmetic(operator, a, b, { isWhole, run });
  }
  if (operator === "+") return sum(left, right, run);
  if (operator === "*") return repeated(left, right, run);
  return misfit(operator, left, right, run);
}

function joinedText(left: string, right: string, run: Run): Value {
  return run.text(left.length + right.length, () => left + right);
}

function arithmetic(
  operator: string,
  a: number,
  b: number,
  { isWhole, run }: { readonly isWhole: boolean; readonly run: Run },
): Value {
  switch (operator) {
    case "+":
      return numeric(a + b, isWhole);
    case "-":
      return numeric(a - b, isWhole);
    case "*":
      return numeric(a * b, isWhole);
    case "**":
      return numeric(a ** b, isWhole && b >= 0);
    case "/":
    case "//":
    case "%":
      if (b === 0) return run.unknown("type", "division by zero");
      if (operator === "/") return floatOf(a / b);
      return numeric(operator === "//" ? Math.floor(a / b) : a - b * Math.floor(a / b), isWhole);
    default:
      return run.unknown("unsupported", `the operator ${operator} is not known`);
  }
}

function sum(left: Value, right: Value, run: Run): Value {
  if (typeof left === "string" && typeof right === "string") return joinedText(left, right, run);
  if (!isList(left) || !isList(right) || left.is !== right.is) {
    return misfit("+", left, right, run);
  }
  const length = left.items.length + right.items.length;
  if (!run.spend(length)) return run.unknown("limit", "the list is too long");
  return { is: left.is, items: [...left.items, ...right.items] };
}

function repeated(left: Value, right: Value, run: Run): Value {
  const [thing, times] = typeof left === "number" ? [right, left] : [left, right];
  if (typeof times !== "number") return misfit("*", left, right, run);
  const count = Math.max(0, times);
  if (typeof thing === "string") {
    return run.text(thing.length * count, () => thing.repeat(count));
  }
  if (!isList(thing)) return misfit("*", left, right, run);
  if (!run.spend(thing.items.length * count)) return run.unknown("limit", "the list is too long");
  return { is: thing.is, items: Array.from({ length: count }, () => thing.items).flat() };
}

function misfit(operator: string, left: Value, right: Value, run: Run): Value {
  const kinds = `${nounOf(left)} ${operator} ${nounOf(right)}`;
  return run.unknown("type", `${kinds} has no meaning`);
}

/** What the value is, for messages. */
export function nounOf(value: Value): string {
  if (typeof value === "object" && value?.is === "undefined") return `undefined ${value.name}`;
  return kindOf(value);
}
