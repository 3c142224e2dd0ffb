import type { Json } from "../base/json.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Claim, FacetName } from "../model/claim.ts";
import { itemsOf, unreadable, type AnnotationName, type Annotations } from "./annotations.ts";
import { ownerFromText } from "./owner.ts";
import { declared, facetClaims, type Subject } from "./subject.ts";

interface AnnotatedFacet {
  readonly name: AnnotationName;
  readonly facet: FacetName;
  /** The facet's value; undefined for text of another form. */
  readonly read: (text: string) => Json | undefined;
}

const classifications = ["public", "internal", "confidential", "restricted"];

const facets: readonly AnnotatedFacet[] = [
  { name: "owner", facet: "owner", read: ownerFromText },
  {
    name: "classification",
    facet: "classification",
    read: (text) => classifications.find((word) => word === text.trim()),
  },
  { name: "env", facet: "env", read: (text) => /^\s*([a-z0-9][a-z0-9_-]*)\s*$/u.exec(text)?.[1] },
  {
    name: "tier",
    facet: "tier",
    read: (text) => [1, 2, 3, 4].find((tier) => String(tier) === text.trim()),
  },
];

/** Owner, classification, environment, tier, purposes and tags of an object by its annotations. */
export function annotatedFacets(
  annotations: Annotations,
  subject: Subject,
): { readonly claims: readonly Claim[]; readonly diagnostics: readonly Diagnostic[] } {
  const claims: Claim[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { name, facet, read } of facets) {
    const annotation = annotations.one(name);
    if (annotation === undefined) continue;
    const value = read(annotation.text);
    claims.push(...facetClaims(subject, facet, { value, place: annotation.place }));
    if (value === undefined) diagnostics.push(unreadable(name, annotation, subject.key));
  }
  claims.push(...purposeClaims(annotations, subject), ...tagClaims(annotations, subject));
  return { claims, diagnostics };
}

function purposeClaims(annotations: Annotations, subject: Subject): readonly Claim[] {
  const all = annotations.all("purposes");
  const purposes = [...new Set(all.flatMap(({ text }) => itemsOf(text)))];
  const place = all.at(-1)?.place;
  if (place === undefined || purposes.length === 0) return [];
  return facetClaims(subject, "privacy", { value: { purposes }, place });
}

function tagClaims(annotations: Annotations, subject: Subject): readonly Claim[] {
  return annotations
    .all("tags")
    .flatMap(({ text, place }) =>
      itemsOf(text).map((tag) => declared(subject, { is: "tag", tag }, place)),
    );
}

/** The labels of a map of metadata; those of a later map win. */
export function labelClaims(
  subject: Subject,
  parts: readonly {
    readonly labels: Json | undefined;
    readonly place: (label: string) => Claim["place"];
  }[],
): readonly Claim[] {
  const claims = new Map<string, Claim>();
  for (const { labels, place } of parts) {
    if (typeof labels !== "object" || labels === null) continue;
    for (const [label, value] of Object.entries(labels)) {
      if (typeof value !== "string") continue;
      claims.set(label, declared(subject, { is: "label", label, value }, place(label)));
    }
  }
  return [...claims.values()];
}
