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
  type ContainerResources,
  type InitContainer,
  type PodResources,
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
}

/** What the containers of a pod ask for. */
export interface PodRequest {
  readonly pod: PodResources;
  readonly written: readonly Written[];
}

export function podRequest({ steps, value }: Part): PodRequest {
  const containers = listAt(value, "containers");
  const overhead = memberOf(value, "overhead");
  const whole = memberOf(value, "resources");
  const lists = ["containers", "initContainers"].flatMap((field) =>
    listAt(value, field).map((container, index) => writtenIn(container, [...steps, field, index])),
  );
  return {
    pod: {
      app: containers.map(resourcesOf),
      init: listAt(value, "initContainers").map(initContainer),
      ...(isObject(overhead) && { overhead: quantities(overhead) }),
      ...(isObject(whole) && { pod: resourcesOf(value) }),
    },
    written: [...(isObject(whole) ? writtenIn(value, steps) : []), ...lists.flat()],
  };
}

/** What the scheduler reserves for one pod; unknown where a container does not say. */
export function requestAmount({ pod, written }: PodRequest, resource: string): Amount {
  const text = pod.app.length === 0 ? undefined : effectiveRequest(pod, resource);
  if (text !== undefined) return exactly(text);
  const bad = written.find(
    (one) => one.resource === resource && kubernetesQuantity(one.value) === undefined,
  );
  if (bad === undefined) return unknown("undeclared");
  return unknown(isTemplated(bad.value) ? "templated" : "unreadable");
}

function initContainer(container: Json): InitContainer {
  return { ...resourcesOf(container), sidecar: memberOf(container, "restartPolicy") === "Always" };
}

function resourcesOf(holder: Json): ContainerResources {
  const resources = objectAt(holder, "resources");
  return {
    requests: quantities(objectAt(resources, "requests")),
    limits: quantities(objectAt(resources, "limits")),
  };
}

function quantities(map: JsonObject): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => [name, kubernetesQuantity(value)]),
  );
}

/** Requests before limits, since these only stand in for them. */
function writtenIn(holder: Json, steps: Steps): readonly Written[] {
  const resources = objectAt(holder, "resources");
  return ["requests", "limits"].flatMap((side) =>
    Object.entries(objectAt(resources, side)).map(([resource, value]) => ({
      resource,
      value,
      steps: [...steps, "resources", side, resource],
    })),
  );
}
