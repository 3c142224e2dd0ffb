import { expect, test } from "vitest";
import { dayOf, systemClock } from "../../src/host/clock.ts";

test("a day is the UTC day, whatever the moment's own zone", () => {
  expect(dayOf(new Date("2026-03-01T00:30:00+02:00"))).toBe("2026-02-28");
  expect(dayOf(new Date("2026-02-28T23:30:00-02:00"))).toBe("2026-03-01");
});

test("a moment beyond the year 9999 has no day", () => {
  expect(() => dayOf(new Date(Date.UTC(10_000, 0, 1)))).toThrow("beyond the year 9999");
});

test("today is this machine's moment as a day", () => {
  const before = dayOf(new Date());
  const today = systemClock.today();
  expect([before, dayOf(new Date())]).toContain(today);
});
