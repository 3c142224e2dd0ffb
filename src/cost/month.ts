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
  const [, year = "", month = ""] = /^(\d{4})-(0[1-9]|1[0-2])$/u.exec(text) ?? [];
  if (year === "") return undefined;
  const position = (Number.parseInt(year, 10) % 400) * 12 + Number.parseInt(month, 10) - 1;
  const dayCounts = cycleMonths()[position] ?? [];
  const days = whole(dayCounts.length);
  return { hours: times(days, whole(24)), days, dayCounts, months: 1 };
}

/** Every month of the 400 years from year 0 (mod 400), day by day. 2000-01-01 was a Saturday. */
function cycleMonths(): readonly (readonly DayCount[])[] {
  let weekday = 6;
  return Array.from({ length: cycle.months }, (_, position) => {
    const month = (position % 12) + 1;
    return Array.from({ length: daysIn(Math.floor(position / 12), month) }, (__, index) => {
      const day = { month, day: index + 1, weekday, count: 1 };
      weekday = (weekday + 1) % 7;
      return day;
    });
  });
}

function averageDayCounts(): readonly DayCount[] {
  const counts = new Map<string, DayCount>();
  for (const day of cycleMonths().flat()) {
    const key = `${day.month} ${day.day} ${day.weekday}`;
    counts.set(key, { ...day, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
