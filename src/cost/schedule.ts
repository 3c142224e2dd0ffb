import { over, whole, type Exact } from "../base/decimal.ts";
import type { DayCount, Month } from "./month.ts";

/** What one field of a cron expression allows. */
interface Field {
  readonly values: ReadonlySet<number>;
  /** Written as `*`: it restricts nothing. */
  readonly every: boolean;
}

interface FieldRules {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
}

/** Runs in a month, or what is wrong with the expression. */
export type Runs =
  | { readonly runs: Exact; readonly problem?: never }
  | { readonly runs?: never; readonly problem: string };

const monthNames = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const dayNames = "sun mon tue wed thu fri sat".split(" ");
const minutes: FieldRules = { name: "minute", low: 0, high: 59 };
const hours: FieldRules = { name: "hour", low: 0, high: 23 };
const days: FieldRules = { name: "day of month", low: 1, high: 31 };
const months: FieldRules = { name: "month", low: 1, high: 12, names: ["", ...monthNames] };
const weekdays: FieldRules = { name: "day of week", low: 0, high: 7, names: dayNames };

const rulesOfFields = [minutes, hours, days, months, weekdays];
const lengthMax = 256;

const shorthands: ReadonlyMap<string, string> = new Map([
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
  ["@monthly", "0 0 1 * *"],
  ["@weekly", "0 0 * * 0"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@hourly", "0 * * * *"],
]);

/**
 * How often a cron expression fires in a month, exactly. Days are those of the schedule's own time
 * zone and have 24 hours each: over a year the hour that a change to summer time takes comes back,
 * and the answer needs no time zone data, which differ from machine to machine.
 *
 * Reads what Kubernetes reads (robfig/cron): five fields, lists, ranges, steps, English names, and
 * `@daily` and its kin; in addition 7 for Sunday. When both day fields are restricted, a day that
 * meets either one counts.
 *
 * @returns a function that remembers the days that it has counted: nearly all schedules share theirs
 */
export function runsIn(month: Month): (cron: string) => Runs {
  const known = new Map<string, number>();
  return (cron) => {
    const { times, dates, problem } = fieldsOf(cron);
    if (problem !== undefined) return { problem };
    const aDay = times.reduce((product, { values }) => product * values.size, 1);
    const total = known.get(dates.text) ?? daysMeeting(dates.fields, month);
    known.set(dates.text, total);
    return { runs: over(whole(aDay * total), whole(month.months)) };
  };
}

type Read =
  | {
      /** The fields minute and hour, and those that choose days with their text. */
      readonly times: readonly Field[];
      readonly dates: { readonly fields: readonly Field[]; readonly text: string };
      readonly problem?: never;
    }
  | { readonly times?: never; readonly dates?: never; readonly problem: string };

function fieldsOf(cron: string): Read {
  if (cron.length > lengthMax) return { problem: `it is longer than ${lengthMax} characters` };
  const text = cron.trim();
  const parts = (shorthands.get(text) ?? text).split(/\s+/u);
  if (text.startsWith("@") && parts.length === 1) return { problem: `${text} is not a known form` };
  if (parts.length === 6) return { problem: "it has 6 fields, and seconds are not supported" };
  if (parts.length !== 5) return { problem: `it has ${parts.length} fields instead of 5` };
  const read = parts.map((part, index) => fieldOf(part, rulesOfFields[index] ?? minutes));
  const problem = read.find((field) => typeof field === "string");
  if (problem !== undefined) return { problem };
  const fields = read.filter(isField);
  const dates = { fields: fields.slice(2), text: parts.slice(2).join(" ") };
  return { times: fields.slice(0, 2), dates };
}

function isField(field: Field | string): field is Field {
  return typeof field !== "string";
}

/** How many days meet the fields day of month, month and day of week. */
function daysMeeting(fields: readonly Field[], month: Month): number {
  const [day, inMonth, weekday] = fields;
  if (day === undefined || inMonth === undefined || weekday === undefined) return 0;
  let total = 0;
  for (const date of month.dayCounts) {
    if (inMonth.values.has(date.month) && onDay(date, day, weekday)) total += date.count;
  }
  return total;
}

function onDay(date: DayCount, day: Field, weekday: Field): boolean {
  const inDays = day.values.has(date.day);
  const inWeekdays = weekday.values.has(date.weekday);
  return day.every || weekday.every ? inDays && inWeekdays : inDays || inWeekdays;
}

/** The field's values, or what is wrong with it. */
function fieldOf(text: string, rules: FieldRules): Field | string {
  const values = new Set<number>();
  let every = false;
  for (const item of text.split(",")) {
    const range = rangeOf(item, rules);
    if (range === undefined) return `"${item}" is no ${rules.name}`;
    for (let value = range.first; value <= range.last; value += range.step) {
      values.add(rules === weekdays ? value % 7 : value);
    }
    every ||= item === "*" || item === "*/1";
  }
  return { values, every };
}

function rangeOf(
  item: string,
  rules: FieldRules,
): { readonly first: number; readonly last: number; readonly step: number } | undefined {
  const match = /^(?:(\*)|([0-9a-z]+)(?:-([0-9a-z]+))?)(?:\/(\d{1,3}))?$/iu.exec(item);
  if (match === null) return undefined;
  const [, star, from = "", to, stepText] = match;
  const step = stepText === undefined ? 1 : Number.parseInt(stepText, 10);
  const top = rules === weekdays ? 6 : rules.high;
  const first = star === undefined ? valueOf(from, rules) : rules.low;
  const last = lastOf({ star, to, stepped: stepText !== undefined, first, top }, rules);
  if (first === undefined || last === undefined || step === 0 || first > last) return undefined;
  return { first, last, step };
}

/** Where a range ends: `*` and `5/10` run to the top, a single value ends with itself. */
function lastOf(
  range: {
    readonly star: string | undefined;
    readonly to: string | undefined;
    readonly stepped: boolean;
    readonly first: number | undefined;
    readonly top: number;
  },
  rules: FieldRules,
): number | undefined {
  if (range.to !== undefined) return valueOf(range.to, rules);
  return range.star !== undefined || range.stepped ? range.top : range.first;
}

function valueOf(text: string, rules: FieldRules): number | undefined {
  const named = rules.names?.indexOf(text.toLowerCase()) ?? -1;
  const value = /^\d{1,2}$/u.test(text) ? Number.parseInt(text, 10) : named;
  return value >= rules.low && value <= rules.high ? value : undefined;
}
