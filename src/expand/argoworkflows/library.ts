import { byCodeUnit } from "../../base/compare.ts";
import { grouped } from "../../base/group.ts";
import {
  isObject,
  memberOf,
  objectAt,
  stepsOf,
  textAt,
  valueAt,
  type JsonObject,
} from "../../base/json.ts";
import { placesIn, type Places } from "../../diagnostic/place.ts";
import { precedence } from "../../lineage/order.ts";
import type { Claim, WorkflowAssertion } from "../../model/claim.ts";
import type { Key } from "../../model/ids.ts";
import { specStepsOf } from "../../spec/argoworkflows/kinds.ts";
import { templatesOf, type Template } from "../../spec/argoworkflows/templates.ts";
import type { Part } from "../../spec/objects.ts";
import { placesBelow } from "../../spec/places.ts";

/** An object of Argo Workflows somewhere in the tree. */
export interface Definition {
  readonly key: Key;
  readonly kind: string;
  /** Its own, else the one in which an application puts it; empty where neither is known. */
  readonly namespace: string;
  readonly name: string;
  readonly value: JsonObject;
  readonly places: Places;
  readonly spec: Part;
  readonly templates: ReadonlyMap<string, Template>;
}

/** What a `templateRef` or `workflowTemplateRef` names. */
export interface Wanted {
  readonly name: string;
  readonly cluster: boolean;
}

export interface Library {
  /** In the order of their places. */
  readonly definitions: readonly Definition[];
  /** The object that is meant from within the namespace; undefined where this tree has none. */
  find(wanted: Wanted, namespace: string): Definition | undefined;
  /** Names that may have been meant. */
  names(wanted: Wanted): readonly string[];
}

function kindOf({ cluster }: Wanted): string {
  return cluster ? "ClusterWorkflowTemplate" : "WorkflowTemplate";
}

/** All workflows and templates of a tree. */
export function libraryOf(claims: readonly Claim[]): Library {
  const deployed = deployedNamespaces(claims);
  const definitions = claims
    .filter(isDefinition)
    .toSorted((a, b) => precedence(a, b) || byCodeUnit(a.subject, b.subject))
    .map((claim) => definitionOf(claim, deployed));
  const byName = grouped(
    definitions.filter(({ kind }) => kind.endsWith("WorkflowTemplate")),
    ({ kind, name }) => `${kind}/${name}`,
  );
  return {
    definitions,
    find: (wanted, namespace) => {
      const named = byName.get(`${kindOf(wanted)}/${wanted.name}`) ?? [];
      // An object that names no namespace may be applied to any, the caller's among them.
      const here = named.find((one) => one.namespace === namespace);
      return here ?? named.find((one) => one.namespace === "" || namespace === "");
    },
    names: (wanted) => [
      ...new Set(definitions.filter(({ kind }) => kind === kindOf(wanted)).map(({ name }) => name)),
    ],
  };
}

interface DefinitionClaim extends Claim {
  readonly says: WorkflowAssertion;
}

function isDefinition(claim: Claim): claim is DefinitionClaim {
  return claim.says.is === "workflow";
}

function definitionOf(
  { subject, says, place }: DefinitionClaim,
  deployed: ReadonlyMap<Key, string>,
): Definition {
  const { kind, name, value } = says;
  const [document, part] = place.in === "node" ? [place.document, stepsOf(place.pointer)] : [0, []];
  const steps = specStepsOf(kind);
  const spec = { steps, value: objectAt({ spec: valueAt(value, steps) ?? null }, "spec") };
  return {
    key: subject,
    kind,
    namespace: says.namespace === "" ? (deployed.get(subject) ?? "") : says.namespace,
    name,
    value,
    places: placesBelow(placesIn(place.path, document), part),
    spec,
    templates: templatesOf({ spec }),
  };
}

/** The one namespace into which applications put an object that names none. */
function deployedNamespaces(claims: readonly Claim[]): ReadonlyMap<Key, string> {
  const found = new Map<Key, string>();
  for (const { subject, says, tool } of claims) {
    if (says.is !== "sameAs" || tool !== "argocd" || !subject.startsWith("k8s:argoproj.io/"))
      continue;
    const namespace = says.key.split("/")[2] ?? "";
    const before = found.get(subject);
    found.set(subject, before === undefined || before === namespace ? namespace : "");
  }
  return found;
}

/** How the workflow is called in ids: its namespace, or `cluster` for what belongs to all. */
export function ownerOf({ kind, namespace }: Definition): string {
  return kind === "ClusterWorkflowTemplate" ? "cluster" : namespace;
}

/** The templates that the definition borrows as a whole; undefined for one that has its own. */
export function borrowedBy({ spec }: Definition): Wanted | undefined {
  const reference = memberOf(spec.value, "workflowTemplateRef");
  if (!isObject(reference)) return undefined;
  const cluster = memberOf(reference, "clusterScope") === true;
  return { name: textAt(reference, "name") ?? "", cluster };
}
