import { diagnose } from "../../diagnostic/diagnostic.ts";
import { SCH_002 } from "../../diagnostic/rules/sch.ts";
import { nothingRead, type Reading } from "../../model/claim.ts";
import type { Adapter } from "../adapter.ts";
import { objectsOf, placeNear, type KubernetesObject } from "../objects.ts";
import { argoSign } from "../signs.ts";
import { isWorkflow, workflowOf } from "./kinds.ts";
import { readWorkflow } from "./workflow.ts";

/**
 * Workflow, WorkflowTemplate, ClusterWorkflowTemplate and CronWorkflow of Argo Workflows: a job
 * with its owner, labels and schedule. What it runs may lie in other files, so that its steps and
 * their data come from the expander (expand/argoworkflows).
 *
 * @see https://argo-workflows.readthedocs.io/en/latest/fields/
 */
export const argoworkflows: Adapter = {
  id: "argoworkflows",
  version: 1,
  profile: "k8s",
  claims: (path, text) => /\.(?:ya?ml|json)$/u.test(path) && argoSign.test(text),
  schema: () => undefined,
  read: (document): Reading => {
    const readings = objectsOf(document).flatMap((object) => {
      if (!isWorkflow(object)) return [];
      const workflow = workflowOf(object);
      return workflow === undefined ? [nameless(object)] : [readWorkflow(workflow)];
    });
    return {
      claims: readings.flatMap(({ claims }) => claims),
      declarations: [],
      diagnostics: readings.flatMap(({ diagnostics }) => diagnostics),
    };
  },
};

/** Without a name there is nothing that a claim could be about. */
function nameless(object: KubernetesObject): Reading {
  const diagnostic = diagnose(SCH_002, {
    message: `${object.kind} lacks the field metadata.name, or generateName, and is not read`,
    place: placeNear(object, ["metadata", "name"]),
    help: "name: my-workflow",
  });
  return { ...nothingRead, diagnostics: [diagnostic] };
}
