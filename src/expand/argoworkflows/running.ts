import { memberOf, objectAt } from "../../base/json.ts";
import { durationSeconds, plainNumber } from "../../base/quantity.ts";
import { unknown, type Amount } from "../../model/amount.ts";
import type { Factor } from "../../model/usage.ts";
import { ranged } from "../../spec/amounts.ts";
import { annotationsOf, type Annotations } from "../../spec/annotations.ts";
import { schedulesOf } from "../../spec/argoworkflows/workflow.ts";
import { plainDecimal } from "../../spec/annotated-ranges.ts";
import { cutOff, rangeFromText } from "../../spec/ranges.ts";
import { placesBelow } from "../../spec/places.ts";
import { isTemplated } from "../../spec/templated.ts";
import type { Frame } from "./frames.ts";
import { placeOf, type Job } from "./job.ts";
import { ofPod } from "./pods.ts";
import { filled, textOfJson } from "./values.ts";

/** How often a job runs: one factor for each of its schedules, with what tells them apart. */
export interface Runs {
  readonly suffix: string;
  readonly factor: Factor;
}

/** The runs of a job, by its schedules or its annotation; several schedules add up. */
export function runsOf({ definition }: Job): readonly Runs[] {
  const cron = objectAt(definition.value, "spec");
  const schedules = definition.kind === "CronWorkflow" ? schedulesOf(cron) : [];
  if (schedules.length === 0) return [{ suffix: "", factor: unscheduled(definition) }];
  const zone = memberOf(cron, "timezone");
  const suspended = memberOf(cron, "suspend") === true;
  const distinct = new Map(schedules.map(([steps, text]) => [text, steps]));
  return [...distinct].map(([text, steps]) => {
    const place = placeOf({ home: definition, at: ["spec", ...steps] });
    // A schedule may name its own zone, which then holds before the field.
    const [, own, bare = text] = /^(?:CRON_)?TZ=(\S{1,64})\s+(.*)$/su.exec(text) ?? [];
    const timezone = own ?? (typeof zone === "string" && zone !== "" ? zone : undefined);
    const schedule = { cron: bare, ...(timezone !== undefined && { timezone }), suspended };
    const factor: Factor = isTemplated(text)
      ? { of: "runs", per: "day", amount: unknown("templated"), place }
      : { of: "schedule", schedule, place };
    return { suffix: distinct.size === 1 ? "" : ` at ${bare}`, factor };
  });
}

function unscheduled({ kind, key, value, places }: Job["definition"]): Factor {
  const metadata = objectAt(value, "metadata");
  const parts = [{ metadata, places: placesBelow(places, ["metadata"]) }];
  const annotation = annotationsOf(parts, { kind, key }).one("runs-per-day");
  const suspended =
    kind !== "CronWorkflow" && memberOf(objectAt(value, "spec"), "suspend") === true;
  const amount: Amount = suspended
    ? { state: "free", reason: "suspended" }
    : ((annotation && rangeFromText(annotation.text, plainDecimal)) ?? unknown("undeclared"));
  return { of: "runs", per: "day", amount, place: annotation?.place ?? places.key("metadata") };
}

/** How often and how long the pods of one template run in one run of the job. */
export function podFactors(frame: Frame, annotations: Annotations): readonly Factor[] {
  return [...frame.counts, ...memoized(frame), ...attempts(frame), durationOf(frame, annotations)];
}

/** A result that is remembered costs nothing. */
function memoized({ home, template, at }: Frame): readonly Factor[] {
  if ((memberOf(template, "memoize") ?? null) === null) return [];
  const place = placeOf({ home, at: [...at, "memoize"] });
  return [{ of: "count", amount: ranged("0", "1", "1"), place }];
}

/** Every retry may cost a whole run again; without a limit there is no telling how many. */
function attempts(frame: Frame): readonly Factor[] {
  const strategy = ofPod(frame, "retryStrategy");
  if (strategy === undefined) return [];
  const limit = memberOf(strategy.value, "limit");
  const place = placeOf({ home: strategy.home, at: [...strategy.at, "limit"] });
  const text =
    limit === undefined || limit === null ? undefined : filled(textOfJson(limit), frame.scope);
  if (text === undefined) return [{ of: "count", amount: unknown("undeclared"), place }];
  if ("unknown" in text) return [{ of: "count", amount: unknown(text.unknown), place }];
  const most =
    /^\d{1,6}$/u.test(text.text) && !text.varies ? plainNumber(Number(text.text) + 1) : undefined;
  const amount = most === undefined ? unknown("unreadable") : ranged("1", "1", most);
  return [{ of: "count", amount, place }];
}

/** The annotated length of one run of a pod, which a deadline cuts off. */
function durationOf(frame: Frame, annotations: Annotations): Factor {
  const annotation = annotations.one("duration");
  const amount = annotation && rangeFromText(annotation.text, durationSeconds);
  if (annotation === undefined || amount === undefined)
    return { of: "duration", amount: unknown("undeclared"), place: placeOf(frame) };
  return { of: "duration", amount: cutOff(amount, deadlineOf(frame)), place: annotation.place };
}

/** Seconds after which a pod is stopped; undefined where nothing stops it, or nobody knows when. */
export function deadlineOf({ template, scope }: Frame): string | undefined {
  const written = memberOf(template, "activeDeadlineSeconds");
  if (written === undefined || written === null) return undefined;
  const text = filled(textOfJson(written), scope);
  return "unknown" in text || text.varies || !/^\d{1,9}$/u.test(text.text)
    ? undefined
    : plainNumber(Number(text.text));
}
