import type { CostDiffDocument, EstimateDocument } from "./cost-text.ts";
import type { Reporter } from "./document.ts";
import { costDiffJson, estimateJson, jsonText, schemaOf } from "./json.ts";

export const costEstimateJsonReporter: Reporter<EstimateDocument> = {
  name: "json",
  mediaType: "application/json",
  render: ({ estimate, sources, head }) =>
    jsonText({ schema: schemaOf("cost-estimate"), head, ...estimateJson(estimate, sources) }),
};

export const costDiffJsonReporter: Reporter<CostDiffDocument> = {
  name: "json",
  mediaType: "application/json",
  render: ({ cost, base, head, sources }) =>
    jsonText({ schema: schemaOf("cost-diff"), base, head, ...costDiffJson(cost, sources) }),
};
