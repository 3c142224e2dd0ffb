import { listAt, textAt } from "../../base/json.ts";
import { diagnose } from "../../diagnostic/diagnostic.ts";
import { SCH_012 } from "../../diagnostic/rules/sch.ts";
import { nothingRead, type Reading } from "../../model/claim.ts";
import type { Document } from "../../source/document.ts";
import type { Adapter } from "../adapter.ts";
import { placesOf } from "../places.ts";
import { repeatedNames } from "../repeated.ts";
import { readObject } from "./object.ts";

const sign = /\bkind["']?\s*:\s*["']?DataContract\b/u;

/**
 * Contracts of the Open Data Contract Standard 3: each object of the schema is a dataset, wherever
 * our own kinds name one.
 *
 * @see https://bitol-io.github.io/open-data-contract-standard/
 */
export const odcs: Adapter = {
  id: "odcs",
  version: 1,
  profile: "core",
  claims: (path, text) => /\.(?:ya?ml|json)$/u.test(path) && sign.test(text),
  schema: (document) => (isContract(document) && isRead(document) ? "odcs" : undefined),
  read: (document) => {
    if (!isContract(document)) return nothingRead;
    return isRead(document) ? readContract(document) : unread(document);
  },
};

function isContract({ value }: Document): boolean {
  return textAt(value, "kind") === "DataContract" && textAt(value, "apiVersion") !== undefined;
}

function isRead({ value }: Document): boolean {
  return /^v3\.\d{1,6}\.\d{1,6}$/u.test(textAt(value, "apiVersion") ?? "");
}

function unread(document: Document): Reading {
  const version = textAt(document.value, "apiVersion") ?? "";
  const message = `a data contract of ${version.slice(0, 40)} is not read by this version, which reads v3`;
  const place = placesOf(document).value("apiVersion");
  return { ...nothingRead, diagnostics: [diagnose(SCH_012, { message, place })] };
}

function readContract(document: Document): Reading {
  const id = textAt(document.value, "id");
  if (id === undefined) return nothingRead;
  const seen = new Set<string>();
  const readings = listAt(document.value, "schema").flatMap((value, index): readonly Reading[] => {
    const name = textAt(value, "name");
    if (name === undefined || seen.has(name)) return [];
    seen.add(name);
    return [readObject({ document, id, name, value, index, places: placesOf(document) })];
  });
  return {
    claims: readings.flatMap(({ claims }) => claims),
    declarations: [],
    diagnostics: [
      ...repeatedNames(listAt(document.value, "schema"), "object", (index) =>
        placesOf(document).value("schema", index, "name"),
      ),
      ...readings.flatMap(({ diagnostics }) => diagnostics),
    ],
  };
}
