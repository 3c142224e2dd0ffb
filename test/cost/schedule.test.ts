import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactText, roundedText, whole } from "../../src/base/decimal.ts";
import { averageMonth, calendarMonth, type Month } from "../../src/cost/month.ts";
import { runsIn } from "../../src/cost/schedule.ts";

const average = averageMonth("730")!;
const month = (text: string): Month => calendarMonth(text)!;
const runs = (cron: string, during: Month = average): string => {
  const found = runsIn(during)(cron);
  return found.runs === undefined ? found.problem : roundedText(found.runs, 6);
};

describe("months", () => {
  test("the average month takes the hours that it is given, and the days of the calendar", () => {
    expect(exactText(average.hours)).toBe("730");
    expect(exactText(average.days)).toBe("30.436875");
    expect(exactText(averageMonth("730.485")!.hours)).toBe("730.485");
  });

  test.each([
    ["2026-02", 28],
    ["2028-02", 29],
    ["2100-02", 28],
    ["2000-02", 29],
    ["2026-11", 30],
    ["2026-12", 31],
  ])("%s has %i days of 24 hours", (text, days) => {
    expect(exactText(month(text).days)).toBe(String(days));
    expect(exactText(month(text).hours)).toBe(String(days * 24));
  });

  test("weekdays are those of the calendar", () => {
    for (const year of ["1999", "2024", "2026", "2100", "2399", "2401"]) {
      const real = month(`${year}-03`).dayCounts.map(({ day }) =>
        new Date(Date.UTC(Number(year), 2, day)).getUTCDay(),
      );
      expect(month(`${year}-03`).dayCounts.map(({ weekday }) => weekday)).toEqual(real);
    }
  });

  test.each(["0", "-1", "745", "abc", "", "1e3"])("%j hours are no month", (hours) => {
    expect(averageMonth(hours)).toBeUndefined();
  });

  test.each(["2026-13", "2026-00", "2026", "26-01", "2026-1", ""])("%j is no month", (text) => {
    expect(calendarMonth(text)).toBeUndefined();
  });
});

describe("cron", () => {
  test.each([
    ["0 4 * * *", "30.436875"],
    ["@daily", "30.436875"],
    ["@midnight", "30.436875"],
    ["@hourly", "730.485"],
    ["@weekly", "4.348125"],
    ["0 0 * * SUN", "4.348125"],
    ["0 0 * * 7", "4.348125"],
    ["@monthly", "1"],
    ["0 0 31 * *", "0.583333"],
    ["@yearly", "0.083333"],
    ["@annually", "0.083333"],
    ["0 0 29 2 *", "0.020208"],
    ["*/15 * * * *", "2921.94"],
    ["0-30/10 9-17 * * *", "1095.7275"],
    ["5/20 * * * *", "2191.455"],
    ["0,30 8,20 * * *", "121.7475"],
    ["0 6 * * mon-fri", "21.740625"],
    ["0 6 * jan-mar *", "7.520208"],
    ["  0   4 * * *  ", "30.436875"],
    ["0 0 31 2 *", "0"],
  ])("%s runs %s times in an average month", (expression, expected) => {
    expect(runs(expression)).toBe(expected);
  });

  test.each([
    ["0 4 * * *", "2026-02", "28"],
    ["0 4 * * *", "2028-02", "29"],
    ["0 4 * * 1-5", "2026-11", "21"],
    ["0 4 31 * *", "2026-11", "0"],
    ["0 4 * * 5-7", "2026-11", "13"],
    ["0 0 1,15 * *", "2026-11", "2"],
  ])("%s in %s runs %s times", (expression, text, expected) => {
    expect(runs(expression, month(text))).toBe(expected);
  });

  test("with both day fields restricted either one is enough; with a star both must hold", () => {
    // November 2026: Mondays are 2, 9, 16, 23, 30.
    expect(runs("0 0 1,2 * 1", month("2026-11"))).toBe("6");
    expect(runs("0 0 * * 1", month("2026-11"))).toBe("5");
    expect(runs("0 0 */2 * 1", month("2026-11"))).toBe("18");
    expect(runs("0 0 */1 * 1", month("2026-11"))).toBe("5");
  });

  test.each([
    ["0 0 4 * * *", /6 fields/u],
    ["0 4 * *", /4 fields/u],
    ["", /1 fields/u],
    ["@every 1h", /2 fields/u],
    ["@reboot", /not a known form/u],
    ["60 4 * * *", /"60" is no minute/u],
    ["0 24 * * *", /"24" is no hour/u],
    ["0 4 0 * *", /"0" is no day of month/u],
    ["0 4 * 13 *", /"13" is no month/u],
    ["0 4 * * 8", /"8" is no day of week/u],
    ["0 4 ? * *", /"\?" is no/u],
    ["0 4 L * *", /"L" is no/u],
    ["0 4 * * 1#2", /is no day of week/u],
    ["*/0 4 * * *", /"\*\/0" is no/u],
    ["30-10 4 * * *", /"30-10" is no/u],
    ["0 4 * * fri-mon", /"fri-mon" is no/u],
    ["1,,2 4 * * *", /"" is no minute/u],
    ["-1 4 * * *", /"-1" is no/u],
    ["H 4 * * *", /"H" is no/u],
    ["CRON_TZ=UTC 0 4 * * *", /6 fields/u],
    ["{{cron}} 4 * * *", /is no minute/u],
    ["0 ".repeat(300), /longer than 256/u],
  ])("%j is refused with the reason", (expression, reason) => {
    expect(runs(expression)).toMatch(reason);
  });

  test("no text makes it throw, and a count is never negative", () => {
    const alphabet = fc.constantFrom(..."0123456789 */,-@?LWHjanmonday".split(""));
    const texts = fc.oneof(fc.string(), fc.string({ unit: alphabet, maxLength: 30 }));
    const inNovember = runsIn(month("2026-11"));
    fc.assert(
      fc.property(texts, (text) => {
        const found = inNovember(text);
        expect(found.problem ?? found.runs.n >= 0n).toBeTruthy();
      }),
      { numRuns: 2000 },
    );
  });

  test("what was counted before changes no count", () => {
    const field = fc.constantFrom("*", "1", "2", "1,2", "*/2");
    const crons = fc.array(
      fc.tuple(field, field, field, field, field).map((fields) => fields.join(" ")),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(crons, (all) => {
        const counting = runsIn(average);
        for (const cron of all) expect(counting(cron)).toEqual(runsIn(average)(cron));
      }),
      { numRuns: 20 },
    );
  });

  test("months of a year add up to the runs of the year, counted day by day", () => {
    const field = fc.integer({ min: 1, max: 28 });
    fc.assert(
      fc.property(
        fc.array(field, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 6 }),
        (list, weekday) => {
          const cron = `0 4 ${list.join(",")} * ${weekday}`;
          let counted = 0;
          for (let day = 0; day < 365; day += 1) {
            const date = new Date(Date.UTC(2026, 0, 1 + day));
            if (list.includes(date.getUTCDate()) || date.getUTCDay() === weekday) counted += 1;
          }
          const year = Array.from({ length: 12 }, (_, index) =>
            month(`2026-${String(index + 1).padStart(2, "0")}`),
          );
          expect(year.reduce((sum, one) => sum + Number(runs(cron, one)), 0)).toBe(counted);
        },
      ),
      { numRuns: 20 },
    );
  });

  test("a plain decimal number of hours stays exact", () => {
    expect(averageMonth("744")!.hours).toEqual(whole(744));
  });
});
