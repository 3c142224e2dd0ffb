import { counted, visible } from "../base/text.ts";
import { nameOf } from "../model/ids.ts";
import type { Review } from "../model/review.ts";
import { changesText } from "./changes-text.ts";
import { changeJson, sideJson } from "./check-json.ts";
import type { Reporter } from "./document.ts";
import { jsonText, schemaOf } from "./json.ts";
import type { Sources } from "./sources.ts";

/** What `diff` shows: what changes in meaning, and everything downstream of it. */
export interface DiffDocument {
  readonly review: Pick<Review, "base" | "head" | "why" | "files" | "changes" | "impact">;
  readonly sources: Sources;
}

export const diffTextReporter: Reporter<DiffDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ review }, paint) => {
    const { base, head, why, changes, impact } = review;
    const title = `${visible(base.label)}${paint.signs.range}${visible(head.label)}  ${paint.as("dim", visible(why))}\n`;
    if (changes.length === 0) return `${title}nothing changes in meaning\n${changesText(review, paint)}`;
    const reached = impact.map((id) => `  ${visible(nameOf(id))}\n`).join("");
    const downstream =
      impact.length === 0 ? "Nothing downstream.\n" : `${paint.as("strong", `Downstream: ${counted(impact.length, "asset")}`)}\n${reached}`;
    return `${title}\n${changesText(review, paint)}\n${downstream}`;
  },
};

export const diffJsonReporter: Reporter<DiffDocument> = {
  name: "json",
  mediaType: "application/json",
  render: ({ review, sources }) =>
    jsonText({
      schema: schemaOf("diff"),
      base: { ...sideJson(review.base), why: review.why },
      head: sideJson(review.head),
      files: review.files.map((file) => ({ ...file })),
      changes: review.changes.map((change) => changeJson(change, sources)),
      impact: review.impact,
    }),
};
