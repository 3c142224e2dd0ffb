import { canonicalJson } from "../base/canonical.ts";
import type { Json, JsonObject } from "../base/json.ts";
import type { Diagnostic, RelatedPlace } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import type { Amount } from "../model/amount.ts";
import type {
  CostChange,
  CostDiff,
  CostLine,
  Estimate,
  PriceUsed,
  Total,
} from "../model/estimate.ts";
import type { Finding, Side } from "../model/review.ts";
import type { Sources } from "./sources.ts";

/**
 * Machine-readable output: keys sorted, two blanks of indent, one line feed at the end. What could
 * steer a terminal or reorder a line is escaped, as JSON allows for any character.
 */
export function jsonText(value: Json): string {
  return `${escaped(JSON.stringify(JSON.parse(canonicalJson(value)), null, 2))}\n`;
}

/** The same on one line, without a line feed. */
export function lineText(value: Json): string {
  return escaped(canonicalJson(value));
}

/** JSON itself escapes what lies below U+0020 and lone surrogates. */
function escaped(text: string): string {
  return text.replaceAll(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

export function sideJson({ label, tree, commit }: Side): JsonObject {
  return { label, tree, ...(commit !== undefined && { commit }) };
}

/** The address of an output's JSON Schema; additive within its number. */
export function schemaOf(output: string): string {
  return `https://lineagectl.dev/schemas/output/${output}-1.json`;
}

export function placeJson(place: Place, sources: Sources): JsonObject {
  const position = sources.position(place);
  const pointer = place.in === "node" ? { pointer: place.pointer, document: place.document } : {};
  if (position === undefined) return { path: place.path, ...pointer };
  const { line, column, endLine, endColumn } = position;
  return { path: place.path, ...pointer, line, column, endLine, endColumn };
}

export function diagnosticJson(diagnostic: Diagnostic, sources: Sources): JsonObject {
  const { rule, severity, message, place, help, asset, related, flow, fingerprint } = diagnostic;
  const steps = (items: readonly RelatedPlace[]): Json =>
    items.map((item) => ({ message: item.message, location: placeJson(item.place, sources) }));
  return {
    rule,
    severity,
    message,
    location: placeJson(place, sources),
    ...(help !== undefined && { help }),
    ...(asset !== undefined && { asset }),
    related: steps(related),
    flow: steps(flow),
    fingerprint,
  };
}

export function findingJson(finding: Finding, sources: Sources): JsonObject {
  const { diagnostic, verdict, fresh, waiver } = finding;
  return {
    ...diagnosticJson(diagnostic, sources),
    verdict,
    fresh,
    ...(waiver !== undefined && {
      waiver: {
        id: waiver.id,
        expires: waiver.expires,
        reason: waiver.reason,
        approvedBy: waiver.approvedBy,
        location: placeJson(waiver.place, sources),
      },
    }),
  };
}

function totalJson({ low, expected, high, unknown }: Total): JsonObject {
  return { low, expected, high, unknown };
}

/** Money stays text; an unknown amount has a state and a reason, never a number. */
function amountJson(amount: Amount): JsonObject {
  return { ...amount };
}

function costLineJson(line: CostLine, sources: Sources): JsonObject {
  const { asset, meter, quantity, unit, price, cost, formula, place } = line;
  return {
    asset,
    line: line.line,
    meter,
    quantity: amountJson(quantity),
    unit,
    ...(price !== undefined && { price: priceJson(price, sources) }),
    cost: amountJson(cost),
    formula,
    location: placeJson(place, sources),
  };
}

function priceJson(used: PriceUsed, sources: Sources): JsonObject {
  const { id, unit, price, place, discount, exchange } = used;
  return {
    id,
    unit,
    price,
    location: placeJson(place, sources),
    ...(discount !== undefined && {
      discount: { id: discount.id, location: placeJson(discount.place, sources) },
    }),
    ...(exchange !== undefined && {
      exchange: {
        currency: exchange.currency,
        rate: exchange.rate,
        day: exchange.day,
        location: placeJson(exchange.place, sources),
      },
    }),
  };
}

export function estimateJson(
  { currency, hoursPerMonth, lines, total }: Estimate,
  sources: Sources,
): JsonObject {
  return {
    currency,
    hoursPerMonth,
    lines: lines.map((line) => costLineJson(line, sources)),
    total: totalJson(total),
  };
}

export function costDiffJson(cost: CostDiff, sources: Sources): JsonObject {
  const { currency, hoursPerMonth, before, after, change, code, price } = cost;
  return {
    currency,
    hoursPerMonth,
    before: totalJson(before),
    after: totalJson(after),
    change: totalJson(change),
    code: totalJson(code),
    price: totalJson(price),
    lines: cost.changes.map((line) => costChangeJson(line, sources)),
  };
}

function costChangeJson(line: CostChange, sources: Sources): JsonObject {
  const { asset, meter, how, before, after, change, code, price } = line;
  return {
    asset,
    line: line.line,
    meter,
    how,
    ...(before !== undefined && { before: costLineJson(before, sources) }),
    ...(after !== undefined && { after: costLineJson(after, sources) }),
    change: amountJson(change),
    code: amountJson(code),
    price: amountJson(price),
  };
}
