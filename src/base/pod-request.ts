import { exactText, largest, parseDecimal, plus, zero, type Exact } from "./decimal.ts";

/** Quantities by resource name, as decimal text in base units; undefined: written but not readable. */
export type Resources = Readonly<Record<string, string | undefined>>;

export interface ContainerResources {
  readonly requests: Resources;
  readonly limits: Resources;
}

export interface InitContainer extends ContainerResources {
  /** An init container with `restartPolicy: Always` keeps running beside all that come later. */
  readonly sidecar: boolean;
}

export interface PodResources {
  /** In the order of the file: what runs beside an init container depends on it. */
  readonly init: readonly InitContainer[];
  readonly app: readonly ContainerResources[];
  /** Of the RuntimeClass. */
  readonly overhead?: Resources;
  /** Pod-level `spec.resources`, which take precedence over the containers' values. */
  readonly pod?: ContainerResources;
}

/** Resources that every container uses; of any other, none is used unless it is asked for. */
const always: ReadonlySet<string> = new Set(["cpu", "memory"]);

/**
 * What the scheduler reserves for one pod: the larger of the peak while init containers run and of
 * the sum of all that run afterwards, plus overhead.
 *
 * @returns decimal text in the resource's base unit; undefined where a container states neither a
 *          request nor a limit for cpu or memory: that is unknown, not zero
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function effectiveRequest(pod: PodResources, resource: string): string | undefined {
  const containers = ofPod(pod, resource) ?? ofContainers(pod, resource);
  const overhead = Object.hasOwn(pod.overhead ?? {}, resource)
    ? read(pod.overhead?.[resource])
    : zero;
  return containers && overhead && exactText(plus(containers, overhead));
}

function ofPod(pod: PodResources, resource: string): Exact | undefined {
  if (pod.pod === undefined || !states(pod.pod, resource)) return undefined;
  return requestOf(pod.pod, resource);
}

function ofContainers(pod: PodResources, resource: string): Exact | undefined {
  let sidecars: Exact = zero;
  let peak: Exact = zero;
  for (const container of pod.init) {
    const request = requestOf(container, resource);
    if (request === undefined) return undefined;
    const together = plus(sidecars, request);
    peak = largest(peak, together);
    if (container.sidecar) sidecars = together;
  }
  let run = sidecars;
  for (const container of pod.app) {
    const request = requestOf(container, resource);
    if (request === undefined) return undefined;
    run = plus(run, request);
  }
  return largest(peak, run);
}

/** The request, which defaults to the limit. */
function requestOf(container: ContainerResources, resource: string): Exact | undefined {
  if (Object.hasOwn(container.requests, resource)) return read(container.requests[resource]);
  if (Object.hasOwn(container.limits, resource)) return read(container.limits[resource]);
  return always.has(resource) ? undefined : zero;
}

function states(container: ContainerResources, resource: string): boolean {
  return Object.hasOwn(container.requests, resource) || Object.hasOwn(container.limits, resource);
}

function read(text: string | undefined): Exact | undefined {
  return text === undefined ? undefined : parseDecimal(text);
}
