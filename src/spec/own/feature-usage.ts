import {
  compareExact,
  exactText,
  over,
  parseDecimal,
  times,
  whole,
  zero,
} from "../../base/decimal.ts";
import { isObject, memberOf, objectAt, textAt, type Json } from "../../base/json.ts";
import { durationSeconds, plainNumber } from "../../base/quantity.ts";
import type { Claim } from "../../model/claim.ts";
import type { Factor, UsageLine } from "../../model/usage.ts";
import { amountOf } from "../amounts.ts";
import { declared } from "../subject.ts";
import type { OwnDocument } from "./metadata.ts";
import { askedFor, gibOf, textsOf } from "./resources.ts";

/**
 * What a feature view uses in a month: the job that fills the stores, what lies in each store, and
 * the reads of the online one. What is not stated of the job's size is unknown; stores without a
 * size have no line, since many are priced by reads alone.
 */
export function featureUsage(document: OwnDocument): readonly Claim[] {
  const lines = [
    ...jobLines(document),
    ...storageLine(document, "onlineStore"),
    ...storageLine(document, "offlineStore"),
    ...readsLine(document),
  ];
  return lines.map((usage) => declared(document.subject, { is: "usage", usage }, usage.place));
}

function jobLines({ spec, places }: OwnDocument): readonly UsageLine[] {
  const job = objectAt(spec, "materialization");
  if (!isObject(memberOf(job, "resources"))) return [];
  const line = "materialization";
  const itself = places.key("spec", line);
  const stated = memberOf(job, "duration") !== undefined;
  const duration: Factor = {
    of: "duration",
    amount: amountOf(memberOf(job, "duration"), durationSeconds),
    place: stated ? places.value("spec", line, "duration") : itself,
  };
  const asked = askedFor({
    value: objectAt(job, "resources"),
    at: (...steps) => places.value("spec", line, "resources", ...steps),
    whole: places.key("spec", line, "resources"),
  });
  return asked.map(({ meter, amount, place, dims }) => ({
    line,
    meter,
    factors: [
      { of: "size", amount, place },
      ...copies({ spec, places }),
      duration,
      runs({ spec, places }),
    ],
    dims: { ...textsOf(objectAt(job, "dims")), ...dims },
    place,
  }));
}

type Part = Pick<OwnDocument, "spec" | "places">;

function copies({ spec, places }: Part): readonly Factor[] {
  const count = memberOf(objectAt(objectAt(spec, "materialization"), "resources"), "count");
  if (count === undefined) return [];
  const place = places.value("spec", "materialization", "resources", "count");
  return [{ of: "count", amount: amountOf(count, plainNumber), place }];
}

function runs({ spec, places }: Part): Factor {
  const job = objectAt(spec, "materialization");
  const [cron = "", timezone] = [textAt(job, "cron"), textAt(job, "timezone")];
  const suspended = memberOf(job, "suspend") === true;
  const schedule = { cron, ...(timezone !== undefined && { timezone }), suspended };
  return { of: "schedule", schedule, place: places.value("spec", "materialization") };
}

function storageLine(
  { spec, places }: OwnDocument,
  field: "onlineStore" | "offlineStore",
): readonly UsageLine[] {
  const store = objectAt(spec, field);
  const bytes = memberOf(store, "bytes");
  if (bytes === undefined) return [];
  const place = places.value("spec", field, "bytes");
  const line = field === "onlineStore" ? "online store" : "offline store";
  const size: Factor = { of: "size", amount: amountOf(bytes, gibOf), place };
  return [{ line, meter: "storage", factors: [size], dims: platform(store), place }];
}

function readsLine({ spec, places }: OwnDocument): readonly UsageLine[] {
  const store = objectAt(spec, "onlineStore");
  const rate = memberOf(store, "readsPerSecond");
  if (rate === undefined) return [];
  const place = places.value("spec", "onlineStore", "readsPerSecond");
  const size: Factor = { of: "size", amount: amountOf(rate, millionsAnHour), place };
  const factors: readonly Factor[] = [size, { of: "month" }];
  return [{ line: "online reads", meter: "requests", factors, dims: platform(store), place }];
}

/** Reads a second as millions an hour, which is what a month of hours multiplies. */
function millionsAnHour(value: Json): string | undefined {
  const rate = parseDecimal(plainNumber(value) ?? "");
  if (rate === undefined || compareExact(rate, zero) < 0) return undefined;
  return exactText(over(times(rate, whole(3600)), whole(1_000_000)));
}

function platform(store: Json): Readonly<Record<string, string>> {
  const name = textAt(store, "platform");
  return name === undefined ? {} : { platform: name };
}
