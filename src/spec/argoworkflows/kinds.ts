import { isObject, textAt, valueAt, type Steps } from "../../base/json.ts";
import { toolKey, type Key } from "../../model/ids.ts";
import type { KubernetesObject, Part } from "../objects.ts";

const kinds = ["Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate", "CronWorkflow"] as const;
type WorkflowKind = (typeof kinds)[number];

/** An object of Argo Workflows that runs, or lends, templates. */
export interface WorkflowObject extends KubernetesObject {
  readonly kind: WorkflowKind;
  readonly key: Key;
  /** Empty for an object that names none, and for one that belongs to the cluster. */
  readonly namespace: string;
  /** A name that the cluster completes ends in `*`. */
  readonly name: string;
  /** What is run: `spec`, or what a schedule wraps. */
  readonly spec: Part;
}

/** Where the workflow itself stands in an object of that kind. */
export function specStepsOf(kind: string): Steps {
  return kind === "CronWorkflow" ? ["spec", "workflowSpec"] : ["spec"];
}

/** Whether the object is of a kind that is read here. */
export function isWorkflow({ group, kind }: KubernetesObject): boolean {
  return group === "argoproj.io" && kinds.some((one) => one === kind);
}

/** The object as a workflow; undefined for an object of another kind, and for one without a name. */
export function workflowOf(object: KubernetesObject): WorkflowObject | undefined {
  const { group, metadata, value } = object;
  const kind = kinds.find((one) => one === object.kind);
  const generated = textAt(metadata, "generateName");
  const name = textAt(metadata, "name") ?? (generated === undefined ? undefined : `${generated}*`);
  if (group !== "argoproj.io" || kind === undefined || name === undefined) return undefined;
  const isClusterWide = kind === "ClusterWorkflowTemplate";
  const namespace = isClusterWide ? "" : (textAt(metadata, "namespace") ?? "");
  const key = toolKey("k8s", `argoproj.io/${kind}/${namespace}/${name}`);
  const steps = specStepsOf(kind);
  const spec = valueAt(value, steps);
  return {
    ...object,
    kind,
    key,
    namespace,
    name,
    spec: { steps, value: isObject(spec) ? spec : {} },
  };
}
