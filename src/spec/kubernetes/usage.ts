import {
  isObject,
  listAt,
  memberOf,
  objectAt,
  textAt,
  valueAt,
  type Json,
  type Steps,
} from "../../base/json.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Claim } from "../../model/claim.ts";
import type { UsageLine } from "../../model/usage.ts";
import type { Annotations } from "../annotations.ts";
import { placeNear } from "../objects.ts";
import { dimsOf } from "../pod-dims.ts";
import { holderOf, podRequest, type Holder, type PodRequest } from "../pod-resources.ts";
import { podUsage, unreadableQuantities, volumeUsage, type UsageParts } from "../pod-usage.ts";
import { declared, type Subject } from "../subject.ts";
import type { Workload } from "./kinds.ts";
import { runningOf } from "./running.ts";

/**
 * The monthly usage of a workload: what the scheduler reserves for one pod × pods × time, and the
 * volumes that its pods claim. What nobody requests is unknown, not zero.
 */
export function usageOf(
  workload: Workload,
  annotations: Annotations,
  subject: Subject,
): { readonly claims: readonly Claim[]; readonly diagnostics: readonly Diagnostic[] } {
  const request = requestOf(workload);
  const { factors, count, diagnostics } = runningOf(workload, annotations, subject);
  const dims = dimsOf(workload.pod.value);
  const nowhere = [...workload.pod.steps, "containers", 0, "resources"];
  const usage = [
    ...podUsage(request, { factors, dims }, placeNear(workload, nowhere)),
    ...claimedVolumes(workload, { factors: [count], dims }),
    ...ephemeralVolumes(workload, { factors, dims }),
  ];
  return {
    claims: usage.map((line) => declared(subject, { is: "usage", usage: line }, line.place)),
    diagnostics: [...diagnostics, ...unreadableQuantities(request, subject.key)],
  };
}

function requestOf(workload: Workload): PodRequest {
  const { value, steps } = workload.pod;
  const holder = (part: Json, below: Steps): Holder =>
    holderOf(part, {
      path: [...below, "resources"].join("."),
      at: (side, resource) =>
        workload.places.value(...steps, ...below, "resources", side, resource),
    });
  const inList = (field: string): readonly Holder[] =>
    listAt(value, field).map((container, index) => holder(container, [field, index]));
  const overhead = memberOf(value, "overhead");
  return podRequest({
    app: inList("containers"),
    init: inList("initContainers"),
    whole: isObject(memberOf(value, "resources")) ? holder(value, []) : undefined,
    overhead: isObject(overhead) ? overhead : undefined,
  });
}

/** Claims of a StatefulSet stay when pods go, so they cost the whole month. */
function claimedVolumes({ spec, places }: Workload, parts: UsageParts): readonly UsageLine[] {
  return listAt(spec.value, "volumeClaimTemplates").map((claim, index) => {
    const name = textAt(objectAt(claim, "metadata"), "name") ?? String(index);
    const at = (...steps: readonly string[]): UsageLine["place"] =>
      places.value(...spec.steps, "volumeClaimTemplates", index, ...steps);
    return volumeUsage({ name, claim, at }, parts);
  });
}

/** Volumes that live as long as their pod. */
function ephemeralVolumes({ pod, places }: Workload, parts: UsageParts): readonly UsageLine[] {
  return listAt(pod.value, "volumes").flatMap((volume, index) => {
    const claim = valueAt(volume, ["ephemeral", "volumeClaimTemplate"]);
    if (claim === undefined) return [];
    const name = textAt(volume, "name") ?? String(index);
    const steps = [...pod.steps, "volumes", index, "ephemeral", "volumeClaimTemplate"];
    const at = (...below: readonly string[]): UsageLine["place"] =>
      places.value(...steps, ...below);
    return [volumeUsage({ name, claim, at }, parts)];
  });
}
