import { memberOf, objectAt, textAt, type Json, type JsonObject } from "../../base/json.ts";
import { diagnose } from "../../diagnostic/diagnostic.ts";
import type { Place } from "../../diagnostic/place.ts";
import { REF_005 } from "../../diagnostic/rules/ref.ts";
import type { EdgeKind } from "../../model/kinds.ts";
import type { Factor } from "../../model/usage.ts";
import { annotatedEdges } from "../../spec/annotated-edges.ts";
import { annotatedFacets, labelClaims } from "../../spec/annotated-facets.ts";
import type { Annotations } from "../../spec/annotations.ts";
import { containersOf } from "../../spec/pod-containers.ts";
import { podUsage, unreadableQuantities } from "../../spec/pod-usage.ts";
import { facetClaims, type Subject } from "../../spec/subject.ts";
import { say, type Context } from "./context.ts";
import { artifactsOf, globalData, inputData, outputData, type Data } from "./data.ts";
import { accountOf, type Frame } from "./frames.ts";
import { fieldOf, placeOf, type Located } from "./job.ts";
import { locationOf } from "./locations.ts";
import { podOf, type Pod } from "./pods.ts";
import { deadlineOf, podFactors, runsOf } from "./running.ts";

/** What a template that runs something itself says: its data, its pod, its annotations. */
export function sayLeaf(context: Context, frame: Frame, annotations: Annotations): void {
  const subject = subjectOf(frame);
  sayData(context, frame);
  const pod = podOf(frame);
  sayFacets(context, frame, pod);
  if (pod !== undefined) sayUsage(context, frame, { pod, factors: podFactors(frame, annotations) });
  context.claims.push(
    ...annotatedFacets(annotations, subject).claims,
    ...annotatedEdges(annotations, subject).claims,
    ...labels(frame, subject),
  );
}

/** Names in annotations are looked up in the namespace of the job first. */
function subjectOf({ key, job }: Frame): Subject {
  return { key, tool: "argoworkflows", namespace: job.scope.namespace || "default" };
}

function sayData(context: Context, frame: Frame): void {
  for (const { name } of artifactsOf(frame, "inputs")) {
    for (const data of inputData(context, frame, name))
      sayEdge(context, frame, { edge: "reads", data });
  }
  for (const { name, artifact } of artifactsOf(frame, "outputs")) {
    const made = outputData(context, frame, name);
    const exported = textAt(artifact, "globalName");
    for (const data of made) sayEdge(context, frame, { edge: "writes", data });
    if (exported !== undefined) sayExport(context, frame, { name: exported, made });
  }
  const source = memberOf(objectAt(objectAt(frame.template, "data"), "source"), "artifactPaths");
  if (source !== undefined) sayListed(context, frame, source);
}

/** A data template lists what lies in a bucket. */
function sayListed(context: Context, frame: Frame, source: Json): void {
  const place = placeOf({ home: frame.home, at: [...frame.at, "data", "source", "artifactPaths"] });
  const location = locationOf(source, frame.scope);
  if (location?.in === "place")
    sayEdge(context, frame, { edge: "reads", data: { at: "key", key: location.key, place } });
}

/** An output under a name of the whole workflow is the same data, where it is one place alone. */
function sayExport(
  context: Context,
  frame: Frame,
  { name, made }: { readonly name: string; readonly made: readonly Data[] },
): void {
  const [first, ...more] = made;
  const data = globalData(frame.job, name, first?.place ?? placeOf(frame));
  sayEdge(context, frame, { edge: "writes", data });
  if (data.at === "key" && first?.at === "key" && more.length === 0)
    say(
      context,
      data.key,
      { is: "sameAs", key: first.key, canonical: true },
      { place: first.place },
    );
}

function sayEdge(
  context: Context,
  { key, condition }: Frame,
  { edge, data }: { readonly edge: EdgeKind & ("reads" | "writes"); readonly data: Data },
): void {
  const { place } = data;
  if (data.at === "unknown") {
    const { text, reason } = data;
    say(context, key, { is: "unresolved", edge, text, reason }, { place });
    // What nobody declares or passes is an error of its own.
    if (reason === "undeclared") return;
    const verb = edge === "reads" ? "reads" : "writes";
    const message = `what the step ${verb} here is not known: ${text || "the artifact"} is ${words[reason] ?? "seen at run time alone"}`;
    context.diagnostics.push(diagnose(REF_005, { message, place, subject: key }));
    return;
  }
  const end = edge === "reads" ? "to" : "from";
  const other = { by: "key", key: data.key } as const;
  const says = {
    is: "edge",
    edge,
    end,
    other,
    ...(condition !== undefined && { condition }),
  } as const;
  say(context, key, says, { place });
}

const words: Readonly<Partial<Record<string, string>>> = {
  "missing-file": "made by a template that this tree does not hold",
  tool: "kept by a plugin",
  limit: "more than is followed",
};

function sayFacets(context: Context, frame: Frame, pod: Pod | undefined): void {
  const subject = subjectOf(frame);
  const seconds = deadlineOf(frame);
  const at = (field: string): Place => placeOf({ home: frame.home, at: [...frame.at, field] });
  context.claims.push(
    ...facetClaims(subject, "containers", {
      value: pod && containersOf(pod.value),
      place: pod?.containersPlace ?? at("container"),
    }),
    ...facetClaims(subject, "serviceAccount", {
      value: accountOf(frame),
      place: at("serviceAccountName"),
    }),
    ...facetClaims(subject, "deadline", {
      value: seconds === undefined ? undefined : `PT${seconds}S`,
      place: at("activeDeadlineSeconds"),
    }),
  );
}

/** What the pods of the template use in a month, once for each schedule of the job. */
function sayUsage(
  context: Context,
  frame: Frame,
  { pod, factors }: { readonly pod: Pod; readonly factors: readonly Factor[] },
): void {
  for (const { suffix, factor } of runsOf(frame.job)) {
    const lines = podUsage(
      pod.request,
      { factors: [...factors, factor], dims: pod.dims },
      pod.nowhere,
    );
    for (const { line, ...rest } of lines) {
      const usage = { ...rest, line: `${line}${suffix}` };
      say(context, frame.key, { is: "usage", usage }, { place: usage.place });
    }
  }
  context.diagnostics.push(...unreadableQuantities(pod.request, frame.home.key));
}

/** Labels of the workflow, of its pods and of the template: prices follow the pods, the innermost wins. */
function labels(frame: Frame, subject: Subject): ReturnType<typeof labelClaims> {
  const { home, template, at, job } = frame;
  const { definition } = job;
  const object: Located = {
    home: definition,
    at: ["metadata"],
    value: objectAt(definition.value, "metadata"),
  };
  const started: Located = {
    home: definition,
    at: ["spec", "workflowMetadata"],
    value: objectAt(objectAt(definition.value, "spec"), "workflowMetadata"),
  };
  const own: Located = { home, at: [...at, "metadata"], value: objectAt(template, "metadata") };
  const parts = [object, started, fieldOf(job, "podMetadata"), own];
  return labelClaims(
    subject,
    parts.flatMap((part) =>
      part === undefined
        ? []
        : [
            {
              labels: written(part.value),
              place: (label: string): Place =>
                placeOf({ ...part, at: [...part.at, "labels", label] }),
            },
          ],
    ),
  );
}

/** Labels that are no templates. */
function written(metadata: Located["value"]): JsonObject {
  const pairs = Object.entries(objectAt(metadata, "labels")).filter(
    ([, value]) => typeof value !== "string" || !value.includes("{{"),
  );
  return Object.fromEntries(pairs);
}
