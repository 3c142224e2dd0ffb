import { memberOf, objectAt, type Json, type JsonObject } from "../base/json.ts";
import {
  effectiveRequest,
  type InitContainer,
  type PodResources,
  type Resources,
} from "../base/pod-request.ts";
import { kubernetesQuantity } from "../base/quantity.ts";
import type { Place } from "../diagnostic/place.ts";
import { exactly, unknown, type Amount } from "../model/amount.ts";
import { isTemplated } from "./templated.ts";

/** A quantity somewhere in a pod, as written. */
export interface Written {
  readonly resource: string;
  readonly value: Json;
  readonly place: Place;
  /** Its path in the pod, for messages: `containers.0.resources.requests.cpu`. */
  readonly path: string;
  /** In the resource's base unit; undefined for a value that is no quantity. */
  readonly text: string | undefined;
}

/** What the containers of a pod ask for. */
export interface PodRequest {
  readonly pod: PodResources;
  readonly written: readonly Written[];
}

/** A container, or a pod with resources of its own. */
export interface Holder extends InitContainer {
  readonly written: readonly Written[];
}

/** Where the resources of a holder stand. */
export interface HolderPlace {
  readonly path: string;
  readonly at: (side: "requests" | "limits", resource: string) => Place;
}

/** What a pod's parts ask for together; those that run on before those that run first. */
export function podRequest(parts: {
  readonly app: readonly Holder[];
  readonly init: readonly Holder[];
  readonly whole?: Holder | undefined;
  /** Of the RuntimeClass. */
  readonly overhead?: JsonObject | undefined;
}): PodRequest {
  const { app, init, whole, overhead } = parts;
  return {
    pod: {
      app,
      init,
      ...(overhead !== undefined && { overhead: quantities(overhead) }),
      ...(whole !== undefined && { pod: whole }),
    },
    written: [...(whole === undefined ? [] : [whole]), ...app, ...init].flatMap(
      (holder) => holder.written,
    ),
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

/** The requests and limits of a container, or of whatever else has `resources`. */
export function holderOf(holder: Json, { path, at }: HolderPlace): Holder {
  const resources = objectAt(holder, "resources");
  const side = (name: "requests" | "limits"): readonly Written[] =>
    Object.entries(objectAt(resources, name)).map(([resource, value]) => ({
      resource,
      value,
      place: at(name, resource),
      path: `${path}.${name}.${resource}`,
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
