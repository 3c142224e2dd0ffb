import { listAt, memberOf, objectAt, textAt, textsAt, type Json } from "../../base/json.ts";
import { nothingRead, type Claim, type Reading } from "../../model/claim.ts";
import { toolKey } from "../../model/ids.ts";
import { annotatedEdges } from "../annotated-edges.ts";
import { annotatedFacets, labelClaims } from "../annotated-facets.ts";
import { plainDecimal, rangeFindings } from "../annotated-ranges.ts";
import { annotationsOf, ignoring } from "../annotations.ts";
import { mistyped } from "../mistyped.ts";
import { placesBelow } from "../places.ts";
import { declared, facetClaims, type Subject } from "../subject.ts";
import type { WorkflowObject } from "./kinds.ts";
import { shapeOf } from "./shape.ts";
import { templateFindings } from "./template-findings.ts";

/** What a workflow says of itself, and what it runs as one claim for the expander. */
export function readWorkflow(workflow: WorkflowObject): Reading {
  const { kind, key, namespace, name, metadata, places } = workflow;
  const subject: Subject = { key, tool: "argoworkflows", namespace: namespace || "default" };
  const annotations = annotationsOf([{ metadata, places: placesBelow(places, ["metadata"]) }], {
    kind,
    key,
  });
  const ignore = ignoring(annotations, { kind, key });
  if (ignore.ignored) return { ...nothingRead, diagnostics: ignore.diagnostics };
  const facets = annotatedFacets(annotations, subject);
  const edges = annotatedEdges(annotations, subject);
  return {
    claims: [
      existence(workflow, subject),
      ...specFacets(workflow, subject),
      ...facets.claims,
      ...labels(workflow, subject),
      ...edges.claims,
      declared(
        subject,
        { is: "workflow", kind, namespace, name, value: workflow.value },
        places.value(),
      ),
    ],
    declarations: [],
    diagnostics: [
      ...mistyped(workflow, shapeOf(kind)),
      ...annotations.diagnostics,
      ...ignore.diagnostics,
      ...facets.diagnostics,
      ...edges.diagnostics,
      ...rangeFindings(annotations, { "runs-per-day": plainDecimal }, key),
      ...templateFindings(workflow),
    ],
  };
}

/** A cluster's own template has no namespace; its id says so. */
function existence(workflow: WorkflowObject, subject: Subject): Claim {
  const { kind, namespace, name, metadata, places } = workflow;
  const owner = kind === "ClusterWorkflowTemplate" ? "cluster" : namespace;
  const field = memberOf(metadata, "name") === undefined ? "generateName" : "name";
  return declared(
    subject,
    { is: "exists", kind: "job", name: `${owner}/${name}` },
    places.value("metadata", field),
  );
}

function specFacets({ value, spec, places }: WorkflowObject, subject: Subject): readonly Claim[] {
  const account = textAt(spec.value, "serviceAccountName");
  const seconds = memberOf(spec.value, "activeDeadlineSeconds");
  const cron = objectAt(value, "spec");
  const field = memberOf(cron, "schedules") === undefined ? "schedule" : "schedules";
  const isCounted = typeof seconds === "number" && Number.isSafeInteger(seconds);
  return [
    ...facetClaims(subject, "serviceAccount", {
      value: account,
      place: places.value(...spec.steps, "serviceAccountName"),
    }),
    ...facetClaims(subject, "schedule", {
      value: scheduleOf(cron),
      place: places.value("spec", field),
    }),
    ...facetClaims(subject, "deadline", {
      value: isCounted ? `PT${seconds}S` : undefined,
      place: places.value(...spec.steps, "activeDeadlineSeconds"),
    }),
  ];
}

/** Several schedules are told in one text. */
function scheduleOf(cron: Json): Json | undefined {
  const schedules = schedulesOf(cron).map(([, text]) => text);
  const timezone = textAt(cron, "timezone");
  if (schedules.length === 0) return undefined;
  const suspend = memberOf(cron, "suspend") === true;
  return { cron: schedules.join(" and "), ...(timezone !== undefined && { timezone }), suspend };
}

/** The schedules of a CronWorkflow, a list since 3.6 and a single text before, with their steps. */
export function schedulesOf(
  cron: Json,
): readonly (readonly [steps: readonly (string | number)[], text: string])[] {
  const several = textsAt(cron, "schedules").filter(([, text]) => text !== "");
  if (listAt(cron, "schedules").length > 0) {
    return several.map(([index, text]) => [["schedules", index], text] as const);
  }
  const single = textAt(cron, "schedule");
  return single === undefined ? [] : [[["schedule"], single]];
}

/** Labels of the object, and those that a schedule gives the workflows it starts. */
function labels({ value, metadata, places }: WorkflowObject, subject: Subject): readonly Claim[] {
  const started = objectAt(objectAt(value, "spec"), "workflowMetadata");
  return labelClaims(subject, [
    {
      labels: memberOf(metadata, "labels"),
      place: (label) => places.value("metadata", "labels", label),
    },
    {
      labels: memberOf(started, "labels"),
      place: (label) => places.value("spec", "workflowMetadata", "labels", label),
    },
  ]);
}

/** The key under which pipelines bind to a workflow, or to a step of it. */
export function workflowKey(
  namespace: string,
  name: string,
  path: readonly string[],
): Claim["subject"] {
  return toolKey("argo", [namespace, name, ...path].join("/"));
}
