import { over, parseDecimal, times, whole, exactText } from "../base/decimal.ts";
import {
  isObject,
  listAt,
  memberOf,
  objectAt,
  textAt,
  type Json,
  type Steps,
} from "../base/json.ts";
import { byteSize, durationSeconds, inTiB, plainNumber } from "../base/quantity.ts";
import { nearest } from "../base/text.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { placesIn, type Place, type Places } from "../diagnostic/place.ts";
import { PRC_012 } from "../diagnostic/rules/prc.ts";
import type { DecimalText, Range } from "../model/amount.ts";
import type { Declaration } from "../model/claim.ts";
import { intervalOf } from "./interval.ts";
import { selectorOf, type Selector } from "./selector.ts";

export const quantityNames = [
  "duration", // seconds
  "runsPerDay",
  "replicas",
  "bytesScanned", // TiB
  "requestsPerSecond", // millions of requests in an hour
  "warehouse", // seconds
] as const;
export type QuantityName = (typeof quantityNames)[number];

/** One quantity of one usage entry, in the unit that factors have. */
export interface Declared {
  readonly of: QuantityName;
  readonly range: Range;
  /** Written as a range rather than as one number. */
  readonly ranged: boolean;
  readonly place: Place;
  readonly selector: Selector;
  readonly entry: UsageEntry;
  /** Credits that the warehouse takes in an hour; with `warehouse` only. */
  readonly creditsPerHour?: DecimalText;
}

export interface UsageEntry {
  readonly match: Json;
  readonly place: Place;
}

/** Credits per hour of a virtual warehouse: 1 for the smallest, doubling with each size. */
const warehouseSizes = [
  ["x-small", "xsmall", "xs"],
  ["small", "s"],
  ["medium", "m"],
  ["large", "l"],
  ["x-large", "xlarge", "xl"],
  ["2x-large", "xxlarge", "x2large", "2xl"],
  ["3x-large", "xxxlarge", "x3large", "3xl"],
  ["4x-large", "x4large", "4xl"],
  ["5x-large", "x5large", "5xl"],
  ["6x-large", "x6large", "6xl"],
] as const;

type Convert = (value: Json) => string | undefined;

const conversions: Readonly<Record<Exclude<QuantityName, "warehouse">, Convert>> = {
  duration: durationSeconds,
  runsPerDay: plainNumber,
  replicas: plainNumber,
  bytesScanned: (value) => inTiB(byteSize(value) ?? ""),
  requestsPerSecond: millionsAnHour,
};

interface EntryReader {
  readonly value: Json;
  readonly steps: Steps;
  readonly places: Places;
  readonly selector: Selector;
  readonly entry: UsageEntry;
  readonly diagnostics: Diagnostic[];
}

/**
 * The quantities of all usage documents. Ranges may leave out their bounds, which are then the
 * expected value; one that is out of order is reported as PRC-012 and left out.
 */
export function readUsage(declarations: readonly Declaration[]): {
  readonly declared: readonly Declared[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const declared = declarations
    .filter(({ kind }) => kind === "Usage")
    .flatMap(({ path, document, value }) => {
      const places = placesIn(path, document);
      return listAt(objectAt(value, "spec"), "entries").flatMap((entry, index) => {
        const steps = ["spec", "entries", index];
        const match = memberOf(entry, "match") ?? null;
        const place = places.value(...steps, "match");
        const selector = selectorOf(match);
        const reader = { value: entry, steps, places, selector, diagnostics };
        return quantitiesOf({ ...reader, entry: { match, place } });
      });
    });
  return { declared, diagnostics };
}

function quantitiesOf(reader: EntryReader): readonly Declared[] {
  return quantityNames.flatMap((of) => {
    const value = memberOf(reader.value, of);
    if (value === undefined) return [];
    return of === "warehouse" ? warehouseOf(reader, value) : declaredOf(reader, { of, value });
  });
}

function declaredOf(
  reader: EntryReader,
  { of, value }: { readonly of: Exclude<QuantityName, "warehouse">; readonly value: Json },
): readonly Declared[] {
  const range = rangeOf(value, conversions[of]);
  const place = reader.places.value(...reader.steps, of);
  if (range === undefined) return refused(reader, place, of);
  const { selector, entry } = reader;
  return [{ of, range, ranged: isObject(value), place, selector, entry }];
}

function warehouseOf(reader: EntryReader, value: Json): readonly Declared[] {
  const { selector, entry, places, steps, diagnostics } = reader;
  const word = textAt(value, "size") ?? "";
  const power = warehouseSizes.findIndex((names) => names.some((name) => name === word));
  if (power < 0) {
    const near = nearest(word, warehouseSizes.flat());
    diagnostics.push(
      diagnose(PRC_012, {
        message: `"${word}" is not a known warehouse size`,
        place: places.value(...steps, "warehouse", "size"),
        help:
          near === undefined
            ? `sizes: ${warehouseSizes.map(([name]) => name).join(", ")}`
            : `did you mean "${near}"?`,
      }),
    );
    return [];
  }
  const seconds = memberOf(value, "secondsPerRun") ?? null;
  const place = places.value(...steps, "warehouse", "secondsPerRun");
  const range = rangeOf(seconds, plainNumber);
  if (range === undefined) return refused(reader, place, "secondsPerRun");
  const creditsPerHour = String(2 ** power);
  return [
    { of: "warehouse", range, ranged: isObject(seconds), place, selector, entry, creditsPerHour },
  ];
}

function refused(reader: EntryReader, place: Place, name: string): readonly Declared[] {
  const message = `${name} is neither a quantity nor a range with low ≤ expected ≤ high`;
  reader.diagnostics.push(diagnose(PRC_012, { message, place }));
  return [];
}

function rangeOf(value: Json, convert: Convert): Range | undefined {
  const expected = convert(isObject(value) ? (memberOf(value, "expected") ?? null) : value);
  if (expected === undefined) return undefined;
  const low = boundOf(value, "low", convert) ?? expected;
  const high = boundOf(value, "high", convert) ?? expected;
  const range = { low, expected, high };
  return intervalOf(range) === undefined ? undefined : range;
}

/** A bound as text; one that is not readable stays unreadable, so that the range is refused. */
function boundOf(value: Json, key: "low" | "high", convert: Convert): string | undefined {
  const bound = memberOf(value, key);
  return bound === undefined ? undefined : (convert(bound) ?? "");
}

function millionsAnHour(value: Json): string | undefined {
  const perSecond = parseDecimal(plainNumber(value) ?? "");
  return perSecond && exactText(over(times(perSecond, whole(3600)), whole(1_000_000)));
}
