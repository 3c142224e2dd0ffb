import { compareExact, isNegative, parseDecimal, whole, type Exact } from "../base/decimal.ts";
import { listAt, memberOf, textAt, type Json, type Steps } from "../base/json.ts";
import type { Day } from "../base/ports.ts";
import { nearest } from "../base/text.ts";
import type { DiagnosticFacts, RuleInfo } from "../diagnostic/diagnostic.ts";
import type { Place, Places } from "../diagnostic/place.ts";
import { PRC_005, PRC_006 } from "../diagnostic/rules/prc.ts";
import type { Currency, PriceUsed } from "../model/estimate.ts";
import { priceText, type Charge, type Tier } from "./charge.ts";
import { selectorOf, type Selector } from "./selector.ts";
import { inUnit, isUnit, resources, unitNames, unitOf, type UnitName } from "./units.ts";

/** A row that holds on the day asked for. One that cannot be used still matches: its lines are unknown. */
export interface PriceRow {
  readonly id: string;
  readonly place: Place;
  readonly resource: string;
  readonly selector: Selector;
  /** Whether it asks for more than a resource. */
  readonly conditional: boolean;
  readonly table: PriceTable;
  readonly charge: Charge;
  /** What its lines say that they are priced with; of tiers, the first. */
  readonly used: PriceUsed;
  /** Least size that is billed each time, in the unit without its period. */
  readonly minimum?: Exact;
}

export interface PriceTable {
  readonly name: string;
  readonly currency: Currency;
  readonly place: Place;
  readonly currencyPlace: Place;
  /** Says of a subject that the price comes from this table, which its discounts ask for. */
  readonly fact: string;
  /** The month that its prices were made for, where it states one. */
  readonly hoursPerMonth?: string;
}

export type Report = (rule: RuleInfo, facts: DiagnosticFacts) => void;

/** One table while it is read. */
export interface TableReader {
  readonly spec: Json;
  readonly table: PriceTable;
  readonly places: Places;
  readonly asOf: Day;
  readonly report: Report;
}

/** The row as it is priced with; what is wrong with it is reported, and it then prices nothing. */
export function rowOf(
  reader: TableReader,
  value: Json,
  { steps, place }: { readonly steps: Steps; readonly place: Place },
): PriceRow {
  const resource = textAt(value, "resource") ?? "";
  const unit = fittingUnit(reader, value, steps);
  const minimumText = textAt(value, "minimum");
  const minimum =
    minimumText === undefined || unit === undefined ? undefined : inUnit(minimumText, unit);
  const broken = minimumText !== undefined && unit !== undefined && minimum === undefined;
  if (broken) misfit(reader, [...steps, "minimum"], { text: minimumText, unit });
  const read = chargeOf(reader, { value, steps, unit });
  const charge: Charge = broken ? { of: "invalid" } : read;
  const id = textAt(value, "id") ?? "";
  return {
    id,
    place,
    resource,
    selector: selectorOf(memberOf(value, "match"), resource),
    conditional: memberOf(value, "match") !== undefined,
    table: reader.table,
    charge,
    used: { id, unit: unit ?? "", price: priceText(undefined, charge), place },
    ...(minimum !== undefined && { minimum }),
  };
}

/** The unit, when it is the one that its resource is measured in; a free row needs none. */
function fittingUnit(reader: TableReader, value: Json, steps: Steps): UnitName | undefined {
  const resource = textAt(value, "resource") ?? "";
  const unit = textAt(value, "unit");
  const wanted = unitOf(resource);
  if (resource !== "*" && wanted === undefined) {
    const near = nearest(resource, resources);
    reader.report(PRC_006, {
      message: `"${resource}" is not a metered resource`,
      place: reader.places.value(...steps, "resource"),
      help: near === undefined ? `resources: ${resources.join(", ")}` : `did you mean "${near}"?`,
    });
    return undefined;
  }
  if (unit === undefined || unit === wanted) return wanted;
  const help = isUnit(unit) ? undefined : `units: ${unitNames.join(", ")}`;
  const message =
    wanted === undefined
      ? "a price for every resource cannot have one unit"
      : `${resource} is measured in ${wanted}, not in ${unit}`;
  reader.report(PRC_006, { message, place: reader.places.value(...steps, "unit"), help });
  return undefined;
}

interface RowFacts {
  readonly value: Json;
  readonly steps: Steps;
  readonly unit: UnitName | undefined;
}

function chargeOf(reader: TableReader, { value, steps, unit }: RowFacts): Charge {
  const free = textAt(value, "free");
  if (free !== undefined) return { of: "free", reason: free };
  const tiers = listAt(value, "tiers");
  if (unit === undefined) return { of: "invalid" };
  if (tiers.length === 0) {
    const price = priceOf(reader, memberOf(value, "price"), [...steps, "price"]);
    return price === undefined ? { of: "invalid" } : { of: "flat", ...price };
  }
  const mode = textAt(value, "tierMode") === "whole" ? "whole" : "excess";
  const read = tiers.map((tier, index) =>
    tierOf(reader, { value: tier, steps: [...steps, "tiers", index], unit }),
  );
  const usable = read.filter((tier) => tier !== undefined);
  if (usable.length < read.length || !rising(reader, usable, [...steps, "tiers"]))
    return { of: "invalid" };
  return { of: "tiers", mode, tiers: usable };
}

function priceOf(
  reader: TableReader,
  value: Json | undefined,
  steps: Steps,
): { price: Exact; text: string } | undefined {
  const text = typeof value === "string" ? value : "";
  const price = parseDecimal(text);
  if (price !== undefined && !isNegative(price)) return { price, text };
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  reader.report(PRC_005, {
    message: `"${shown}" is not a price: expected a decimal of 0 or more, as text`,
    place: reader.places.value(...steps),
  });
  return undefined;
}

function tierOf(reader: TableReader, { value, steps, unit }: RowFacts): Tier | undefined {
  const price = priceOf(reader, memberOf(value, "price"), [...steps, "price"]);
  const upToText = textAt(value, "upTo");
  if (price === undefined || unit === undefined) return undefined;
  if (upToText === undefined) return price;
  const upTo = inUnit(upToText, unit);
  if (upTo !== undefined) return { ...price, upTo };
  misfit(reader, [...steps, "upTo"], { text: upToText, unit });
  return undefined;
}

/** Whether each tier ends above the one before it, and the last one has no end. */
function rising(reader: TableReader, tiers: readonly Tier[], steps: Steps): boolean {
  for (const [index, { upTo }] of tiers.entries()) {
    const before = tiers[index - 1]?.upTo ?? whole(0);
    const last = index === tiers.length - 1;
    const fine = upTo === undefined ? last : !last && compareExact(upTo, before) > 0;
    if (fine) continue;
    const message =
      upTo !== undefined && last
        ? "the last tier ends: usage above it would have no price"
        : "tiers do not rise: each upTo has to be above the one before";
    reader.report(PRC_005, { message, place: reader.places.value(...steps, index) });
    return false;
  }
  return true;
}

function misfit(
  reader: TableReader,
  steps: Steps,
  quantity: { readonly text: string; readonly unit: string },
): void {
  reader.report(PRC_006, {
    message: `"${quantity.text}" is not a quantity of ${quantity.unit}`,
    place: reader.places.value(...steps),
  });
}
