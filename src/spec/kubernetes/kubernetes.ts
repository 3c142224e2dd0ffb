import { textAt } from "../../base/json.ts";
import { diagnose } from "../../diagnostic/diagnostic.ts";
import { SCH_025 } from "../../diagnostic/rules/sch.ts";
import { nothingRead, type Reading } from "../../model/claim.ts";
import { toolKey } from "../../model/ids.ts";
import type { Adapter } from "../adapter.ts";
import { bearsAnnotations } from "../annotations.ts";
import { kubernetesSign } from "../signs.ts";
import { workloadOf } from "./kinds.ts";
import { objectsOf, type KubernetesObject } from "../objects.ts";
import { readWorkload } from "./workload.ts";

/**
 * Deployment, StatefulSet, DaemonSet, Job and CronJob. Objects of other kinds say nothing here,
 * unless somebody annotated one: then the annotation is reported as not read.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/
 */
export const kubernetes: Adapter = {
  id: "kubernetes",
  version: 2,
  profile: "k8s",
  claims: (path, text) => /\.(?:ya?ml|json)$/u.test(path) && kubernetesSign.test(text),
  schema: () => undefined,
  read: (document) => {
    const readings = objectsOf(document).map(readObject);
    const [only] = readings;
    if (only !== undefined && readings.length === 1) return only;
    return {
      claims: readings.flatMap(({ claims }) => claims),
      declarations: [],
      diagnostics: readings.flatMap(({ diagnostics }) => diagnostics),
    };
  },
};

/** Groups whose objects another adapter reads. */
const others: ReadonlySet<string> = new Set([
  "argoproj.io/Application",
  "argoproj.io/Workflow",
  "argoproj.io/WorkflowTemplate",
  "argoproj.io/ClusterWorkflowTemplate",
  "argoproj.io/CronWorkflow",
]);

function readObject(object: KubernetesObject): Reading {
  const workload = workloadOf(object);
  if (workload !== undefined) return readWorkload(workload);
  const { group, kind, metadata, places } = object;
  if (others.has(`${group}/${kind}`) || !bearsAnnotations(metadata)) return nothingRead;
  const name = textAt(metadata, "name") ?? "";
  const message = `the annotations lineagectl.dev/… of ${kind} ${name} are not read: this version reads those of workloads and applications`;
  const diagnostic = diagnose(SCH_025, {
    message,
    place: places.key("metadata", "annotations"),
    subject: toolKey("k8s", `${group}/${kind}/${textAt(metadata, "namespace") ?? ""}/${name}`),
  });
  return { ...nothingRead, diagnostics: [diagnostic] };
}
