import { isObject, textAt } from "../../base/json.ts";
import { nearest } from "../../base/text.ts";
import { diagnose, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { SCH_010, SCH_011, SCH_012 } from "../../diagnostic/rules/sch.ts";
import { nothingRead, type Reading } from "../../model/claim.ts";
import type { Document } from "../../source/document.ts";
import type { Adapter } from "../adapter.ts";
import { placesOf } from "../places.ts";
import { ownSign } from "../signs.ts";
import { readDataset } from "./dataset.ts";
import { readDeclaration } from "./declaration.ts";
import { readFeatureView } from "./feature-view.ts";
import { declarationKind, group, schemaOfKind, unreadKinds, version } from "./kinds.ts";
import { namedDocument, type OwnDocument } from "./metadata.ts";
import { readModel } from "./model.ts";
import { readPipeline } from "./pipeline.ts";

/** lineagectl's own kinds, in YAML, TOML and JSON (schemas/kinds). */
export const own: Adapter = {
  id: "own",
  version: 2,
  profile: "core",
  claims: (path, text) => /\.(?:ya?ml|toml|json)$/u.test(path) && ownSign.test(text),
  schema: (document) => {
    if (textAt(document.value, "apiVersion") !== version) return undefined;
    const kind = textAt(document.value, "kind") ?? "";
    return Object.hasOwn(schemaOfKind, kind) ? schemaOfKind[kind] : undefined;
  },
  read: (document) => {
    const apiVersion = textAt(document.value, "apiVersion") ?? "";
    if (apiVersion !== group && !apiVersion.startsWith(`${group}/`)) return nothingRead;
    const problem = unread(document, apiVersion);
    return problem === undefined ? readKind(document) : { ...nothingRead, diagnostics: [problem] };
  },
};

function unread(document: Document, apiVersion: string): Diagnostic | undefined {
  const places = placesOf(document);
  if (apiVersion !== version) {
    const message = `apiVersion ${apiVersion} is not known to this version, expected ${version}`;
    return diagnose(SCH_011, { message, place: places.value("apiVersion") });
  }
  const kind = textAt(document.value, "kind");
  const kinds = Object.keys(schemaOfKind);
  if (kind !== undefined && kinds.includes(kind)) return undefined;
  if (kind !== undefined && unreadKinds.includes(kind)) {
    const message = `${kind} documents are not read by this version`;
    return diagnose(SCH_012, { message, place: places.value("kind") });
  }
  const close = kind === undefined ? undefined : nearest(kind, [...kinds, ...unreadKinds]);
  return diagnose(SCH_010, {
    message:
      kind === undefined ? `a document of ${version} lacks its kind` : `unknown kind ${kind}`,
    place: kind === undefined ? places.key("apiVersion") : places.value("kind"),
    help: close === undefined ? `kinds: ${kinds.join(", ")}` : `did you mean ${close}?`,
  });
}

function readKind(document: Document): Reading {
  const { value } = document;
  if (!isObject(value)) return nothingRead;
  const kind = textAt(value, "kind") ?? "";
  const declaration = declarationKind(kind);
  if (declaration !== undefined) return readDeclaration(declaration, document, value);
  const named = namedDocument(document, kind);
  return named === undefined ? nothingRead : readAsset(named);
}

function readAsset(document: OwnDocument): Reading {
  switch (document.kind) {
    case "Dataset":
      return readDataset(document);
    case "Pipeline":
      return readPipeline(document);
    case "FeatureView":
      return readFeatureView(document);
    default:
      return readModel(document);
  }
}
