import type { RuleInfo } from "../diagnostic/diagnostic.ts";
import type { Reporter } from "./document.ts";
import { jsonText, schemaOf } from "./json.ts";

export const explainJsonReporter: Reporter<RuleInfo> = {
  name: "json",
  mediaType: "application/json",
  render: ({ id, title, severity, why, fix, passes, fails }) =>
    jsonText({ schema: schemaOf("explain"), id, title, severity, why, fix, passes, fails }),
};
