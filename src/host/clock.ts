import { Failure } from "../base/failure.ts";
import type { Clock, Day } from "../base/ports.ts";

/** The clock of this machine, in UTC. */
export const systemClock: Clock = { today: () => dayOf(new Date()) };

/** The UTC day of a moment in the years 0000 to 9999. */
export function dayOf(moment: Date): Day {
  const day = moment.toISOString().slice(0, "YYYY-MM-DD".length);
  if (!isDay(day)) throw new Failure("LIMIT", `${moment.toISOString()} is beyond the year 9999`);
  return day;
}

function isDay(text: string): text is Day {
  return /^\d{4}-\d{2}-\d{2}$/u.test(text);
}
