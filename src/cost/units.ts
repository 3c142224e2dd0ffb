import { byteSize } from "../base/quantity.ts";
import { one, over, parseDecimal, whole, type Exact } from "../base/decimal.ts";
import type { Meter } from "../model/usage.ts";

interface Unit {
  /** The word that quantities in a price table are written with; `bytes` for any byte unit. */
  readonly word: string;
  /** How many of the word one unit is. */
  readonly size: Exact;
  readonly per?: "h" | "mo";
}

const gib = whole(2n ** 30n);
const million = whole(1_000_000n);

/** What a price can be for: a thing, and for what lasts, the time it is held. Closed. */
export type UnitName =
  | "vCPU.h"
  | "GiB.h"
  | "GPU.h"
  | "GiB.mo"
  | "TiB"
  | "credit"
  | "DBU"
  | "slot.h"
  | "request.1e6"
  | "1e6.token"
  | "node.h"
  | "IOPS.mo";

const units: Readonly<Record<UnitName, Unit>> = {
  "vCPU.h": { word: "vCPU", size: one, per: "h" },
  "GiB.h": { word: "bytes", size: gib, per: "h" },
  "GPU.h": { word: "GPU", size: one, per: "h" },
  "GiB.mo": { word: "bytes", size: gib, per: "mo" },
  TiB: { word: "bytes", size: whole(2n ** 40n) },
  credit: { word: "credit", size: one },
  DBU: { word: "DBU", size: one },
  "slot.h": { word: "slot", size: one, per: "h" },
  "request.1e6": { word: "request", size: million },
  "1e6.token": { word: "token", size: million },
  "node.h": { word: "node", size: one, per: "h" },
  "IOPS.mo": { word: "IOPS", size: one, per: "mo" },
};

/** What each meter of usage is measured in. */
export const unitOfMeter: Readonly<Record<Meter, UnitName>> = {
  cpu: "vCPU.h",
  memory: "GiB.h",
  gpu: "GPU.h",
  storage: "GiB.mo",
  bytes_scanned: "TiB",
  warehouse_credit: "credit",
  requests: "request.1e6",
};

/** The same for all resources that a price table may name, those included that nothing meters yet. */
const unitsByResource: ReadonlyMap<string, UnitName> = new Map([
  ...Object.entries(unitOfMeter),
  ["dbu", "DBU"],
  ["slots", "slot.h"],
  ["nodes", "node.h"],
  ["iops", "IOPS.mo"],
  ["tokens.input", "1e6.token"],
  ["tokens.cached_input", "1e6.token"],
  ["tokens.output", "1e6.token"],
]);

export const resources: readonly string[] = [...unitsByResource.keys()];

/** The unit of a resource; undefined for a word that is none. */
export function unitOf(resource: string): UnitName | undefined {
  return unitsByResource.get(resource);
}

export const unitNames: readonly string[] = Object.keys(units);

export function isUnit(text: string): text is UnitName {
  return Object.hasOwn(units, text);
}

/** What one of a meter's sizes is called, for formulas. */
export const sizeWord: Readonly<Record<Meter, string>> = {
  cpu: "vCPU",
  memory: "GiB",
  gpu: "GPU",
  storage: "GiB",
  bytes_scanned: "TiB",
  warehouse_credit: "credit",
  requests: "million requests",
};

const grammar = /^(\d+(?:\.\d+)?) ?([A-Za-z]+)(?:\.(h|mo))?$/u;

/**
 * A quantity written with its unit (`"50 TiB"`, `"1000000 request"`) as a number of `unit`. A
 * period may be left out, and has to be the unit's own where it stands.
 *
 * @returns undefined when the text is no quantity or is one of something else
 */
export function inUnit(text: string, unit: UnitName): Exact | undefined {
  const { word, size, per }: Unit = units[unit];
  const [, digits = "", written = "", period] = grammar.exec(text) ?? [];
  if (period !== undefined && period !== per) return undefined;
  const count = word === "bytes" ? byteSize(`${digits} ${written}`) : written === word && digits;
  const value = typeof count === "string" ? parseDecimal(count) : undefined;
  return value && over(value, size);
}
