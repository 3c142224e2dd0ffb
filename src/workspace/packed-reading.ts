import { isObjectId, isSha256 } from "../base/digest.ts";
import { repoPath, type RepoPath } from "../base/path.ts";
import { type Diagnostic, type RelatedPlace, type RuleId } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import type { Amount } from "../model/amount.ts";
import {
  declarationKinds,
  facetNames,
  type Assertion,
  type Claim,
  type ColumnFacts,
  type ColumnReference,
  type Declaration,
  type Part,
  type Reference,
  type Via,
} from "../model/claim.ts";
import type { Key } from "../model/ids.ts";
import { assetKinds, edgeKinds, strengths, tools, unknownReasons } from "../model/kinds.ts";
import { meters, type Factor, type Schedule, type UsageLine } from "../model/usage.ts";
import { viaOf } from "../spec/via.ts";
import {
  flag,
  json,
  jsonObject,
  list,
  mapOf,
  optional,
  record,
  text,
  textThat,
  union,
  whole,
  word,
  type Codec,
} from "./packing.ts";
import type { FileReading } from "./readings.ts";

const path = textThat((value): value is RepoPath => repoPath(value) !== undefined);
const key = textThat((value): value is Key => value.includes(":"));
const ruleId = textThat((value): value is RuleId => value.includes("-"));
const via = textThat((value): value is Via => viaOf(value) === value);
const texts = list(text);

const place = union<Place, "in">("in", {
  node: { path, document: whole, pointer: text, on: word(["value", "key"]) },
  range: { path, start: whole, end: whole },
  file: { path },
});

const reference = union<Reference, "by">("by", {
  key: { key },
  text: { text, kinds: list(word(assetKinds)), namespace: text },
});
const columnReference = record<ColumnReference>({ asset: reference, column: text });

const column = record<ColumnFacts>({
  name: text,
  type: optional(text),
  description: optional(text),
  notNull: optional(flag),
  unique: optional(flag),
  tags: texts,
  masking: optional(text),
  precision: optional(text),
});

const range = { low: text, expected: text, high: text };
const amount = union<Amount, "state">("state", {
  known: range,
  estimated: range,
  unknown: { reason: word(unknownReasons) },
  free: { reason: text },
});

const schedule = record<Schedule>({ cron: text, timezone: optional(text), suspended: flag });
const factor = union<Factor, "of">("of", {
  size: { amount, place },
  count: { amount, place },
  duration: { amount, place },
  runs: { per: word(["day", "month"]), amount, place },
  schedule: { schedule, place },
  month: {},
});
const usage = record<UsageLine>({
  line: text,
  meter: word(meters),
  factors: list(factor),
  dims: mapOf(text),
  place,
});

const assertion = union<Assertion, "is">("is", {
  exists: { kind: word(assetKinds), name: text },
  sameAs: { key, canonical: optional(word([true])) },
  facet: { facet: word(facetNames), value: json },
  tag: { tag: text },
  label: { label: text, value: text },
  column: { column },
  edge: {
    edge: word(edgeKinds),
    end: word(["from", "to"]),
    other: reference,
    condition: optional(text),
  },
  derives: { to: columnReference, from: list(columnReference), via },
  usage: { usage },
  unresolved: { edge: word(edgeKinds), text, reason: word(unknownReasons) },
  deploys: {
    directory: text,
    recurse: flag,
    include: optional(text),
    exclude: optional(text),
    namespace: optional(text),
    repository: text,
    revision: text,
  },
  workflow: { kind: text, namespace: text, name: text, value: jsonObject },
});

const claim = record<Claim>({
  subject: key,
  says: assertion,
  place,
  strength: word(strengths),
  tool: word(tools),
});

const declaration = record<Declaration>({
  kind: word(declarationKinds),
  name: text,
  path,
  document: whole,
  value: jsonObject,
});

const related = list(record<RelatedPlace>({ message: text, place }));
const diagnostic = record<Diagnostic>({
  rule: ruleId,
  severity: word(["error", "warning", "info"]),
  message: text,
  place,
  help: optional(text),
  asset: optional(text),
  related,
  flow: related,
  fingerprint: textThat(isSha256),
});

const part = record<Part>({
  tool: word(tools),
  role: text,
  path,
  document: whole,
  value: json,
});

/** How the cache holds what a file says. The compiler misses here any member that a type gains. */
export const packedReading: Codec<FileReading> = record<FileReading>({
  path,
  blob: textThat(isObjectId),
  documents: whole,
  gate: flag,
  claims: list(claim),
  declarations: list(declaration),
  diagnostics: list(diagnostic),
  parts: optional(list(part)),
});
