import type { RuleInfo } from "../diagnostic/diagnostic.ts";
import type { PackUsed } from "../model/judgement.ts";
import { columnsText, type Cell } from "./columns.ts";
import type { Reporter } from "./document.ts";
import { jsonText, schemaOf } from "./json.ts";

export interface PolicyListDocument {
  readonly packs: readonly PackUsed[];
  readonly rules: readonly (Pick<RuleInfo, "id" | "title" | "severity"> & { readonly kinds: readonly string[] })[];
}

export const policyListTextReporter: Reporter<PolicyListDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ packs, rules }, paint) => {
    const rows = rules.map(({ id, title, severity, kinds }): Cell[] => [
      { text: id, tone: (text) => paint.as("strong", text) },
      { text: severity, tone: (text) => paint.as(severity, text) },
      { text: title },
      { text: kinds.join(" "), tone: (text) => paint.as("dim", text) },
    ]);
    const packed = packs.map(({ name, version, sha256 }) => `${name} ${version}  sha256 ${sha256}\n`);
    return `${columnsText(rows)}\n${packed.join("")}`;
  },
};

export const policyListJsonReporter: Reporter<PolicyListDocument> = {
  name: "json",
  mediaType: "application/json",
  render: ({ packs, rules }) =>
    jsonText({
      schema: schemaOf("policy-list"),
      packs: packs.map((pack) => ({ ...pack })),
      rules: rules.map(({ id, title, severity, kinds }) => ({ id, title, severity, kinds })),
    }),
};
