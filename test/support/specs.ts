// Fixtures of specs, read as a run reads them: parsed, validated, turned into claims.
import { readFileSync } from "node:fs";
import { repoPath } from "../../src/base/path.ts";
import { ordered, type Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import type { Place } from "../../src/diagnostic/place.ts";
import type { Claim, Reading } from "../../src/model/claim.ts";
import { validate } from "../../src/schema/validate.ts";
import { parseFile } from "../../src/source/parse.ts";
import type { Adapter } from "../../src/spec/adapter.ts";
import { filesBelow } from "./sources.ts";

/** Everything that one adapter and its schemas say about a file of this name and content. */
export async function readText(adapter: Adapter, path: string, text: string): Promise<Reading> {
  const file = repoPath(path);
  if (file === undefined) throw new Error(`${path} is no path of a repository`);
  const parsed = parseFile(file, new TextEncoder().encode(text), adapter.profile);
  const readings = parsed.value.map((document) => adapter.read(document));
  const parts = readings.flatMap((reading) => reading.parts ?? []);
  const invalid = await Promise.all(
    parsed.value.map(async (document) => {
      const schema = adapter.schema(document);
      return schema === undefined ? [] : await validate(schema, document);
    }),
  );
  return {
    claims: readings.flatMap(({ claims }) => claims),
    declarations: readings.flatMap(({ declarations }) => declarations),
    ...(parts.length > 0 && { parts }),
    diagnostics: ordered([
      ...parsed.diagnostics,
      ...invalid.flat(),
      ...readings.flatMap(({ diagnostics }) => diagnostics),
    ]),
  };
}

/** The spec files of a fixture folder, without their goldens. */
export function specsIn(folder: string): readonly string[] {
  return filesBelow(folder).filter((path) => !/\.(?:claims|findings)\.json$/u.test(path));
}

export function textAtPath(path: string): string {
  return readFileSync(path, "utf8");
}

/** A reading as people review it: one line for each claim, declaration and finding. */
export function golden({ claims, declarations, diagnostics, parts = [] }: Reading): string {
  const value = {
    claims: claims.map(claimLine),
    declarations: declarations.map(({ kind, name, document }) => `${kind} ${name} @${document}`),
    findings: diagnostics.map(findingLine),
    ...(parts.length > 0 && {
      parts: parts.map((part) => `${part.role} @${part.document} ${JSON.stringify(part.value)}`),
    }),
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function claimLine({ subject, says, place, strength }: Claim): string {
  const { is, ...rest } = says;
  const weak = strength === "declared" ? "" : ` (${strength})`;
  return `${subject} ${is} ${JSON.stringify(rest, withoutPlaces)}${weak} at ${placeText(place)}`;
}

/** A factor's place is shown as its pointer. */
function withoutPlaces(key: string, value: unknown): unknown {
  return key === "place" && isPlace(value) ? placeText(value) : value;
}

function isPlace(value: unknown): value is Place {
  return typeof value === "object" && value !== null && "in" in value;
}

export function findingLine({ rule, severity, message, place, help }: Diagnostic): string {
  const more = help === undefined ? "" : ` | ${help}`;
  return `${rule} ${severity} at ${placeText(place)}: ${message}${more}`;
}

function placeText(place: Place): string {
  if (place.in !== "node") return place.in;
  const document = place.document === 0 ? "" : `${place.document}:`;
  return `${document}${place.pointer || "/"}${place.on === "key" ? " key" : ""}`;
}
