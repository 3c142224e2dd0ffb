import { objectAt, textAt, type JsonObject } from "../../base/json.ts";
import { nothingRead, type DeclarationKind, type Reading } from "../../model/claim.ts";
import type { Document } from "../../source/document.ts";
import { defaultNamespace } from "./metadata.ts";

/** A document that decides something and is no asset; nothing for one without a name. */
export function readDeclaration(
  kind: DeclarationKind,
  { path, index }: Document,
  value: JsonObject,
): Reading {
  const metadata = objectAt(value, "metadata");
  const namespace = textAt(metadata, "namespace") ?? defaultNamespace;
  const own = textAt(metadata, "name");
  const bearsId = kind === "Policy" || kind === "Waiver";
  const name = bearsId ? textAt(metadata, "id") : own && `${namespace}/${own}`;
  if (name === undefined) return nothingRead;
  return { ...nothingRead, declarations: [{ kind, name, path, document: index, value }] };
}
