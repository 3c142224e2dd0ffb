import { memberOf, objectAt, textAt, type Json } from "../../base/json.ts";
import type { Place } from "../../diagnostic/place.ts";
import { nothingRead, type Claim, type Reading } from "../../model/claim.ts";
import { toolKey } from "../../model/ids.ts";
import { annotatedEdges } from "../annotated-edges.ts";
import { annotatedFacets, labelClaims } from "../annotated-facets.ts";
import { annotationsOf, ignoring } from "../annotations.ts";
import { placesBelow } from "../places.ts";
import { declared, facetClaims, type Subject } from "../subject.ts";
import { containersOf } from "../pod-containers.ts";
import type { Workload } from "./kinds.ts";
import { usageOf } from "./usage.ts";

/** What a workload says: its containers, its schedule, what it uses, and what its annotations add. */
export function readWorkload(workload: Workload): Reading {
  const { group, kind, metadata, places } = workload;
  const name = textAt(metadata, "name") ?? textAt(metadata, "generateName");
  if (name === undefined) return nothingRead;
  const namespace = textAt(metadata, "namespace");
  // The namespace of an object that names none is whatever it is applied to: an application knows.
  const full = `${namespace ?? ""}/${name}`;
  const key = toolKey("k8s", `${group}/${kind}/${full}`);
  const subject: Subject = { key, tool: "kubernetes", namespace: namespace ?? "default" };
  const annotations = annotationsOf(annotatedParts(workload), { kind, key });
  const ignore = ignoring(annotations, { kind, key });
  if (ignore.ignored) return { ...nothingRead, diagnostics: ignore.diagnostics };
  const facets = annotatedFacets(annotations, subject);
  const edges = annotatedEdges(annotations, subject);
  const usage = usageOf(workload, annotations, subject);
  const place = places.value(
    "metadata",
    memberOf(metadata, "name") === undefined ? "generateName" : "name",
  );
  return {
    claims: [
      declared(subject, { is: "exists", kind: "workload", name: full }, place),
      ...specFacets(workload, subject),
      ...facets.claims,
      ...labels(workload, subject),
      ...edges.claims,
      ...usage.claims,
    ],
    declarations: [],
    diagnostics: [
      ...annotations.diagnostics,
      ...ignore.diagnostics,
      ...facets.diagnostics,
      ...edges.diagnostics,
      ...usage.diagnostics,
    ],
  };
}

/** Outermost first: what the pod template says about its owner holds before what the object says. */
function annotatedParts({
  metadata,
  template,
  places,
}: Workload): Parameters<typeof annotationsOf>[0] {
  return [
    { metadata, places: placesBelow(places, ["metadata"]) },
    {
      metadata: objectAt(template.value, "metadata"),
      places: placesBelow(places, [...template.steps, "metadata"]),
    },
  ];
}

function specFacets(workload: Workload, subject: Subject): readonly Claim[] {
  const { spec, pod, job, places } = workload;
  const account = textAt(pod.value, "serviceAccountName");
  const containers = containersOf(pod.value);
  const seconds = memberOf(job?.value, "activeDeadlineSeconds");
  const inPod = (field: string): Place => places.value(...pod.steps, field);
  return [
    ...facetClaims(subject, "containers", { value: containers, place: inPod("containers") }),
    ...facetClaims(subject, "serviceAccount", {
      value: account,
      place: inPod("serviceAccountName"),
    }),
    ...facetClaims(subject, "schedule", {
      value: workload.kind === "CronJob" ? scheduleOf(spec.value) : undefined,
      place: places.value("spec", "schedule"),
    }),
    ...facetClaims(subject, "deadline", {
      value:
        typeof seconds === "number" && Number.isSafeInteger(seconds) ? `PT${seconds}S` : undefined,
      place: places.value(...(job?.steps ?? []), "activeDeadlineSeconds"),
    }),
  ];
}

function scheduleOf(spec: Json): Json | undefined {
  const cron = textAt(spec, "schedule");
  const timezone = textAt(spec, "timeZone");
  if (cron === undefined) return undefined;
  const suspend = memberOf(spec, "suspend") === true;
  return { cron, ...(timezone !== undefined && { timezone }), suspend };
}

/** Labels of the pod template hold before those of the object: prices follow the pods. */
function labels({ metadata, template, places }: Workload, subject: Subject): readonly Claim[] {
  const inner = objectAt(template.value, "metadata");
  return labelClaims(subject, [
    {
      labels: memberOf(metadata, "labels"),
      place: (label) => places.value("metadata", "labels", label),
    },
    {
      labels: memberOf(inner, "labels"),
      place: (label) => places.value(...template.steps, "metadata", "labels", label),
    },
  ]);
}
