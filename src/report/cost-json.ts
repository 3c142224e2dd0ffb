import type { CostDiffDocument, EstimateDocument } from "./cost-text.ts";
import type { Reporter } from "./document.ts";
import { costDiffJson, estimateJson, jsonText, schemaOf, sideJson } from "./json.ts";

export const costEstimateJsonReporter: Reporter<EstimateDocument> = {
  name: "json",
  mediaType: "application/json",
  render: ({ estimate, sources, head, asOf }) =>
    jsonText({
      schema: schemaOf("cost-estimate"),
      head: sideJson(head),
      asOf,
      ...estimateJson(estimate, sources),
    }),
};

export const costDiffJsonReporter: Reporter<CostDiffDocument> = {
  name: "json",
  mediaType: "application/json",
  render: ({ cost, base, head, sources, asOf }) =>
    jsonText({
      schema: schemaOf("cost-diff"),
      base: sideJson(base),
      head: sideJson(head),
      asOf,
      ...costDiffJson(cost, sources),
    }),
};
