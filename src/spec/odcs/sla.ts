import { compareExact, parseDecimal, times, whole, zero, type Exact } from "../../base/decimal.ts";
import { listAt, memberOf, textAt, textsAt, type Json, type JsonObject } from "../../base/json.ts";
import { plainNumber } from "../../base/quantity.ts";
import type { Place } from "../../diagnostic/place.ts";
import type { Claim } from "../../model/claim.ts";
import { facetClaims, type Subject } from "../subject.ts";
import type { ContractObject } from "./contract.ts";

/** Hours of the units that the standard names; a month has 30 days here, and a year 365. */
const hours: Readonly<Record<string, number>> = {
  h: 1,
  hr: 1,
  hour: 1,
  d: 24,
  day: 24,
  w: 168,
  week: 168,
  mo: 720,
  month: 720,
  y: 8760,
  yr: 8760,
  year: 8760,
};
const daysMax = 100_000;

const meant: ReadonlyMap<string, "sla" | "privacy"> = new Map([
  ["latency", "sla"],
  ["ly", "sla"],
  ["freshness", "sla"],
  ["retention", "privacy"],
  ["re", "privacy"],
]);

interface Promised {
  readonly facet: "sla" | "privacy";
  readonly hours: Exact;
  readonly place: Place;
}

/** How old the data may be, and how long it is kept; of two promises of one kind the longer one. */
export function slaClaims(object: ContractObject, subject: Subject): readonly Claim[] {
  const promises = promisesOf(object).toSorted((a, b) => compareExact(b.hours, a.hours));
  return [...meant.values()]
    .filter((facet, index, all) => all.indexOf(facet) === index)
    .flatMap((facet) => {
      const longest = promises.find((one) => one.facet === facet);
      if (longest === undefined) return [];
      return facetClaims(subject, facet, { value: valueOf(longest), place: longest.place });
    });
}

function promisesOf({ document, name, places }: ContractObject): readonly Promised[] {
  return listAt(document.value, "slaProperties").flatMap((promise, index): readonly Promised[] => {
    const facet = meant.get(textAt(promise, "property")?.toLowerCase() ?? "");
    const length = lengthOf(promise);
    if (facet === undefined || length === undefined || !isAbout(promise, name)) return [];
    return [{ facet, hours: length, place: places.value("slaProperties", index, "value") }];
  });
}

function valueOf({ facet, hours: length }: Promised): JsonObject | undefined {
  if (facet === "privacy") {
    const retentionDays = daysOf(length);
    return retentionDays > daysMax ? undefined : { retentionDays };
  }
  const freshnessHours = Number(length.n) / Number(length.d);
  return Number.isFinite(freshnessHours) && freshnessHours > 0 ? { freshnessHours } : undefined;
}

/** In hours. */
function lengthOf(promise: Json): Exact | undefined {
  const unit = (textAt(promise, "unit") ?? "").toLowerCase();
  const singular = unit.length > 1 ? unit.replace(/s$/u, "") : unit;
  const size = Object.hasOwn(hours, singular) ? hours[singular] : undefined;
  const value = memberOf(promise, "value");
  const number = typeof value === "string" ? value : plainNumber(value ?? null);
  const exact = parseDecimal(number ?? "");
  if (size === undefined || exact === undefined || compareExact(exact, zero) < 0) return undefined;
  return times(exact, whole(size));
}

/** Whole days; a part of a day is one more, since data is still there on it. */
function daysOf({ n, d }: Exact): number {
  const day = d * 24n;
  return Number((n + day - 1n) / day);
}

/** A promise without element is about everything; `orders.placed_at` is about orders. */
function isAbout(promise: Json, name: string): boolean {
  const element = memberOf(promise, "element");
  if (element === undefined) return true;
  const names =
    typeof element === "string"
      ? element.split(",")
      : textsAt(promise, "element").map(([, text]) => text);
  return names.some((text) => text.trim() === name || text.trim().startsWith(`${name}.`));
}
