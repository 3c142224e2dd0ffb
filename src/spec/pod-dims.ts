import {
  isObject,
  listAt,
  memberOf,
  objectAt,
  textAt,
  valueAt,
  type Json,
  type JsonObject,
} from "../base/json.ts";

/** Node labels that prices depend on. */
const dimOfLabel: Readonly<Record<string, string>> = {
  "node.kubernetes.io/instance-type": "instanceType",
  "beta.kubernetes.io/instance-type": "instanceType",
  "topology.kubernetes.io/region": "region",
  "failure-domain.beta.kubernetes.io/region": "region",
  "topology.kubernetes.io/zone": "zone",
  "failure-domain.beta.kubernetes.io/zone": "zone",
  "kubernetes.io/arch": "arch",
  "eks.amazonaws.com/nodegroup": "nodePool",
  "eks.amazonaws.com/capacityType": "capacity",
  "karpenter.sh/nodepool": "nodePool",
  "karpenter.sh/capacity-type": "capacity",
  "cloud.google.com/gke-nodepool": "nodePool",
  "cloud.google.com/gke-spot": "capacity",
  "cloud.google.com/gke-accelerator": "gpuModel",
  "cloud.google.com/gke-tpu-accelerator": "gpuModel",
  "kubernetes.azure.com/agentpool": "nodePool",
  "kubernetes.azure.com/scalesetpriority": "capacity",
  "nvidia.com/gpu.product": "gpuModel",
};

const capacities: Readonly<Record<string, string>> = {
  true: "spot",
  spot: "spot",
  "on-demand": "on-demand",
  regular: "on-demand",
};

/**
 * What the pod's placement fixes: its node selector, and required affinity that leaves one value.
 * A toleration permits and selects nothing, and a preference may not be met.
 */
export function dimsOf(pod: JsonObject): Readonly<Record<string, string>> {
  const selected = Object.entries(objectAt(pod, "nodeSelector"));
  const pairs = [...requiredLabels(pod), ...selected].flatMap(([label, value]) =>
    dimOf(label, value),
  );
  return Object.fromEntries(pairs);
}

function dimOf(label: string, value: Json): readonly (readonly [string, string])[] {
  const dim = Object.hasOwn(dimOfLabel, label) ? dimOfLabel[label] : undefined;
  if (dim === undefined || typeof value !== "string" || value === "") return [];
  if (dim !== "capacity") return [[dim, value]];
  const word = value.toLowerCase().replaceAll("_", "-");
  const capacity = Object.hasOwn(capacities, word) ? capacities[word] : undefined;
  return capacity === undefined ? [] : [[dim, capacity]];
}

/** The terms of a required affinity are alternatives, so that only a single one fixes anything. */
function requiredLabels(pod: JsonObject): readonly (readonly [string, Json])[] {
  const required = valueAt(pod, [
    "affinity",
    "nodeAffinity",
    "requiredDuringSchedulingIgnoredDuringExecution",
  ]);
  const [term, ...others] = listAt(required, "nodeSelectorTerms");
  if (!isObject(term) || others.length > 0) return [];
  return listAt(term, "matchExpressions").flatMap((expression) => {
    const key = textAt(expression, "key");
    const [value, ...more] = listAt(expression, "values");
    const fixes = memberOf(expression, "operator") === "In" && more.length === 0;
    return key === undefined || value === undefined || !fixes ? [] : [[key, value] as const];
  });
}
