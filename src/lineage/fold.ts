import { byCodeUnit } from "../base/compare.ts";
import { grouped } from "../base/group.ts";
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
  const facets = grouped(saying(claims, "facet"), ({ says }) => says.facet);
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
      ...ownersDiffer(facets.get("owner") ?? [], subject),
      ...classificationsDiffer(facets.get("classification") ?? [], subject),
      ...(contradiction === undefined ? [] : [contradiction]),
    ],
  };
}

function foldFacets(groups: ReadonlyMap<FacetName, readonly FacetClaim[]>): Asset["facets"] {
  const facets: Partial<Record<FacetName, Sourced<Json>>> = {};
  for (const [facet, said] of [...groups].toSorted(([a], [b]) => byCodeUnit(a, b))) {
    const ordered = facet === "classification" ? said.toSorted(byClassification) : said;
    const winner = sourced(ordered, ({ says }) => says.value);
    if (winner !== undefined) facets[facet] = winner;
  }
  return facets;
}

/** The first with the others as losers; undefined for an empty list. */
function sourced<C extends Claim, T>(
  claims: readonly C[],
  valueOf: (claim: C) => T,
): Sourced<T> | undefined {
  const [first, ...losers] = claims;
  if (first === undefined) return undefined;
  const { place, strength, tool } = first;
  return {
    value: valueOf(first),
    place,
    strength,
    tool,
    losers: losers.map((claim) => ({
      value: valueOf(claim),
      place: claim.place,
      tool: claim.tool,
    })),
  };
}

/** Tags are compared in lower case: `PII` must not slip through a rule about `pii`. */
function tagsOf(claims: readonly ClaimOf<"tag">[]): Asset["tags"] {
  const groups = grouped(claims, ({ says }) => normalTag(says.tag));
  return [...groups]
    .toSorted(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([tag, said]) => sourced(said, () => tag) ?? []);
}

function foldLabels(claims: readonly ClaimOf<"label">[]): Asset["labels"] {
  if (claims.length === 0) return {};
  const groups = grouped(claims, ({ says }) => says.label);
  const entries = [...groups]
    .toSorted(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([label, said]): [string, Sourced<string>][] => {
      const winner = sourced(said, ({ says }) => says.value);
      return winner === undefined ? [] : [[label, winner]];
    });
  return Object.fromEntries(entries);
}

/** One line for each (line, meter), the strongest; sorted. */
function foldUsage(lines: readonly UsageLine[]): readonly UsageLine[] {
  if (lines.length < 2) return lines;
  const groups = grouped(lines, ({ line, meter }) => `${line}\0${meter}`);
  return [...groups].toSorted(([a], [b]) => byCodeUnit(a, b)).flatMap(([, [first]]) => first ?? []);
}

function distinct(places: readonly Place[]): readonly Place[] {
  if (places.length < 2) return places;
  return [...grouped(places, placeKey).values()].flatMap(([first]) => first ?? []);
}
