import { valueAt, isObject, type Steps } from "../../base/json.ts";
import type { KubernetesObject, Part } from "../objects.ts";

/** A kind that runs pods, with the way to its parts. */
interface WorkloadKind {
  readonly group: string;
  readonly template: Steps;
  /** Where the number of runs and retries of a job stand. */
  readonly job?: Steps;
}

const template: Steps = ["spec", "template"];

const kinds: Readonly<Record<string, WorkloadKind>> = {
  Deployment: { group: "apps", template },
  StatefulSet: { group: "apps", template },
  DaemonSet: { group: "apps", template },
  Job: { group: "batch", template, job: ["spec"] },
  CronJob: {
    group: "batch",
    template: ["spec", "jobTemplate", "spec", "template"],
    job: ["spec", "jobTemplate", "spec"],
  },
};

/** The parts of a workload that its claims come from. */
export interface Workload extends KubernetesObject {
  readonly kind: "Deployment" | "StatefulSet" | "DaemonSet" | "Job" | "CronJob";
  readonly spec: Part;
  readonly template: Part;
  readonly pod: Part;
  readonly job?: Part;
}

/** The object as a workload; undefined for an object of another kind. */
export function workloadOf(object: KubernetesObject): Workload | undefined {
  const { kind } = object;
  if (!isWorkload(kind)) return undefined;
  const known = kinds[kind];
  if (known === undefined || known.group !== object.group) return undefined;
  const part = (steps: Steps): Part => {
    const value = valueAt(object.value, steps);
    return { steps, value: isObject(value) ? value : {} };
  };
  return {
    ...object,
    kind,
    spec: part(["spec"]),
    template: part(known.template),
    pod: part([...known.template, "spec"]),
    ...(known.job !== undefined && { job: part(known.job) }),
  };
}

function isWorkload(kind: string): kind is Workload["kind"] {
  return Object.hasOwn(kinds, kind);
}
