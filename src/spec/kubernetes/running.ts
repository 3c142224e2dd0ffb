import { memberOf, textAt, type Json } from "../../base/json.ts";
import { durationSeconds, plainNumber } from "../../base/quantity.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { unknown, type Amount } from "../../model/amount.ts";
import type { Factor } from "../../model/usage.ts";
import { amountOf, ranged } from "../amounts.ts";
import {
  unreadable,
  type Annotation,
  type AnnotationName,
  type Annotations,
} from "../annotations.ts";
import { plainDecimal, wholeNumber } from "../annotated-ranges.ts";
import { cutOff, rangeFromText } from "../ranges.ts";
import { placeNear, type Part } from "../objects.ts";
import type { Subject } from "../subject.ts";
import { isTemplated } from "../templated.ts";
import type { Workload } from "./kinds.ts";

/** How many pods run, for how long and how often. */
export interface Running {
  readonly factors: readonly Factor[];
  /** The number of pods alone, for what outlives them. */
  readonly count: Factor;
  readonly diagnostics: readonly Diagnostic[];
}

/** Pods that Kubernetes adds for failed ones where a job does not say. */
const backoffLimitDefault = 6;

export function runningOf(workload: Workload, annotations: Annotations, subject: Subject): Running {
  const diagnostics: Diagnostic[] = [];
  const range = (
    name: AnnotationName,
    read: (text: string) => string | undefined,
  ): DeclaredRange | undefined => {
    const annotation = annotations.one(name);
    const amount = annotation && rangeFromText(annotation.text, read);
    if (annotation === undefined) return undefined;
    if (amount !== undefined) return { amount, annotation };
    diagnostics.push(unreadable(name, annotation, subject.key));
    return undefined;
  };
  const declared: DeclaredRanges = {
    replicas: range("replicas", wholeNumber),
    duration: range("duration", durationSeconds),
    runs: range("runs-per-day", plainDecimal),
  };
  const { job } = workload;
  const factors = job === undefined ? always(workload, declared) : inRuns(workload, job, declared);
  return { ...factors, diagnostics };
}

interface DeclaredRange {
  readonly amount: Amount;
  readonly annotation: Annotation;
}
interface DeclaredRanges {
  readonly replicas: DeclaredRange | undefined;
  readonly duration: DeclaredRange | undefined;
  readonly runs: DeclaredRange | undefined;
}

/** Pods that run until somebody stops them. */
function always(workload: Workload, { replicas }: DeclaredRanges): Omit<Running, "diagnostics"> {
  const { kind, spec } = workload;
  const written = memberOf(spec.value, "replicas");
  // One pod on every node: how many nodes there are no manifest says.
  const stated = kind === "DaemonSet" ? unknown("dynamic") : amountOf(written ?? 1, natural);
  const count: Factor = {
    of: "count",
    amount: replicas?.amount ?? stated,
    place: replicas?.annotation.place ?? placeNear(workload, ["spec", "replicas"]),
  };
  return { factors: [count, { of: "month" }], count };
}

function inRuns(
  workload: Workload,
  job: Part,
  declared: DeclaredRanges,
): Omit<Running, "diagnostics"> {
  const count = podsOfJob(workload, job);
  const duration = durationOf(workload, job, declared);
  return { factors: [count, duration, runsOf(workload, declared)], count };
}

/** Pods that one run of the job takes: at most one more for each failure that it forgives. */
function podsOfJob(workload: Workload, { steps, value }: Part): Factor {
  const field = memberOf(value, "completions") === undefined ? "parallelism" : "completions";
  const stated = amountOf(memberOf(value, field) ?? 1, natural);
  const place = placeNear(workload, [...steps, field]);
  const limit = natural(memberOf(value, "backoffLimit") ?? backoffLimitDefault);
  if (stated.state !== "known" || limit === undefined)
    return { of: "count", amount: stated, place };
  const most = plainNumber(Number(stated.high) + Number(limit)) ?? stated.high;
  return { of: "count", amount: ranged(stated.low, stated.expected, most), place };
}

/** The annotated length of one pod's run, which a deadline cuts off. */
function durationOf({ places }: Workload, { value }: Part, { duration }: DeclaredRanges): Factor {
  if (duration === undefined) {
    return { of: "duration", amount: unknown("undeclared"), place: places.key("metadata") };
  }
  const { amount, annotation } = duration;
  const deadline = natural(memberOf(value, "activeDeadlineSeconds") ?? null);
  return { of: "duration", amount: cutOff(amount, deadline), place: annotation.place };
}

function runsOf(workload: Workload, { runs }: DeclaredRanges): Factor {
  const { kind, spec, places } = workload;
  const suspended = memberOf(spec.value, "suspend") === true;
  if (kind === "CronJob") {
    const cron = textAt(spec.value, "schedule");
    const place = placeNear(workload, ["spec", "schedule"]);
    if (cron === undefined || isTemplated(cron)) {
      const amount = unknown(cron === undefined ? "undeclared" : "templated");
      return { of: "runs", per: "day", amount, place };
    }
    const timezone = textAt(spec.value, "timeZone");
    const schedule = { cron, ...(timezone !== undefined && { timezone }), suspended };
    return { of: "schedule", schedule, place };
  }
  if (suspended) {
    const amount: Amount = { state: "free", reason: "suspended" };
    return { of: "runs", per: "day", amount, place: places.value("spec", "suspend") };
  }
  const amount = runs?.amount ?? unknown("undeclared");
  return {
    of: "runs",
    per: "day",
    amount,
    place: runs?.annotation.place ?? places.key("metadata"),
  };
}

function natural(value: Json): string | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) ? plainNumber(value) : undefined;
}
