import {
  isObject,
  memberOf,
  objectAt,
  textAt,
  textsAt,
  type Json,
  type JsonObject,
} from "../../base/json.ts";
import type { Claim } from "../../model/claim.ts";
import type { KubernetesObject } from "../objects.ts";
import { facetClaims, type Subject } from "../subject.ts";

const prefix = "argocd.argoproj.io/";

/** Project, destination, sync policy and Argo CD's own annotations of an Application. */
export function applicationFacets(
  { value, metadata, places }: KubernetesObject,
  subject: Subject,
): readonly Claim[] {
  const spec = objectAt(value, "spec");
  return [
    ...facetClaims(subject, "project", {
      value: textAt(spec, "project"),
      place: places.value("spec", "project"),
    }),
    ...facetClaims(subject, "destination", {
      value: destinationOf(objectAt(spec, "destination")),
      place: places.value("spec", "destination"),
    }),
    ...facetClaims(subject, "syncPolicy", {
      value: policyOf(memberOf(spec, "syncPolicy")),
      place: places.value("spec", "syncPolicy"),
    }),
    ...facetClaims(subject, "annotations", {
      value: annotationsOf(objectAt(metadata, "annotations")),
      place: places.value("metadata", "annotations"),
    }),
  ];
}

function destinationOf(destination: JsonObject): Json | undefined {
  const pairs = ["server", "name", "namespace"].flatMap((field): [string, Json][] => {
    const text = textAt(destination, field);
    return text === undefined ? [] : [[field, text]];
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

/** `enabled: false` switches automation off although its block is there. */
function policyOf(policy: Json | undefined): Json | undefined {
  if (!isObject(policy)) return undefined;
  const automated = memberOf(policy, "automated");
  const retry = memberOf(policy, "retry");
  const options = textsAt(policy, "syncOptions").map(([, option]) => option);
  return {
    ...(isObject(automated) && { automated: automationOf(automated) }),
    ...(options.length > 0 && { syncOptions: options }),
    ...(isObject(retry) && { retry }),
  };
}

function automationOf(automated: JsonObject): Json {
  const enabled = memberOf(automated, "enabled") !== false;
  const on = (field: string): boolean => enabled && memberOf(automated, field) === true;
  return { enabled, prune: on("prune"), selfHeal: on("selfHeal"), allowEmpty: on("allowEmpty") };
}

/** Sync waves, hooks and the like; other annotations may hold whole manifests. */
function annotationsOf(annotations: JsonObject): Json | undefined {
  const own = Object.entries(annotations).filter(([key]) => key.startsWith(prefix));
  return own.length === 0 ? undefined : Object.fromEntries(own);
}
