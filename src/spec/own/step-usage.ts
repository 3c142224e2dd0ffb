import { isObject, memberOf, objectAt, textAt } from "../../base/json.ts";
import { durationSeconds, plainNumber } from "../../base/quantity.ts";
import { unknown } from "../../model/amount.ts";
import type { Claim } from "../../model/claim.ts";
import type { Factor, UsageLine } from "../../model/usage.ts";
import { amountOf, ranged } from "../amounts.ts";
import { declared, type Subject } from "../subject.ts";
import type { OwnDocument } from "./metadata.ts";
import { askedFor, textsOf, type Resources } from "./resources.ts";
import { toolOfRun, type Step } from "./step.ts";

/**
 * The monthly usage of a step that states resources: size × copies × attempts × duration × runs.
 * CPU and memory are unknown where they are not stated, because every run uses both. A step that
 * runs a workload found elsewhere has the usage of that workload, and none here.
 */
export function stepUsage(step: Step, job: Subject): readonly Claim[] {
  const { document, name, value, index } = step;
  const bound = toolOfRun(textAt(value, "runs")) !== undefined;
  if (bound || !isObject(memberOf(value, "resources"))) return [];
  const shared = [...copies(step), durationOf(step), runsOf(document)];
  return askedFor(resourcesOf(step)).map(({ meter, amount, place, dims }) => {
    const usage: UsageLine = {
      line: `step ${name}`,
      meter,
      factors: [{ of: "size", amount, place }, ...shared],
      dims: { ...textsOf(objectAt(value, "dims")), ...dims },
      place: document.places.value("spec", "steps", index, "name"),
    };
    return declared(job, { is: "usage", usage }, place);
  });
}

function resourcesOf({ document: { places }, value, index }: Step): Resources {
  return {
    value: objectAt(value, "resources"),
    at: (...steps) => places.value("spec", "steps", index, "resources", ...steps),
    whole: places.key("spec", "steps", index, "resources"),
  };
}

/** Copies that run side by side, then attempts: every retry may cost a whole run again. */
function copies({ document, value, index }: Step): readonly Factor[] {
  const count = memberOf(objectAt(value, "resources"), "count");
  const retries = memberOf(value, "retries");
  const place = document.places.value("spec", "steps", index, "resources", "count");
  const most = typeof retries === "number" && retries > 0 ? plainNumber(retries + 1) : undefined;
  if (most === undefined && count === undefined) return [];
  const amount = amountOf(count ?? 1, plainNumber);
  const side: Factor = { of: "count", amount, place };
  if (most === undefined) return [side];
  const attempts = document.places.value("spec", "steps", index, "retries");
  return [side, { of: "count", amount: ranged("1", "1", most), place: attempts }];
}

function durationOf({ document, value, index }: Step): Factor {
  const duration = memberOf(value, "duration");
  const { places } = document;
  const place =
    duration === undefined
      ? places.value("spec", "steps", index, "name")
      : places.value("spec", "steps", index, "duration");
  return { of: "duration", amount: amountOf(duration, durationSeconds), place };
}

/** How often the pipeline runs; an event or a person may set it off any number of times. */
function runsOf({ spec, places }: OwnDocument): Factor {
  const schedule = memberOf(spec, "schedule");
  const cron = textAt(schedule, "cron");
  const timezone = textAt(schedule, "timezone");
  if (cron !== undefined) {
    const suspended = memberOf(schedule, "suspend") === true;
    const place = places.value("spec", "schedule", "cron");
    return {
      of: "schedule",
      schedule: { cron, ...(timezone !== undefined && { timezone }), suspended },
      place,
    };
  }
  const perDay = memberOf(schedule, "runsPerDay");
  if (perDay === undefined) {
    const place = schedule === undefined ? places.key("spec") : places.key("spec", "schedule");
    return { of: "runs", per: "day", amount: unknown("undeclared"), place };
  }
  const place = places.value("spec", "schedule", "runsPerDay");
  return { of: "runs", per: "day", amount: amountOf(perDay, plainNumber), place };
}
