import { nameOf } from "../model/ids.ts";
import type { AssetChange, FieldChange, Review } from "../model/review.ts";
import { displayWidth } from "../source/frame.ts";
import { fieldName, lonelyValue, tellingFields } from "./field.ts";
import type { Paint } from "./paint.ts";
import { kindText, reachText } from "./reach-text.ts";
import { cut } from "./wrap.ts";

const changesMax = 30;
const fieldsMax = 6;
const cosmeticMax = 10;

/** What changes in meaning, and files that change without meaning; empty for neither. */
export function changesText(
  { changes, files }: Pick<Review, "changes" | "files">,
  paint: Paint,
): string {
  const cosmetic = files.filter(({ change, meaning }) => change === "modified" && !meaning);
  if (changes.length + cosmetic.length === 0) return "";
  const lines = [
    ...changes.slice(0, changesMax).flatMap((change) => changeLines(change, paint)),
    ...moreLine(changes.length - changesMax, "changes"),
    ...cosmetic
      .slice(0, cosmeticMax)
      .map(({ path }) => `= ${paint.show(path)}  no change of meaning`),
    ...moreLine(cosmetic.length - cosmeticMax, "files without change of meaning"),
  ];
  return `${paint.as("strong", "Changed")}\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

function moreLine(hidden: number, what: string): readonly string[] {
  return hidden > 0 ? [`and ${hidden} more ${what}: --format json lists all`] : [];
}

/** How a line says what became of an asset. */
export const changeSigns = { added: "+", removed: "-", modified: "~" } as const;

/** The asset and whom it reaches on one line, what differs below it. */
function changeLines(change: AssetChange, paint: Paint): readonly string[] {
  const { asset, kind, owner, reaches, formerly, fields } = change;
  const name = `${changeSigns[change.change]} ${paint.show(nameOf(asset))}`;
  const was = formerly === undefined ? "" : ` (was ${paint.show(nameOf(formerly))})`;
  const ask = owner === undefined ? "" : `, owner ${paint.show(owner)}`;
  const about = `${kindText(kind)}${ask}`;
  const first = `${name}${was}  ${paint.as("dim", about)}`;
  const lines = withReach(first, displayWidth(`${name}${was}  ${about}`), { reaches, paint });
  if (change.change !== "modified") return lines;
  return [...lines, ...fieldsText(fields, paint).map((line) => `    ${line}`)];
}

/** What differs of an asset, the first few fields a line each. */
export function fieldsText(fields: readonly FieldChange[], paint: Paint): readonly string[] {
  const telling = tellingFields(fields);
  const shown = telling.slice(0, fieldsMax).flatMap((field) => fieldLines(field, paint));
  return [...shown, ...moreLine(telling.length - fieldsMax, "fields")];
}

/** Whom it reaches, beside the asset or, where there is no room, below it. */
function withReach(
  line: string,
  width: number,
  { reaches, paint }: { readonly reaches: AssetChange["reaches"]; readonly paint: Paint },
): readonly string[] {
  if (reaches.length === 0) return [line];
  const hits = `${paint.signs.arrow} ${reachText(reaches, paint)}`;
  const fits = width + 2 + displayWidth(hits) <= paint.width - 2;
  return fits ? [`${line}  ${hits}`] : [line, `    ${hits}`];
}

/** One line where it fits; else before and after below each other. */
function fieldLines(change: FieldChange, paint: Paint): readonly string[] {
  const { field, before, after } = change;
  const name = paint.show(fieldName(field));
  const room = paint.width - 6;
  if (before !== undefined && after !== undefined) {
    const [was, is] = [paint.show(before), paint.show(after)];
    const line = `${name}: ${was} ${paint.signs.arrow} ${is}`;
    if (displayWidth(line) <= room) return [line];
    return [name, `  - ${cut(was, room - 4, paint)}`, `  + ${cut(is, room - 4, paint)}`];
  }
  const value = lonelyValue(change);
  const told = value === "" ? "" : `  ${paint.show(value)}`;
  return [cut(`${after === undefined ? "-" : "+"} ${name}${told}`, room, paint)];
}
