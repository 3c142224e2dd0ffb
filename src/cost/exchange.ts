import { compareExact, one, over, parseDecimal, times, type Exact } from "../base/decimal.ts";
import { byCodeUnit } from "../base/compare.ts";
import { listAt, objectAt, textAt, type Json } from "../base/json.ts";
import type { Day } from "../base/ports.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { placesIn, type Place } from "../diagnostic/place.ts";
import { PRC_014, PRC_015 } from "../diagnostic/rules/prc.ts";
import type { Declaration } from "../model/claim.ts";
import type { Currency } from "../model/estimate.ts";

/** What an amount of one currency is multiplied with to be one of another. */
export interface Rate {
  readonly factor: Exact;
  /** As stated: `1 EUR = 1.0832 USD`; of two rates, both. */
  readonly text: string;
  /** Day of the rate, the older one of two. */
  readonly day: string;
  readonly place: Place;
}

/** The rates that hold on a day, by `from` and `to` currency; each stands in both directions. */
export interface Rates {
  readonly direct: ReadonlyMap<Currency, ReadonlyMap<Currency, Rate>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** A rate as its table states it: units of `quote` for one `base`. */
interface Stated {
  readonly base: Currency;
  readonly quote: Currency;
  readonly rate: Exact;
  readonly text: string;
  readonly day: string;
  readonly place: Place;
}

/** Rates older than this many days are used, and reported. */
const staleDays = 92;

/**
 * The newest rate of each pair of currencies that is not later than `asOf`. Two rates of one pair
 * and day that differ are PRC-014, and the pair has no rate.
 */
export function readRates(declarations: readonly Declaration[], asOf: Day): Rates {
  const stated = declarations
    .filter(({ kind }) => kind === "FxTable")
    .flatMap(statedIn)
    .filter(({ day, base, quote }) => day <= asOf && base !== quote);
  const newest = new Map<string, Stated[]>();
  for (const each of stated) {
    const pair = [each.base, each.quote].toSorted(byCodeUnit).join(" ");
    const known = newest.get(pair) ?? [];
    const day = known[0]?.day ?? "";
    if (each.day > day) newest.set(pair, [each]);
    else if (each.day === day) known.push(each);
  }
  const direct = new Map<Currency, Map<Currency, Rate>>();
  const diagnostics: Diagnostic[] = [];
  for (const [first, ...others] of newest.values()) {
    if (first === undefined) continue;
    const other = others.find((each) => !agrees(first, each));
    if (other === undefined) addBothWays(direct, first);
    else diagnostics.push(disagreement(first, other));
  }
  return { direct, diagnostics };
}

/** These rates, and those of the others where these have none. */
export function withFallback({ direct, diagnostics }: Rates, others: Rates): Rates {
  const merged = new Map([...others.direct].map(([from, to]) => [from, new Map(to)]));
  for (const [from, rates] of direct) {
    merged.set(from, new Map([...(merged.get(from) ?? []), ...rates]));
  }
  return { direct: merged, diagnostics };
}

/**
 * The rate from one currency to another: the one that a table states, else over one third
 * currency, the pair of rates with the newer older day. Undefined where there is none.
 */
export function rateBetween({ direct }: Rates, from: Currency, to: Currency): Rate | undefined {
  const known = direct.get(from)?.get(to);
  if (known !== undefined) return known;
  const ways = [...(direct.get(from) ?? [])].flatMap(([hub, first]) => {
    const second = direct.get(hub)?.get(to);
    return second === undefined ? [] : [{ hub, rate: joined(first, second) }];
  });
  return ways.toSorted((a, b) => byCodeUnit(b.rate.day, a.rate.day) || byCodeUnit(a.hub, b.hub))[0]
    ?.rate;
}

/** PRC-015 for a rate that is used long after its day. */
export function staleRate(rate: Rate, asOf: Day): readonly Diagnostic[] {
  const days = (Date.parse(asOf) - Date.parse(rate.day)) / 86_400_000;
  if (!(days > staleDays)) return [];
  const message = `the rate ${rate.text} is of ${rate.day}, ${days} days before ${asOf}`;
  return [diagnose(PRC_015, { message, place: rate.place })];
}

function statedIn({ value, path, document }: Declaration): readonly Stated[] {
  const spec = objectAt(value, "spec");
  const base = textAt(spec, "base");
  const places = placesIn(path, document);
  if (base === undefined) return [];
  return listAt(spec, "rates").flatMap((row: Json, index) => {
    const [quote, day] = [textAt(row, "quote"), textAt(row, "date")];
    const rate = parseDecimal(textAt(row, "rate") ?? "");
    if (quote === undefined || day === undefined || rate === undefined || rate.n <= 0n) return [];
    const text = `1 ${base} = ${textAt(row, "rate")} ${quote}`;
    return [{ base, quote, rate, text, day, place: places.value("spec", "rates", index, "rate") }];
  });
}

function agrees(a: Stated, b: Stated): boolean {
  const rate = a.base === b.base ? b.rate : over(one, b.rate);
  return compareExact(a.rate, rate) === 0;
}

function disagreement(first: Stated, other: Stated): Diagnostic {
  return diagnose(PRC_014, {
    message: `two rates of ${first.day} differ: ${first.text} and ${other.text}; neither is used`,
    place: other.place,
    related: [{ message: first.text, place: first.place }],
    help: "keep the one that should count",
  });
}

function addBothWays(
  direct: Map<Currency, Map<Currency, Rate>>,
  { base, quote, rate, text, day, place }: Stated,
): void {
  const add = (from: Currency, to: Currency, factor: Exact): void => {
    const known = direct.get(from) ?? new Map<Currency, Rate>();
    direct.set(from, known.set(to, { factor, text, day, place }));
  };
  add(base, quote, rate);
  add(quote, base, over(one, rate));
}

function joined(first: Rate, second: Rate): Rate {
  const older = first.day <= second.day ? first : second;
  return {
    factor: times(first.factor, second.factor),
    text: `${first.text}, ${second.text}`,
    day: older.day,
    place: older.place,
  };
}
