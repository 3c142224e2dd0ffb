import { counted, visible } from "../base/text.ts";
import { kindOf, nameOf } from "../model/ids.ts";
import type { Review } from "../model/review.ts";
import { changesText } from "./changes-text.ts";
import { changeJson } from "./check-json.ts";
import type { Reporter } from "./document.ts";
import { jsonText, schemaOf, sideJson } from "./json.ts";
import type { Paint } from "./paint.ts";
import { kindText } from "./reach-text.ts";
import type { Sources } from "./sources.ts";
import { hanging } from "./wrap.ts";

/** What `diff` shows: what changes in meaning, and everything downstream of it. */
export interface DiffDocument {
  readonly review: Pick<
    Review,
    "base" | "head" | "why" | "files" | "changes" | "impact" | "snapshot"
  >;
  readonly sources: Sources;
}

const reachedMax = 50;

export const diffTextReporter: Reporter<DiffDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ review }, paint) => {
    const { base, head, why, changes } = review;
    const range = `${visible(base.label)}${paint.signs.range}${visible(head.label)}`;
    const reason = {
      lead: "",
      indent: 0,
      text: `compared with ${visible(base.label)}: ${paint.show(why)}`,
    };
    const tone = (line: string): string => paint.as("dim", line);
    const title = [range, ...hanging({ ...reason, tone }, paint.width)].join("\n");
    const changed = changesText(review, paint);
    if (changes.length > 0)
      return [`${title}\n`, changed, downstreamText(review, paint)].join("\n");
    return `${title}\nnothing changes in meaning\n${changed === "" ? "" : `\n${changed}`}`;
  },
};

function downstreamText({ impact }: Pick<Review, "impact">, paint: Paint): string {
  if (impact.length === 0) return "Nothing downstream.\n";
  const reached = impact
    .slice(0, reachedMax)
    .map((id) => `  ${paint.show(nameOf(id))}  ${paint.as("dim", kindText(kindOf(id)))}\n`);
  const hidden = impact.length - reachedMax;
  const more = hidden > 0 ? `  and ${hidden} more: --format json lists all\n` : "";
  return `${paint.as("strong", `Downstream: ${counted(impact.length, "asset")}`)}\n${reached.join("")}${more}`;
}

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
