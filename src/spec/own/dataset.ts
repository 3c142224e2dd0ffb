import { isObject, listAt, memberOf, objectAt, textAt, type Json } from "../../base/json.ts";
import { counted } from "../../base/text.ts";
import { diagnose, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { SCH_025 } from "../../diagnostic/rules/sch.ts";
import type { Claim, FacetName, Reading } from "../../model/claim.ts";
import type { UsageLine } from "../../model/usage.ts";
import { amountOf } from "../amounts.ts";
import { declared, edgeClaim } from "../subject.ts";
import { aliasClaims } from "./aliases.ts";
import { readColumns } from "./columns.ts";
import { locationClaims } from "./location.ts";
import { metadataClaims, specFacets, type OwnDocument } from "./metadata.ts";
import { gibOf } from "./resources.ts";

const facets: readonly FacetName[] = [
  "type",
  "format",
  "writers",
  "env",
  "tier",
  "domain",
  "region",
  "zone",
  "access",
  "classification",
  "license",
  "materialization",
  "schedule",
  "deprecatedOn",
  "tests",
  "contract",
  "sla",
  "privacy",
  "grants",
  "storage",
  "pin",
  "custom",
];

/** A Dataset: where it lies, what it holds, who may see it, what it costs to keep. */
export function readDataset(document: OwnDocument): Reading {
  const aliases = aliasClaims(document, "dataset");
  const columns = readColumns(document);
  return {
    claims: [
      ...metadataClaims(document, "dataset"),
      ...locationClaims(document),
      ...aliases.claims,
      ...specFacets(document, facets),
      ...columns.claims,
      ...grantClaims(document),
      ...storageClaims(document),
    ],
    declarations: [],
    diagnostics: [...aliases.diagnostics, ...columns.diagnostics, ...unreadParts(document)],
  };
}

/** A principal needs no declaration of its own: naming it makes it part of the graph. */
function grantClaims({ subject, spec, places }: OwnDocument): readonly Claim[] {
  return listAt(spec, "grants").flatMap((grant, index) => {
    const principal = textAt(grant, "principal");
    if (principal === undefined) return [];
    const place = places.value("spec", "grants", index, "principal");
    return [
      edgeClaim(
        subject,
        { edge: "grants", end: "to", kinds: ["principal"] },
        { text: principal, place },
      ),
    ];
  });
}

function storageClaims({ subject, spec, places }: OwnDocument): readonly Claim[] {
  const storage = memberOf(spec, "storage");
  if (!isObject(storage)) return [];
  const declaredSize = memberOf(storage, "bytes") !== undefined;
  const place = declaredSize
    ? places.value("spec", "storage", "bytes")
    : places.key("spec", "storage");
  const usage: UsageLine = {
    line: "storage",
    meter: "storage",
    factors: [{ of: "size", amount: amountOf(memberOf(storage, "bytes"), gibOf), place }],
    dims: { ...dim("class", storage), ...dim("region", spec) },
    place,
  };
  return [declared(subject, { is: "usage", usage }, place)];
}

function dim(name: string, holder: Json): Readonly<Record<string, string>> {
  const value = textAt(holder, name);
  return value === undefined ? {} : { [name]: value };
}

/** Parts that a later version reads: columns in a file of another language. */
function unreadParts({ spec, places }: OwnDocument): readonly Diagnostic[] {
  const file = textAt(objectAt(spec, "schema"), "file");
  if (file === undefined) return [];
  const columns = counted(listAt(spec, "columns").length, "column");
  return [
    diagnose(SCH_025, {
      message: `the columns in ${file} are not read by this version`,
      place: places.value("spec", "schema", "file"),
      help: `list the columns that matter under spec.columns (${columns} so far)`,
    }),
  ];
}
