import { over, parseDecimal, times, whole, type Exact } from "../base/decimal.ts";

/** How often each (month, day of month, weekday) occurs in the months that an estimate speaks of. */
export interface DayCount {
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly count: number;
}

/** The month that an estimate is for: an average one, or one of the calendar. */
export interface Month {
  /** Hours of what is always on. */
  readonly hours: Exact;
  /** Days, for what happens so many times a day. */
  readonly days: Exact;
  readonly dayCounts: readonly DayCount[];
  /** Number of months that `dayCounts` adds up. */
  readonly months: number;
}

/** 2000-01-01, the first day of a cycle, was a Saturday. */
const firstWeekday = 6;
const cycle = { years: 400, months: 4800, days: 146_097 };

/**
 * The average month of the Gregorian calendar, taken over its whole cycle of 400 years: a monthly
 * job runs exactly once, a daily one 30.436875 times. `hoursPerMonth` is a convention of billing
 * and decides only about what is always on.
 *
 * @returns undefined unless `hoursPerMonth` is a decimal above 0 and at most 744
 */
export function averageMonth(hoursPerMonth: string): Month | undefined {
  const hours = parseDecimal(hoursPerMonth);
  if (hours === undefined || hours.n <= 0n || hours.n > 744n * hours.d) return undefined;
  const days = over(whole(cycle.days), whole(cycle.months));
  return { hours, days, dayCounts: averageDayCounts(), months: cycle.months };
}

/** The month `YYYY-MM` with its real days, each of 24 hours; undefined for other text. */
export function calendarMonth(text: string): Month | undefined {
  const [, yearText = "", monthText = ""] = /^(\d{4})-(0[1-9]|1[0-2])$/u.exec(text) ?? [];
  if (yearText === "") return undefined;
  const year = Number.parseInt(yearText, 10) % cycle.years;
  const month = Number.parseInt(monthText, 10);
  const position = year * 12 + month - 1;
  let weekday = firstWeekday;
  for (let before = 0; before < position; before += 1) weekday += daysIn(before);
  const dayCounts = Array.from({ length: daysIn(position) }, (_, index) => {
    return { month, day: index + 1, weekday: (weekday + index) % 7, count: 1 };
  });
  const days = whole(dayCounts.length);
  return { hours: times(days, whole(24)), days, dayCounts, months: 1 };
}

/** Walks through the years of the cycle; years of equal length and first weekday are alike. */
function averageDayCounts(): readonly DayCount[] {
  const alike = new Map<number, number>();
  let weekday = firstWeekday;
  for (let year = 0; year < cycle.years; year += 1) {
    const leap = daysIn(year * 12 + 1) === 29;
    const kind = (leap ? 0 : 7) + (weekday % 7);
    alike.set(kind, (alike.get(kind) ?? 0) + 1);
    weekday += leap ? 366 : 365;
  }
  return [...alike].flatMap(([kind, count]) => daysOfYear(kind, count));
}

/** All days of `count` equal years. Year 0 is a leap year, year 1 is none. */
function daysOfYear(kind: number, count: number): readonly DayCount[] {
  const days: DayCount[] = [];
  for (let month = 1; month <= 12; month += 1) {
    const length = daysIn((kind < 7 ? 0 : 12) + month - 1);
    for (let day = 1; day <= length; day += 1) {
      days.push({ month, day, weekday: (kind + days.length) % 7, count });
    }
  }
  return days;
}

/** Days of a month, counted in months from January of year 0 (mod 400). */
function daysIn(position: number): number {
  const [year, month] = [Math.floor(position / 12), (position % 12) + 1];
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
