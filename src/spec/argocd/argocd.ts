import { memberOf, textAt } from "../../base/json.ts";
import { nothingRead, type Claim, type Reading } from "../../model/claim.ts";
import { toolKey } from "../../model/ids.ts";
import type { Adapter } from "../adapter.ts";
import { annotatedFacets, labelClaims } from "../annotated-facets.ts";
import { annotationsOf, ignoring } from "../annotations.ts";
import { objectsOf, type KubernetesObject } from "../objects.ts";
import { placesBelow } from "../places.ts";
import { argoSign } from "../signs.ts";
import { declared, type Subject } from "../subject.ts";
import { applicationFacets } from "./facets.ts";
import { readSources } from "./sources.ts";

/**
 * Argo CD's Application: what it deploys, where to, and how it is kept in step.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/
 */
export const argocd: Adapter = {
  id: "argocd",
  version: 2,
  profile: "k8s",
  claims: (path, text) => /\.(?:ya?ml|json)$/u.test(path) && argoSign.test(text),
  schema: () => undefined,
  read: (document) => {
    const readings = objectsOf(document).filter(isApplication).map(readApplication);
    return {
      claims: readings.flatMap(({ claims }) => claims),
      declarations: [],
      diagnostics: readings.flatMap(({ diagnostics }) => diagnostics),
    };
  },
};

function isApplication({ group, kind }: KubernetesObject): boolean {
  return group === "argoproj.io" && kind === "Application";
}

/** Applications live in the namespace of Argo CD itself unless they name another. */
const namespaceDefault = "argocd";

function readApplication(application: KubernetesObject): Reading {
  const { metadata, places } = application;
  const short = textAt(metadata, "name");
  if (short === undefined) return nothingRead;
  const namespace = textAt(metadata, "namespace") ?? namespaceDefault;
  const name = `${namespace}/${short}`;
  const key = toolKey("k8s", `argoproj.io/Application/${name}`);
  const subject: Subject = { key, tool: "argocd", namespace };
  const object = { kind: application.kind, key };
  const annotations = annotationsOf(
    [{ metadata, places: placesBelow(places, ["metadata"]) }],
    object,
  );
  const ignore = ignoring(annotations, object);
  if (ignore.ignored) return { ...nothingRead, diagnostics: ignore.diagnostics };
  const facets = annotatedFacets(annotations, subject);
  const sources = readSources(application, subject);
  return {
    claims: [
      declared(subject, { is: "exists", kind: "app", name }, places.value("metadata", "name")),
      ...facets.claims,
      ...labels(application, subject),
      ...applicationFacets(application, subject),
      ...sources.claims,
    ],
    declarations: [],
    diagnostics: [
      ...annotations.diagnostics,
      ...ignore.diagnostics,
      ...facets.diagnostics,
      ...sources.diagnostics,
    ],
  };
}

function labels({ metadata, places }: KubernetesObject, subject: Subject): readonly Claim[] {
  const place = (label: string): Claim["place"] => places.value("metadata", "labels", label);
  return labelClaims(subject, [{ labels: memberOf(metadata, "labels"), place }]);
}
