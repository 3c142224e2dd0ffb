import { compareExact, isNegative, parseDecimal, whole, type Exact } from "../base/decimal.ts";
import { listAt, memberOf, objectAt, textAt, type Json, type Steps } from "../base/json.ts";
import type { Day } from "../base/ports.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { placesIn, type Place } from "../diagnostic/place.ts";
import { PRC_005, PRC_008 } from "../diagnostic/rules/prc.ts";
import type { Declaration } from "../model/claim.ts";
import {
  rowOf,
  type PriceRow,
  type PriceTable,
  type Report,
  type TableReader,
} from "./price-row.ts";
import { fact, selectorOf, type Selector } from "./selector.ts";

export interface Discount {
  readonly id: string;
  readonly place: Place;
  readonly selector: Selector;
  /** What is left to pay, as a factor: 0.875 for 12.5 percent. */
  readonly factor: Exact;
}

export interface Prices {
  readonly tables: readonly PriceTable[];
  readonly rows: readonly PriceRow[];
  readonly discounts: readonly Discount[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The price rows and discounts of all price tables that hold on `asOf`; intervals include their
 * first day and exclude their last. Expects documents that satisfy the schema, and reports as PRC
 * what a schema cannot see: units that do not fit, tiers out of order, ids used twice.
 */
export function readPrices(declarations: readonly Declaration[], asOf: Day): Prices {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (rule, facts) => diagnostics.push(diagnose(rule, facts));
  const readers = declarations
    .filter(({ kind }) => kind === "PriceTable")
    .map((declaration) => readerOf(declaration, asOf, report));
  return {
    tables: readers.map(({ table }) => table),
    rows: readers.flatMap(rowsOf),
    discounts: readers.flatMap(discountsOf),
    diagnostics,
  };
}

function readerOf(declaration: Declaration, asOf: Day, report: Report): TableReader {
  const places = placesIn(declaration.path, declaration.document);
  const spec = objectAt(declaration.value, "spec");
  const hours = memberOf(spec, "hoursPerMonth");
  const table: PriceTable = {
    name: declaration.name,
    currency: textAt(spec, "currency") ?? "",
    place: places.key("spec", "prices"),
    currencyPlace: places.value("spec", "currency"),
    fact: fact("table", declaration.path, String(declaration.document)),
    ...(typeof hours === "number" && { hoursPerMonth: `${hours}` }),
    ...(typeof hours === "string" && { hoursPerMonth: hours }),
  };
  return { spec, table, places, asOf, report };
}

function rowsOf(reader: TableReader): readonly PriceRow[] {
  const seen = new Map<string, Place>();
  return listAt(reader.spec, "prices").flatMap((value, index) => {
    const steps = ["spec", "prices", index];
    const place = uniqueId(reader, { value, steps, seen });
    const effective = memberOf(value, "effective");
    return holds(reader, effective, [...steps, "effective"])
      ? [rowOf(reader, value, { steps, place })]
      : [];
  });
}

function discountsOf(reader: TableReader): readonly Discount[] {
  const seen = new Map<string, Place>();
  return listAt(reader.spec, "discounts").flatMap((value, index) => {
    const steps = ["spec", "discounts", index];
    uniqueId(reader, { value, steps, seen });
    const percent = parseDecimal(textAt(value, "percent") ?? "");
    if (percent === undefined || isNegative(percent) || compareExact(percent, whole(100)) > 0) {
      const place = reader.places.value(...steps, "percent");
      reader.report(PRC_005, {
        message: "a discount is a percentage from 0 to 100, as text",
        place,
      });
      return [];
    }
    if (!holds(reader, value, steps)) return [];
    const { facts, ...selector } = selectorOf(memberOf(value, "match"));
    return [
      {
        id: textAt(value, "id") ?? "",
        place: reader.places.value(...steps),
        selector: { ...selector, facts: [...facts, reader.table.fact] },
        factor: { n: 100n * percent.d - percent.n, d: 100n * percent.d },
      },
    ];
  });
}

/** Whether `asOf` lies in [from, to); days in ISO form order as text. */
function holds(reader: TableReader, interval: Json | undefined, steps: Steps): boolean {
  const from = textAt(interval, "from");
  const to = textAt(interval, "to");
  if (from !== undefined && to !== undefined && to <= from) {
    reader.report(PRC_005, {
      message: `the interval from ${from} to ${to} holds on no day`,
      place: reader.places.value(...steps, "to"),
      help: "the day in `to` is the first one on which it holds no more",
    });
  }
  return (from === undefined || from <= reader.asOf) && (to === undefined || reader.asOf < to);
}

/** Reports an id that was seen before; returns its place. */
function uniqueId(
  reader: TableReader,
  row: { readonly value: Json; readonly steps: Steps; readonly seen: Map<string, Place> },
): Place {
  const id = textAt(row.value, "id") ?? "";
  const place = reader.places.value(...row.steps, "id");
  const first = row.seen.get(id);
  if (first === undefined) row.seen.set(id, place);
  else {
    const message = `id "${id}" is used twice in ${reader.table.name}`;
    const related = [{ message: `"${id}" is used here first`, place: first }];
    reader.report(PRC_008, { message, place, related });
  }
  return place;
}
