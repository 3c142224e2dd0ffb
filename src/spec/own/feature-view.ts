import { listAt, memberOf, objectAt, textAt, textsAt, type Json } from "../../base/json.ts";
import type { Place } from "../../diagnostic/place.ts";
import { diagnose, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { SCH_025 } from "../../diagnostic/rules/sch.ts";
import type { Claim, ColumnFacts, FacetName, Reading } from "../../model/claim.ts";
import { repeatedNames } from "../repeated.ts";
import { columnReference, declared, edgeClaim, facetClaims, type EdgeForm } from "../subject.ts";
import { viaOf } from "../via.ts";
import { aliasClaims } from "./aliases.ts";
import { featureUsage } from "./feature-usage.ts";
import { metadataClaims, specFacets, type OwnDocument } from "./metadata.ts";

const facets: readonly FacetName[] = [
  "entities",
  "ttl",
  "transformation",
  "online",
  "offline",
  "onlineStore",
  "offlineStore",
  "env",
  "classification",
  "privacy",
  "custom",
];

const sourceFields = ["source", "stream"] as const;
const source: EdgeForm = { edge: "reads", end: "to", kinds: ["dataset", "feature_view"] };

/**
 * A FeatureView: what a row is about, the features and what each is computed from, where they are
 * kept and what that costs. Without a transformation a feature is the source's column of its name.
 */
export function readFeatureView(document: OwnDocument): Reading {
  const { spec, places } = document;
  const aliases = aliasClaims(document, "feature_view");
  const columns = columnsOf(document);
  const repeated = repeatedNames(listAt(spec, "features"), "feature", (index) =>
    places.value("spec", "features", index, "name"),
  );
  return {
    claims: [
      ...metadataClaims(document, "feature_view"),
      ...aliases.claims,
      ...specFacets(document, facets),
      ...scheduleClaims(document),
      ...sourceClaims(document),
      ...columns.flatMap((column) => columnClaims(document, column)),
      ...featureUsage(document),
    ],
    declarations: [],
    diagnostics: [...aliases.diagnostics, ...repeated, ...unreadParts(document)],
  };
}

/** When the stores are filled: the schedule of the view. */
function scheduleClaims({ subject, spec, places }: OwnDocument): readonly Claim[] {
  const job = memberOf(spec, "materialization");
  const [cron, timezone] = [textAt(job, "cron"), textAt(job, "timezone")];
  if (cron === undefined) return [];
  const suspend = memberOf(job, "suspend") === true;
  const value = { cron, ...(timezone !== undefined && { timezone }), ...(suspend && { suspend }) };
  return facetClaims(subject, "schedule", {
    value,
    place: places.value("spec", "materialization"),
  });
}

function sourceClaims({ subject, spec, places }: OwnDocument): readonly Claim[] {
  return sourceFields.flatMap((field) => {
    const text = textAt(objectAt(spec, field), "ref");
    if (text === undefined) return [];
    return [edgeClaim(subject, source, { text, place: places.value("spec", field, "ref") })];
  });
}

/** A column of the view: a join key or a feature. */
interface ViewColumn {
  readonly facts: ColumnFacts;
  readonly place: Place;
  /** The columns that it is computed from, as written; undefined where nothing is said. */
  readonly from: readonly (readonly [text: string, place: Place])[] | undefined;
  readonly via: Json | undefined;
}

function columnsOf(document: OwnDocument): readonly ViewColumn[] {
  const keys = keysOf(document);
  const names = new Set(keys.map(({ facts }) => facts.name));
  // A key may be listed among the features too; it is one column, and the key says what it is.
  return [...keys, ...featuresOf(document).filter(({ facts }) => !names.has(facts.name))];
}

function keysOf({ spec, places }: OwnDocument): readonly ViewColumn[] {
  return listAt(spec, "entities").flatMap((entity, index) => {
    const name = textAt(entity, "name");
    const type = textAt(entity, "type");
    const tags = textsAt(entity, "tags").map(([, tag]) => tag);
    const at = (...steps: readonly (string | number)[]): Place =>
      places.value("spec", "entities", index, ...steps);
    const keys = textsAt(entity, "joinKeys").map(
      ([position, key]) => [key, at("joinKeys", position)] as const,
    );
    const named = name === undefined ? [] : [[name, at("name")] as const];
    return (keys.length > 0 ? keys : named).map(([key, place]) => ({
      facts: { name: key, ...(type !== undefined && { type }), tags },
      place,
      from: undefined,
      via: undefined,
    }));
  });
}

function featuresOf({ spec, places }: OwnDocument): readonly ViewColumn[] {
  return listAt(spec, "features").flatMap((feature, index): readonly ViewColumn[] => {
    const name = textAt(feature, "name");
    if (name === undefined) return [];
    const [type, description] = [textAt(feature, "type"), textAt(feature, "description")];
    const from = textsAt(feature, "from").map(
      ([position, text]) =>
        [text, places.value("spec", "features", index, "from", position)] as const,
    );
    return [
      {
        facts: {
          name,
          ...(type !== undefined && { type }),
          ...(description !== undefined && { description }),
          tags: textsAt(feature, "tags").map(([, tag]) => tag),
        },
        place: places.value("spec", "features", index),
        from: memberOf(feature, "from") === undefined ? undefined : from,
        via: memberOf(feature, "via"),
      },
    ];
  });
}

function columnClaims(document: OwnDocument, column: ViewColumn): readonly Claim[] {
  const { subject } = document;
  const { facts, place, from, via } = column;
  const to = { asset: { by: "key", key: subject.key }, column: facts.name } as const;
  const stated = (from ?? []).flatMap(([text, at]) => {
    const reference = columnReference(text, subject.namespace);
    if (reference === undefined) return [];
    return [declared(subject, { is: "derives", to, from: [reference], via: viaOf(via) }, at)];
  });
  const implied = from === undefined ? impliedSources(document, facts.name) : [];
  return [
    declared(subject, { is: "column", column: facts }, place),
    ...stated,
    ...implied.map((reference): Claim => {
      const says = { is: "derives", to, from: [reference], via: "identity" } as const;
      return { ...declared(subject, says, place), strength: "derived" };
    }),
  ];
}

/** The columns of the same name at the sources, where nothing but a copy happens on the way. */
function impliedSources(
  { subject, spec }: OwnDocument,
  name: string,
): readonly NonNullable<ReturnType<typeof columnReference>>[] {
  const kind = textAt(objectAt(spec, "transformation"), "kind");
  if (kind !== undefined && kind !== "none") return [];
  return sourceFields.flatMap((field) => {
    const text = textAt(objectAt(spec, field), "ref");
    if (text === undefined || text.includes("#")) return [];
    return columnReference(`${text}#${name}`, subject.namespace) ?? [];
  });
}

/** Code whose column lineage nobody reads. */
function unreadParts({ subject, spec, places }: OwnDocument): readonly Diagnostic[] {
  const transformation = objectAt(spec, "transformation");
  const file = textAt(transformation, "file");
  const silent = listAt(spec, "features").some((one) => memberOf(one, "from") === undefined);
  if (file === undefined || !silent) return [];
  return [
    diagnose(SCH_025, {
      message: `the column lineage of ${file} is not read by this version`,
      place: places.value("spec", "transformation", "file"),
      help: "say with from which columns each feature is computed from",
      subject: subject.key,
    }),
  ];
}
