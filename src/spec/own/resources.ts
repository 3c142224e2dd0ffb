import { memberOf, objectAt, textAt, type Json, type JsonObject } from "../../base/json.ts";
import { byteSize, cpuCores, inGiB, plainNumber } from "../../base/quantity.ts";
import type { Place } from "../../diagnostic/place.ts";
import type { Amount } from "../../model/amount.ts";
import type { Meter } from "../../model/usage.ts";
import { amountOf } from "../amounts.ts";

/** A `resources` map with its places. */
export interface Resources {
  readonly value: JsonObject;
  readonly at: (...steps: readonly string[]) => Place;
  /** Where the map stands. */
  readonly whole: Place;
}

/** A quantity that one copy asks for, with what its price depends on besides. */
export interface Asked {
  readonly meter: Meter;
  readonly amount: Amount;
  readonly place: Place;
  readonly dims: Readonly<Record<string, string>>;
}

/**
 * What one copy asks for. CPU and memory are unknown where they are not stated, because every run
 * uses both; accelerators and disk count where they are stated.
 */
export function askedFor({ value: resources, at, whole }: Resources): readonly Asked[] {
  const always = (meter: Meter, amount: Amount): Asked => {
    const stated = memberOf(resources, meter) !== undefined;
    return { meter, amount, place: stated ? at(meter) : whole, dims: {} };
  };
  const gpu = objectAt(resources, "gpu");
  const storage = objectAt(resources, "storage");
  return [
    always("cpu", amountOf(memberOf(resources, "cpu"), cpuCores)),
    always("memory", amountOf(memberOf(resources, "memory"), gibOf)),
    ...optional(gpu, "count", {
      meter: "gpu",
      place: at("gpu", "count"),
      read: plainNumber,
      dim: ["gpuModel", "model"],
    }),
    ...optional(storage, "bytes", {
      meter: "storage",
      place: at("storage", "bytes"),
      read: gibOf,
      dim: ["class", "class"],
    }),
  ];
}

function optional(
  holder: Json,
  field: string,
  {
    meter,
    place,
    read,
    dim,
  }: {
    readonly meter: Meter;
    readonly place: Place;
    readonly read: (value: Json) => string | undefined;
    readonly dim: readonly [dim: string, field: string];
  },
): readonly Asked[] {
  const value = memberOf(holder, field);
  if (value === undefined) return [];
  const text = textAt(holder, dim[1]);
  return [
    {
      meter,
      amount: amountOf(value, read),
      place,
      dims: text === undefined ? {} : { [dim[0]]: text },
    },
  ];
}

/** A size with its unit, as decimal text in GiB. */
export function gibOf(value: Json): string | undefined {
  return inGiB(byteSize(value) ?? "");
}

/** The members of a map that are text. */
export function textsOf(map: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(map).flatMap(([name, text]) => (typeof text === "string" ? [[name, text]] : [])),
  );
}
