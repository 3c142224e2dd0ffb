/** The schemas with a precompiled validator, by the name of their file under schemas/. */
export const schemaNames = [
  "dataset",
  "pipeline",
  "model",
  "price-table",
  "usage",
  "policy",
  "feature-view",
  "waiver",
  "fx-table",
  "budget",
  "odcs",
  "config",
] as const;
export type SchemaName = (typeof schemaNames)[number];
