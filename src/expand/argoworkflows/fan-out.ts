import { listAt, memberOf, textAt, type Json, type JsonObject } from "../../base/json.ts";
import { plainNumber } from "../../base/quantity.ts";
import { exactly, unknown, type Amount } from "../../model/amount.ts";
import { filled, filledDeep, textOfJson, type Item, type Scope } from "./values.ts";

/** How often a step runs within one run of its template. */
export interface FanOut {
  readonly amount: Amount;
  /** The field that says so, from the step. */
  readonly field: string;
  /** For what it runs: each element alone while they are few and matter, else one that is not known. */
  readonly items: readonly Item[];
}

/** Elements that are told apart; beyond, what depends on the element is unknown. */
const itemsMax = 50;
/** Longest list that is counted. */
const countMax = 1_000_000;

/** The loop of a step; undefined for a step without one. */
export function fanOutOf(call: JsonObject, scope: Scope): FanOut | undefined {
  const given = (field: string): boolean => (memberOf(call, field) ?? null) !== null;
  if (given("withItems")) {
    const elements = listAt(call, "withItems").map((element) => filledDeep(element, scope));
    return over("withItems", elements, call);
  }
  if (given("withParam")) return overParameter(call, scope);
  return given("withSequence") ? overSequence(call, scope) : undefined;
}

function over(field: string, elements: readonly Json[], call: JsonObject): FanOut {
  const amount = counted(elements.length);
  const alone = elements.length === 1;
  if (elements.length === 0 || !dependsOnItem(call))
    return { amount, field, items: [{ unknown: "dynamic" }] };
  if (elements.length > itemsMax) return { amount, field, items: [{ unknown: "limit" }] };
  return { amount, field, items: elements.map((value) => ({ value, alone })) };
}

/** Whether what the step passes on, or where it lies, has anything to do with the element. */
function dependsOnItem(call: JsonObject): boolean {
  const passed = [memberOf(call, "arguments"), memberOf(call, "inline")];
  return JSON.stringify(passed).includes("item");
}

function counted(count: number): Amount {
  return exactly(plainNumber(count) ?? "0");
}

function overParameter(call: JsonObject, scope: Scope): FanOut {
  const field = "withParam";
  const text = filled(textAt(call, field) ?? "", scope);
  if ("unknown" in text)
    return {
      amount: unknown(text.unknown === "undeclared" ? "dynamic" : text.unknown),
      field,
      items: [text],
    };
  const list = text.varies ? undefined : listFrom(text.text);
  if (list !== undefined) return over(field, list, call);
  const reason = text.varies ? "dynamic" : "unreadable";
  return { amount: unknown(reason), field, items: [{ unknown: reason }] };
}

function listFrom(text: string): readonly Json[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const holder = { value: isJsonList(value) ? value : null };
    return holder.value === null || holder.value.length > countMax ? undefined : holder.value;
  } catch {
    return undefined;
  }
}

/** What `JSON.parse` gives is plain values all the way down. */
function isJsonList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** Numbers from `start` to `end`, or `count` of them, up or down. */
function overSequence(call: JsonObject, scope: Scope): FanOut {
  const field = "withSequence";
  const sequence = memberOf(call, field) ?? null;
  const bounds = ["count", "start", "end"].map((name) => bound(memberOf(sequence, name), scope));
  const [count, start = 0, end] = bounds.map((value) => (value === "unknown" ? undefined : value));
  if (bounds.includes("unknown"))
    return { amount: unknown("dynamic"), field, items: [{ unknown: "dynamic" }] };
  const total = end === undefined ? Math.max(0, count ?? 0) : Math.abs(end - start) + 1;
  if (total > itemsMax) return { amount: counted(total), field, items: [{ unknown: "limit" }] };
  const direction = end !== undefined && end < start ? -1 : 1;
  const numbers = Array.from({ length: total }, (_, index) => start + direction * index);
  const format = textAt(sequence, "format");
  return over(
    field,
    numbers.map((value) => formatted(value, format)),
    call,
  );
}

function bound(value: Json | undefined, scope: Scope): number | "unknown" | undefined {
  if (value === undefined || value === null) return undefined;
  const text = filled(textOfJson(value), scope);
  if ("unknown" in text || text.varies || !/^-?\d{1,9}$/u.test(text.text)) return "unknown";
  return Number(text.text);
}

/** `%d`, `%03d` and `%x` as in Go; another format leaves the number as it is. */
function formatted(value: number, format: string | undefined): string {
  const match = /^([^%]*)%(0?)(\d{0,2})([dxX])([^%]*)$/u.exec(format ?? "");
  if (match === null) return String(value);
  const [, before = "", zero = "", width = "", verb = "d", after = ""] = match;
  const digits = verb === "d" ? String(value) : value.toString(16);
  const cased = verb === "X" ? digits.toUpperCase() : digits;
  return `${before}${cased.padStart(Number(width), zero === "0" ? "0" : " ")}${after}`;
}
