import { listAt, textAt, textsAt, type Json } from "../../base/json.ts";
import type { Place } from "../../diagnostic/place.ts";
import type { Claim, FacetName, Reading } from "../../model/claim.ts";
import { toolKey } from "../../model/ids.ts";
import { repeatedNames } from "../repeated.ts";
import { declared, facetClaims, type Subject } from "../subject.ts";
import type { ContractObject } from "./contract.ts";
import { columnsOf, ladder, type ContractColumn } from "./columns.ts";
import { ownerOf } from "./owner.ts";
import { testsOf } from "./quality.ts";
import { serverClaims } from "./servers.ts";
import { slaClaims } from "./sla.ts";

const types: Readonly<Record<string, string>> = {
  table: "table",
  view: "view",
  topic: "topic",
  stream: "topic",
  file: "files",
  files: "files",
};

/** What a contract promises about one object: its columns, owner, place, tests and times. */
export function readObject(object: ContractObject): Reading {
  const { document, name, value, index, places } = object;
  const subject = subjectOf(object);
  const columns = columnsOf(object);
  const at = (...steps: readonly string[]): Place => places.value("schema", index, ...steps);
  const facet = (facetName: FacetName, found: Json | undefined, place: Place): readonly Claim[] =>
    facetClaims(subject, facetName, { value: found, place });
  const owner = ownerOf(document.value, places);
  const tests = testsOf(object, columns);
  const says = {
    is: "exists",
    kind: "dataset",
    name: `${subject.namespace}/${flat(name)}`,
  } as const;
  return {
    claims: [
      declared(subject, says, at("name")),
      ...facet("title", textAt(value, "businessName"), at("businessName")),
      ...facet("description", textAt(value, "description"), at("description")),
      ...facet("type", typeOf(value), at("physicalType")),
      ...facet("domain", textAt(document.value, "domain"), places.value("domain")),
      ...facet("contract", contractOf(document.value), places.value("version")),
      ...facet("owner", owner?.value, owner?.place ?? places.value("id")),
      ...classification(columns, subject),
      ...(tests.length === 0 ? [] : facet("tests", tests, at("name"))),
      ...tagClaims(object, subject),
      ...columns.map(({ facts, place }) =>
        declared(subject, { is: "column", column: facts }, place),
      ),
      ...slaClaims(object, subject),
      ...serverClaims(object, subject),
    ],
    declarations: [],
    diagnostics: repeatedNames(listAt(value, "properties"), "column", (position) =>
      places.value("schema", index, "properties", position, "name"),
    ),
  };
}

function subjectOf({ document: { value }, id, name }: ContractObject): Subject {
  const namespace = textAt(value, "domain") ?? textAt(value, "dataProduct") ?? "default";
  return {
    key: toolKey("odcs", `${flat(id)}/${flat(name)}`),
    tool: "odcs",
    namespace: flat(namespace),
  };
}

/** A slash would part a name; the standard allows any sign. */
function flat(text: string): string {
  return text.replaceAll("/", ".");
}

function typeOf(value: Json): string | undefined {
  const type = textAt(value, "physicalType")?.toLowerCase();
  return type !== undefined && Object.hasOwn(types, type) ? types[type] : undefined;
}

function contractOf(value: Json): Json {
  const [version, status] = [textAt(value, "version"), textAt(value, "status")];
  return {
    ...(version !== undefined && { version }),
    ...(status !== undefined && { enforced: status.toLowerCase() === "active" }),
  };
}

/** The strictest classification of a column is that of the object, at the column. */
function classification(columns: readonly ContractColumn[], subject: Subject): readonly Claim[] {
  const found = columns.flatMap(({ classified }) => classified ?? []);
  const strictest = found.toSorted((a, b) => ladder.indexOf(b.word) - ladder.indexOf(a.word))[0];
  if (strictest === undefined) return [];
  const { word: value, place } = strictest;
  return facetClaims(subject, "classification", { value, place });
}

function tagClaims(
  { document, value, index, places }: ContractObject,
  subject: Subject,
): readonly Claim[] {
  const own = textsAt(value, "tags").map(
    ([position, tag]) => [tag, places.value("schema", index, "tags", position)] as const,
  );
  const all = textsAt(document.value, "tags").map(
    ([position, tag]) => [tag, places.value("tags", position)] as const,
  );
  return [...own, ...all].map(([tag, place]) => declared(subject, { is: "tag", tag }, place));
}
