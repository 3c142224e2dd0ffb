import { grouped, groupedInOrder } from "../base/group.ts";
import type { Json } from "../base/json.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { placeKey, type Place } from "../diagnostic/place.ts";
import type { Claim, FacetName } from "../model/claim.ts";
import type { Asset, Sourced } from "../model/snapshot.ts";
import type { UsageLine } from "../model/usage.ts";
import { foldColumns } from "./columns.ts";
import {
  byClassification,
  classificationsDiffer,
  normalTag,
  notPersonal,
  notPii,
  ownersDiffer,
  type FacetClaim,
  type Subject,
} from "./conflicts.ts";
import { saying, type ClaimOf, type Sayings } from "./order.ts";

/** What the claims about one asset add up to, apart from its name and its edges. */
export interface Folded extends Pick<
  Asset,
  "facets" | "tags" | "labels" | "columns" | "usage" | "places"
> {
  /** Contradictions between claims: the losers stay visible in the facets. */
  readonly diagnostics: readonly Diagnostic[];
}

export const nothingFolded: Folded = {
  facets: {},
  tags: [],
  labels: {},
  columns: [],
  usage: [],
  places: [],
  diagnostics: [],
};

/** Folds the claims about one asset: for each facet the first wins, tags and columns are united. */
export function fold(claims: Sayings, subject: Subject): Folded {
  const facets = groupedInOrder(saying(claims, "facet"), ({ says }) => says.facet);
  const { columns, diagnostics } = foldColumns(saying(claims, "column"), subject);
  const tags = tagsOf(saying(claims, "tag"));
  const contradiction = notPersonal(tags, subject);
  return {
    facets: foldFacets(facets),
    tags: contradiction === undefined ? tags : tags.filter(({ value }) => value !== notPii),
    labels: foldLabels(saying(claims, "label")),
    columns,
    usage: foldUsage(saying(claims, "usage").map(({ says }) => says.usage)),
    places: distinct(saying(claims, "exists").map(({ place }) => place)),
    diagnostics: [
      ...diagnostics,
      ...facets.flatMap((said) => facetsDiffer(said, subject)),
      ...(contradiction === undefined ? [] : [contradiction]),
    ],
  };
}

function facetsDiffer(said: readonly FacetClaim[], subject: Subject): readonly Diagnostic[] {
  const facet = said.length < 2 ? undefined : said[0]?.says.facet;
  if (facet === "owner") return ownersDiffer(said, subject);
  return facet === "classification" ? classificationsDiffer(said, subject) : none;
}

const none: readonly never[] = [];

function foldFacets(groups: readonly (readonly FacetClaim[])[]): Asset["facets"] {
  const facets: Partial<Record<FacetName, Sourced<Json>>> = {};
  for (const said of groups) {
    const facet = said[0]?.says.facet;
    const ordered = facet === "classification" ? said.toSorted(byClassification) : said;
    const winner = sourced(ordered, ({ says }) => says.value);
    if (facet !== undefined && winner !== undefined) facets[facet] = winner;
  }
  return facets;
}

/** The first with the others as losers; undefined for an empty list. */
function sourced<C extends Claim, T>(
  claims: readonly C[],
  valueOf: (claim: C) => T,
): Sourced<T> | undefined {
  const [first] = claims;
  if (first === undefined) return undefined;
  const { place, strength, tool } = first;
  return { value: valueOf(first), place, strength, tool, losers: losersOf(claims, valueOf) };
}

function losersOf<C extends Claim, T>(
  claims: readonly C[],
  valueOf: (claim: C) => T,
): Sourced<T>["losers"] {
  if (claims.length < 2) return none;
  return claims.slice(1).map((claim) => {
    return { value: valueOf(claim), place: claim.place, tool: claim.tool };
  });
}

/** Tags are compared in lower case: `PII` must not slip through a rule about `pii`. */
function tagsOf(claims: readonly ClaimOf<"tag">[]): Asset["tags"] {
  if (claims.length === 0) return none;
  return groupedInOrder(claims, tagOf).flatMap((said) => sourced(said, tagOf) ?? []);
}

function tagOf({ says }: ClaimOf<"tag">): string {
  return normalTag(says.tag);
}

function foldLabels(claims: readonly ClaimOf<"label">[]): Asset["labels"] {
  if (claims.length === 0) return {};
  const groups = groupedInOrder(claims, ({ says }) => says.label);
  const entries = groups.flatMap((said): [string, Sourced<string>][] => {
    const [first] = said;
    const winner = sourced(said, ({ says }) => says.value);
    return first === undefined || winner === undefined ? [] : [[first.says.label, winner]];
  });
  return Object.fromEntries(entries);
}

/** One line for each (line, meter), the strongest; sorted. */
function foldUsage(lines: readonly UsageLine[]): readonly UsageLine[] {
  if (lines.length < 2) return lines;
  const groups = groupedInOrder(lines, ({ line, meter }) => `${line}\0${meter}`);
  return groups.flatMap(([first]) => first ?? []);
}

function distinct(places: readonly Place[]): readonly Place[] {
  if (places.length < 2) return places;
  return [...grouped(places, placeKey).values()].flatMap(([first]) => first ?? []);
}
