import {
  memberOf,
  objectAt,
  textAt,
  textsAt,
  type Json,
  type JsonObject,
} from "../../base/json.ts";
import type { Places } from "../../diagnostic/place.ts";
import type { Claim, FacetName } from "../../model/claim.ts";
import { toolKey } from "../../model/ids.ts";
import type { AssetKind } from "../../model/kinds.ts";
import type { Document } from "../../source/document.ts";
import { ownerOf } from "../owner.ts";
import { placesOf } from "../places.ts";
import { declared, facetClaims, type Subject } from "../subject.ts";

/** A reading depends on its file alone, so the configured namespace cannot enter here. */
export const defaultNamespace = "default";

/** A document of an own kind that bears a name. */
export interface OwnDocument {
  readonly kind: string;
  readonly subject: Subject;
  /** `<namespace>/<name>`. */
  readonly name: string;
  readonly value: Json;
  readonly spec: JsonObject;
  readonly places: Places;
}

/** The document with its identity; undefined where it has no usable name, which its schema reports. */
export function namedDocument(document: Document, kind: string): OwnDocument | undefined {
  const metadata = objectAt(document.value, "metadata");
  const namespace = textAt(metadata, "namespace") ?? defaultNamespace;
  const short = textAt(metadata, "name");
  if (short === undefined || short.includes("/") || namespace.includes("/")) return undefined;
  const name = `${namespace}/${short}`;
  return {
    kind,
    subject: { key: toolKey("own", `${kind}/${name}`), tool: "own", namespace },
    name,
    value: document.value,
    spec: objectAt(document.value, "spec"),
    places: placesOf(document),
  };
}

/** That the asset exists, and what every document says about itself. */
export function metadataClaims(document: OwnDocument, kind: AssetKind): readonly Claim[] {
  const { subject, name, places } = document;
  const metadata = objectAt(document.value, "metadata");
  const text = (facet: FacetName): readonly Claim[] =>
    facetClaims(subject, facet, {
      value: textAt(metadata, facet),
      place: places.value("metadata", facet),
    });
  const annotations = memberOf(metadata, "annotations");
  return [
    declared(subject, { is: "exists", kind, name }, places.value("metadata", "name")),
    ...text("title"),
    ...text("description"),
    ...text("docs"),
    ...facetClaims(subject, "owner", {
      value: ownerOf(memberOf(metadata, "owner")),
      place: places.value("metadata", "owner"),
    }),
    ...facetClaims(subject, "annotations", {
      value: annotations,
      place: places.value("metadata", "annotations"),
    }),
    ...textsAt(metadata, "tags").map(([index, tag]) =>
      declared(subject, { is: "tag", tag }, places.value("metadata", "tags", index)),
    ),
    ...labelClaims(document, ["metadata", "labels"]),
  ];
}

/** The labels of a map, each at its value. */
export function labelClaims(
  { subject, value, places }: OwnDocument,
  [section, field]: readonly ["metadata" | "spec", string],
): readonly Claim[] {
  const labels = objectAt(objectAt(value, section), field);
  return Object.entries(labels).flatMap(([label, text]) =>
    typeof text === "string"
      ? [
          declared(
            subject,
            { is: "label", label, value: text },
            places.value(section, field, label),
          ),
        ]
      : [],
  );
}

/** The fields of `spec` that become facets as they stand. */
export function specFacets(
  { subject, spec, places }: OwnDocument,
  facets: readonly FacetName[],
): readonly Claim[] {
  return facets.flatMap((facet) =>
    facetClaims(subject, facet, {
      value: memberOf(spec, facet),
      place: places.value("spec", facet),
    }),
  );
}
