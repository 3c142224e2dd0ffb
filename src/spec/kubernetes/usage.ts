import { listAt, memberOf, objectAt, textAt, valueAt, type Steps } from "../../base/json.ts";
import { inGiB, kubernetesQuantity } from "../../base/quantity.ts";
import { diagnose, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Place } from "../../diagnostic/place.ts";
import { SCH_022 } from "../../diagnostic/rules/sch.ts";
import type { Amount } from "../../model/amount.ts";
import type { Claim } from "../../model/claim.ts";
import type { Factor, Meter, UsageLine } from "../../model/usage.ts";
import { valueText } from "../../schema/words.ts";
import { amountOf } from "../amounts.ts";
import type { Annotations } from "../annotations.ts";
import { placeNear } from "../objects.ts";
import { declared, type Subject } from "../subject.ts";
import { isTemplated } from "../templated.ts";
import { dimsOf } from "./dims.ts";
import { dimsOfDevice, inDevices, isAccelerator } from "./gpu.ts";
import type { Part, Workload } from "./kinds.ts";
import { podRequest, requestAmount, type PodRequest } from "./resources.ts";
import { runningOf, type Running } from "./running.ts";

interface Asked {
  readonly line: string;
  readonly meter: Meter;
  readonly resource: string;
  readonly amount: Amount;
  readonly dims?: Readonly<Record<string, string>>;
}

/**
 * The monthly usage of a workload: what the scheduler reserves for one pod × pods × time, and the
 * volumes that its pods claim. What nobody requests is unknown, not zero.
 */
export function usageOf(
  workload: Workload,
  annotations: Annotations,
  subject: Subject,
): { readonly claims: readonly Claim[]; readonly diagnostics: readonly Diagnostic[] } {
  const request = podRequest(workload.pod);
  const running = runningOf(workload, annotations, subject);
  const dims = dimsOf(workload.pod.value);
  const lines = askedBy(request).map((asked) => {
    const place = placeOf(workload, request, asked.resource);
    return usageLine(asked, { place, dims, factors: running.factors });
  });
  const usage = [
    ...lines,
    ...claimedVolumes(workload, running, dims),
    ...ephemeralVolumes(workload, running, dims),
  ];
  return {
    claims: usage.map((line) => declared(subject, { is: "usage", usage: line }, line.place)),
    diagnostics: [...running.diagnostics, ...unreadableQuantities(workload, request, subject)],
  };
}

function usageLine(
  { line, meter, amount, dims: own }: Asked,
  {
    place,
    dims,
    factors,
  }: {
    readonly place: Place;
    readonly dims: Readonly<Record<string, string>>;
    readonly factors: readonly Factor[];
  },
): UsageLine {
  const size: Factor = { of: "size", amount, place };
  return { line, meter, factors: [size, ...factors], dims: { ...dims, ...own }, place };
}

function askedBy(request: PodRequest): readonly Asked[] {
  const devices = [...new Set(request.written.map(({ resource }) => resource))].filter(
    isAccelerator,
  );
  return [
    { line: "pod", meter: "cpu", resource: "cpu", amount: requestAmount(request, "cpu") },
    {
      line: "pod",
      meter: "memory",
      resource: "memory",
      amount: gib(requestAmount(request, "memory")),
    },
    ...devices.map((resource): Asked => {
      const line = devices.length === 1 ? "pod" : `pod ${resource}`;
      const amount = inDevices(resource, requestAmount(request, resource));
      return { line, meter: "gpu", resource, amount, dims: dimsOfDevice(resource) };
    }),
  ];
}

function gib(amount: Amount): Amount {
  if (amount.state !== "known") return amount;
  const text = inGiB(amount.expected) ?? amount.expected;
  return { state: "known", low: text, expected: text, high: text };
}

/** Where the resource is asked for; the containers where none asks. */
function placeOf(workload: Workload, { written }: PodRequest, resource: string): Place {
  const found = written.find((one) => one.resource === resource);
  return placeNear(workload, found?.steps ?? [...workload.pod.steps, "containers", 0, "resources"]);
}

/** Claims of a StatefulSet stay when pods go, so they cost the whole month. */
function claimedVolumes(
  { spec, places }: Workload,
  { count }: Running,
  dims: Readonly<Record<string, string>>,
): readonly UsageLine[] {
  return listAt(spec.value, "volumeClaimTemplates").map((claim, index) => {
    const steps = [...spec.steps, "volumeClaimTemplates", index];
    const name = textAt(objectAt(claim, "metadata"), "name") ?? String(index);
    return volumeLine({ name, claim, steps }, { places, dims, factors: [count] });
  });
}

/** Volumes that live as long as their pod. */
function ephemeralVolumes(
  { pod, places }: Workload,
  { factors }: Running,
  dims: Readonly<Record<string, string>>,
): readonly UsageLine[] {
  return listAt(pod.value, "volumes").flatMap((volume, index) => {
    const claim = valueAt(volume, ["ephemeral", "volumeClaimTemplate"]);
    if (claim === undefined) return [];
    const steps = [...pod.steps, "volumes", index, "ephemeral", "volumeClaimTemplate"];
    const name = textAt(volume, "name") ?? String(index);
    return [volumeLine({ name, claim, steps }, { places, dims, factors })];
  });
}

function volumeLine(
  {
    name,
    claim,
    steps,
  }: {
    readonly name: string;
    readonly claim: Parameters<typeof memberOf>[0];
    readonly steps: Steps;
  },
  {
    places,
    dims,
    factors,
  }: Pick<Workload, "places"> & {
    readonly dims: Readonly<Record<string, string>>;
    readonly factors: readonly Factor[];
  },
): UsageLine {
  const spec = objectAt(claim, "spec");
  const size = memberOf(objectAt(objectAt(spec, "resources"), "requests"), "storage");
  const storageClass = textAt(spec, "storageClassName");
  const stated = [...steps, "spec", "resources", "requests", "storage"];
  const place = size === undefined ? places.value(...steps) : places.value(...stated);
  const amount = amountOf(size, (value) => inGiB(kubernetesQuantity(value) ?? ""));
  return {
    line: `volume ${name}`,
    meter: "storage",
    factors: [{ of: "size", amount, place }, ...factors],
    dims: { ...dims, ...(storageClass !== undefined && { class: storageClass }) },
    place,
  };
}

function unreadableQuantities(
  { places, pod }: Workload,
  { written }: PodRequest,
  subject: Subject,
): readonly Diagnostic[] {
  return written.flatMap(({ value, steps, text }) => {
    if (text !== undefined || isTemplated(value)) return [];
    return [
      diagnose(SCH_022, {
        message: `${pathOf(steps, pod)} is ${valueText(value)}, expected a quantity`,
        place: places.value(...steps),
        help: "Kubernetes writes 500m, 2, 512Mi or 16Gi",
        subject: subject.key,
      }),
    ];
  });
}

function pathOf(steps: Steps, pod: Part): string {
  return steps.slice(pod.steps.length).join(".");
}
