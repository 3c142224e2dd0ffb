import {
  isObject,
  listAt,
  memberOf,
  objectAt,
  type Json,
  type JsonObject,
  type Steps,
} from "../../base/json.ts";
import {
  effectiveRequest,
  type InitContainer,
  type PodResources,
  type Resources,
} from "../../base/pod-request.ts";
import { kubernetesQuantity } from "../../base/quantity.ts";
import { exactly, unknown, type Amount } from "../../model/amount.ts";
import { isTemplated } from "../templated.ts";
import type { Part } from "./kinds.ts";

/** A quantity somewhere in a pod, as written. */
export interface Written {
  readonly resource: string;
  readonly value: Json;
  readonly steps: Steps;
  /** In the resource's base unit; undefined for a value that is no quantity. */
  readonly text: string | undefined;
}

/** What the containers of a pod ask for. */
export interface PodRequest {
  readonly pod: PodResources;
  readonly written: readonly Written[];
}

export function podRequest({ steps, value }: Part): PodRequest {
  const inList = (field: string): readonly Holder[] =>
    listAt(value, field).map((container, index) => holderOf(container, [...steps, field, index]));
  const [app, init] = [inList("containers"), inList("initContainers")];
  const whole = isObject(memberOf(value, "resources")) ? [holderOf(value, steps)] : [];
  const overhead = memberOf(value, "overhead");
  return {
    pod: {
      app,
      init,
      ...(isObject(overhead) && { overhead: quantities(overhead) }),
      ...(whole[0] !== undefined && { pod: whole[0] }),
    },
    written: [...whole, ...app, ...init].flatMap((holder) => holder.written),
  };
}

/** What the scheduler reserves for one pod; unknown where a container does not say. */
export function requestAmount({ pod, written }: PodRequest, resource: string): Amount {
  const text = pod.app.length === 0 ? undefined : effectiveRequest(pod, resource);
  if (text !== undefined) return exactly(text);
  const bad = written.find((one) => one.resource === resource && one.text === undefined);
  if (bad === undefined) return unknown("undeclared");
  return unknown(isTemplated(bad.value) ? "templated" : "unreadable");
}

/** A container, or a pod with resources of its own. */
interface Holder extends InitContainer {
  readonly written: readonly Written[];
}

function holderOf(holder: Json, steps: Steps): Holder {
  const resources = objectAt(holder, "resources");
  const side = (name: "requests" | "limits"): readonly Written[] =>
    Object.entries(objectAt(resources, name)).map(([resource, value]) => ({
      resource,
      value,
      steps: [...steps, "resources", name, resource],
      text: kubernetesQuantity(value),
    }));
  const [requests, limits] = [side("requests"), side("limits")];
  return {
    requests: byResource(requests),
    limits: byResource(limits),
    sidecar: memberOf(holder, "restartPolicy") === "Always",
    // Requests before limits, since these only stand in for them.
    written: [...requests, ...limits],
  };
}

function byResource(written: readonly Written[]): Resources {
  return Object.fromEntries(written.map(({ resource, text }) => [resource, text]));
}

function quantities(map: JsonObject): Resources {
  const entries = Object.entries(map);
  return Object.fromEntries(entries.map(([name, value]) => [name, kubernetesQuantity(value)]));
}
