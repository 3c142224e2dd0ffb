import type { JsonObject } from "../base/json.ts";
import type { AssetHistory, CommitFacts, HistoryEntry } from "../model/history.ts";
import type { Reporter } from "./document.ts";
import { jsonText, schemaOf } from "./json.ts";

/** The same for programs. */
export const historyJsonReporter: Reporter<AssetHistory> = {
  name: "json",
  mediaType: "application/json",
  render: ({ asset, entries, commits, cutOff }) =>
    jsonText({
      schema: schemaOf("history"),
      asset,
      entries: entries.map(entryJson),
      commits,
      cutOff,
    }),
};

function entryJson({ change, merged, ...commit }: HistoryEntry): JsonObject {
  const { asset, formerly, before, after, fields } = change;
  return {
    ...commitJson(commit),
    change: change.change,
    asset,
    ...(formerly !== undefined && { formerly }),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    fields: fields.map((field) => ({
      field: field.field,
      ...(field.before !== undefined && { before: field.before }),
      ...(field.after !== undefined && { after: field.after }),
      ...(field.place !== undefined && { path: field.place.path }),
    })),
    merged: merged.map(commitJson),
  };
}

function commitJson({ id, author, when, subject }: CommitFacts): JsonObject {
  return { commit: id, author, when, subject };
}
