import type { RuleInfo } from "../diagnostic/diagnostic.ts";
import type { PackUsed } from "../model/judgement.ts";
import { tableText, type Row } from "./columns.ts";
import type { Reporter } from "./document.ts";
import { jsonText, schemaOf } from "./json.ts";

export interface PolicyListDocument {
  readonly packs: readonly PackUsed[];
  readonly rules: readonly (Pick<RuleInfo, "id" | "title" | "severity"> & {
    readonly kinds: readonly string[];
  })[];
}

export const policyListTextReporter: Reporter<PolicyListDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ packs, rules }, paint) => {
    const rows = rules.map(({ id, title, severity, kinds }): Row => ({
      cells: [
        { text: id, tone: (text) => paint.as("strong", text) },
        { text: severity, tone: (text) => paint.as(severity, text) },
        { text: paint.show(title) },
      ],
      note: { text: kinds.join(" "), tone: (text) => paint.as("dim", text) },
    }));
    const packed = packs.map(
      ({ name, version, sha256 }) =>
        `${paint.show(name)} ${version}  sha256 ${sha256.slice(0, 16)}${paint.signs.range}\n`,
    );
    return `${tableText(rows, { indent: "", width: paint.width })}\n${packed.join("")}`;
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
