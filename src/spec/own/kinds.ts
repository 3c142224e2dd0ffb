import { declarationKinds, type DeclarationKind } from "../../model/claim.ts";
import type { SchemaName } from "../../schema/names.ts";

export const group = "lineagectl.dev";
export const version = "lineagectl.dev/v1";

/** The kinds that are read, each with its schema. */
export const schemaOfKind: Readonly<Record<string, SchemaName>> = {
  Dataset: "dataset",
  Pipeline: "pipeline",
  Model: "model",
  PriceTable: "price-table",
  Usage: "usage",
  Policy: "policy",
  FeatureView: "feature-view",
  Waiver: "waiver",
  FxTable: "fx-table",
  Budget: "budget",
};

/** Kinds of the format that this version does not read. */
export const unreadKinds: readonly string[] = ["Remediation"];

export function declarationKind(kind: string): DeclarationKind | undefined {
  return declarationKinds.find((known) => known === kind);
}
