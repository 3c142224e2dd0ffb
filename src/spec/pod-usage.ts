import { memberOf, objectAt, textAt, type Json } from "../base/json.ts";
import { inGiB, kubernetesQuantity } from "../base/quantity.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import { SCH_022 } from "../diagnostic/rules/sch.ts";
import type { Amount } from "../model/amount.ts";
import type { Key } from "../model/ids.ts";
import type { Factor, Meter, UsageLine } from "../model/usage.ts";
import { valueText } from "../schema/words.ts";
import { amountOf } from "./amounts.ts";
import { dimsOfDevice, inDevices, isAccelerator } from "./pod-gpu.ts";
import { requestAmount, type PodRequest } from "./pod-resources.ts";
import { isTemplated } from "./templated.ts";

interface Asked {
  readonly line: string;
  readonly meter: Meter;
  readonly resource: string;
  readonly amount: Amount;
  readonly dims?: Readonly<Record<string, string>>;
}

/** What a usage line needs besides what is asked for. */
export interface UsageParts {
  readonly factors: readonly Factor[];
  readonly dims: Readonly<Record<string, string>>;
}

/**
 * The usage of pods: what the scheduler reserves for one, times the factors. What nobody requests
 * is unknown, not zero.
 *
 * @param nowhere  the place of a resource that no container asks for
 */
export function podUsage(
  request: PodRequest,
  { factors, dims }: UsageParts,
  nowhere: Place,
): readonly UsageLine[] {
  return askedBy(request).map(({ line, meter, resource, amount, dims: own }) => {
    const written = request.written.find((one) => one.resource === resource);
    const place = written?.place ?? nowhere;
    const size: Factor = { of: "size", amount, place };
    return { line, meter, factors: [size, ...factors], dims: { ...dims, ...own }, place };
  });
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

/** A claim of storage, with the places of its parts. */
export interface ClaimedVolume {
  readonly name: string;
  readonly claim: Json;
  readonly at: (...steps: readonly string[]) => Place;
}

/** The storage that a volume claim takes. */
export function volumeUsage(
  { name, claim, at }: ClaimedVolume,
  { factors, dims }: UsageParts,
): UsageLine {
  const spec = objectAt(claim, "spec");
  const size = memberOf(objectAt(objectAt(spec, "resources"), "requests"), "storage");
  const storageClass = textAt(spec, "storageClassName");
  const place = size === undefined ? at() : at("spec", "resources", "requests", "storage");
  const amount = amountOf(size, (value) => inGiB(kubernetesQuantity(value) ?? ""));
  return {
    line: `volume ${name}`,
    meter: "storage",
    factors: [{ of: "size", amount, place }, ...factors],
    dims: { ...dims, ...(storageClass !== undefined && { class: storageClass }) },
    place,
  };
}

/** A finding for each quantity of the pod that is none. */
export function unreadableQuantities({ written }: PodRequest, subject: Key): readonly Diagnostic[] {
  return written.flatMap(({ value, place, path, text }) => {
    if (text !== undefined || isTemplated(value)) return [];
    return [
      diagnose(SCH_022, {
        message: `${path} is ${valueText(value)}, expected a quantity`,
        place,
        help: "Kubernetes writes 500m, 2, 512Mi or 16Gi",
        subject,
      }),
    ];
  });
}
