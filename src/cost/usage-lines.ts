import { isObject, memberOf, textAt } from "../base/json.ts";
import { plainNumber } from "../base/quantity.ts";
import { exactly, unknown, type Amount } from "../model/amount.ts";
import type { Factor, Meter, UsageLine } from "../model/usage.ts";
import type { Asset } from "../model/snapshot.ts";
import type { Subject } from "./match.ts";
import { fact } from "./selector.ts";
import type { Note } from "./notes.ts";
import { chosen, type Choice } from "./usage-choice.ts";
import type { Declared, QuantityName } from "./usage-entries.ts";

/** Quantities that make a line of their own where the asset's spec has none of that meter. */
const making: readonly (readonly [QuantityName, Meter, string])[] = [
  ["bytesScanned", "bytes_scanned", "scan"],
  ["warehouse", "warehouse_credit", "warehouse"],
  ["requestsPerSecond", "requests", "requests"],
];

/** An asset with what selectors may ask of it. */
interface Owner {
  readonly asset: Asset;
  readonly about: Subject["asset"];
}

/** The lines that usage entries add to an asset: for the whole of it, and for its single steps. */
export function addedLines(owner: Owner, choice: Choice, notes: Note[]): readonly UsageLine[] {
  const { usage } = owner.asset;
  const steps = new Set(usage.map(({ line }) => line).filter((line) => line.startsWith("step ")));
  return making.flatMap(([name, meter, title]) => {
    if (!choice.has(name) || usage.some((line) => line.meter === meter)) return [];
    const made = { owner, choice, notes, name, meter };
    const all = addedLine({ ...made, line: title });
    const ofSteps = [...steps].map((line) => addedLine({ ...made, line }));
    return [all, ...ofSteps].filter((line) => line !== undefined);
  });
}

interface Making {
  readonly owner: Owner;
  readonly choice: Choice;
  readonly notes: Note[];
  readonly name: QuantityName;
  readonly meter: Meter;
  readonly line: string;
}

function addedLine({ owner, choice, notes, name, meter, line }: Making): UsageLine | undefined {
  const step = line.startsWith("step ") ? fact("step", line.slice("step ".length)) : undefined;
  const own = step === undefined ? [] : [step];
  const declared = chosen(choice, name, { asset: owner.about, own }, notes);
  // An entry without a step is about the whole asset; each step must not repeat it.
  if (declared === undefined || (step !== undefined && !declared.selector.facts.includes(step))) {
    return undefined;
  }
  return {
    line,
    meter,
    factors: factorsOf(declared, owner.asset),
    dims: {},
    place: declared.place,
  };
}

function factorsOf(declared: Declared, asset: Asset): readonly Factor[] {
  const { place, creditsPerHour } = declared;
  const amount: Amount = { state: "estimated", ...declared.range };
  if (declared.of === "requestsPerSecond") return [{ of: "size", amount, place }, { of: "month" }];
  if (creditsPerHour === undefined) return [{ of: "size", amount, place }, runsOf(asset, declared)];
  const size: Factor = { of: "size", amount: exactly(creditsPerHour), place };
  return [size, { of: "duration", amount, place }, runsOf(asset, declared)];
}

/** How often: what the asset's own schedule says, else unknown until an entry tells. */
function runsOf(asset: Asset, declared: Declared): Factor {
  const facet = asset.facets.schedule;
  const schedule = isObject(facet?.value) ? facet.value : undefined;
  const cron = textAt(schedule, "cron");
  const place = facet?.place ?? declared.place;
  const suspended = memberOf(schedule, "suspend") === true;
  if (cron !== undefined) return { of: "schedule", schedule: { cron, suspended }, place };
  const perDay = plainNumber(memberOf(schedule, "runsPerDay"));
  const amount = perDay === undefined ? unknown("undeclared") : exactly(perDay);
  return { of: "runs", per: "day", amount, place };
}
