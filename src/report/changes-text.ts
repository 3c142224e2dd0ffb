import { counted, visible } from "../base/text.ts";
import { nameOf } from "../model/ids.ts";
import type { AssetChange, FieldChange, Review } from "../model/review.ts";
import { columnsText, type Cell } from "./columns.ts";
import type { Paint } from "./paint.ts";

const changesMax = 30;
const fieldsMax = 4;

/** The table of what changes in meaning, and of files that change without meaning; empty for neither. */
export function changesText({ changes, files }: Pick<Review, "changes" | "files">, paint: Paint): string {
  const cosmetic = files.filter(({ change, meaning }) => change === "modified" && !meaning);
  if (changes.length + cosmetic.length === 0) return "";
  const rows = [
    ...changes.slice(0, changesMax).flatMap((change) => changeRows(change, paint)),
    ...cosmetic.map(({ path }): Cell[] => [{ text: `= ${visible(path)}` }, { text: "no change of meaning" }]),
  ];
  const more = changes.length > changesMax ? `  and ${changes.length - changesMax} more: --format json\n` : "";
  return `${paint.as("strong", "Changed")}\n${columnsText(rows, "  ")}${more}`;
}

const changeSigns = { added: "+", removed: "-", modified: "~" } as const;

function changeRows({ asset, change, fields, reaches, owner }: AssetChange, paint: Paint): readonly Cell[][] {
  const name = `${changeSigns[change]} ${visible(nameOf(asset))}`;
  const who = reaches.length === 0 ? "" : `${paint.signs.arrow} ${counted(reaches.length, "asset")}`;
  const ask = owner === undefined || reaches.length === 0 ? "" : ` (${visible(owner)})`;
  const [first, ...rest] = change === "modified" ? fields.slice(0, fieldsMax).map(fieldText) : [change];
  const hidden = change === "modified" ? fields.length - fieldsMax : 0;
  return [
    [{ text: name }, { text: first ?? "" }, { text: who + ask }],
    ...rest.map((text): Cell[] => [{ text: "" }, { text }]),
    ...(hidden > 0 ? [[{ text: "" }, { text: `and ${hidden} more` }]] : []),
  ];
}

function fieldText({ field, before, after }: FieldChange): string {
  const [name, was, is] = [visible(field), visible(before ?? ""), visible(after ?? "")];
  if (before === undefined) return after === undefined ? name : `+ ${name} ${is}`.trimEnd();
  return after === undefined ? `- ${name} ${was}`.trimEnd() : `${name}: ${was} → ${is}`;
}
