import { nameOf } from "../model/ids.ts";
import type { AssetChange, FieldChange, Review } from "../model/review.ts";
import { displayWidth } from "../source/frame.ts";
import type { Paint } from "./paint.ts";
import { kindText, reachText } from "./reach-text.ts";
import { cut } from "./wrap.ts";

const changesMax = 30;
const fieldsMax = 6;
const cosmeticMax = 10;

/** What changes in meaning, and files that change without meaning; empty for neither. */
export function changesText({ changes, files }: Pick<Review, "changes" | "files">, paint: Paint): string {
  const cosmetic = files.filter(({ change, meaning }) => change === "modified" && !meaning);
  if (changes.length + cosmetic.length === 0) return "";
  const lines = [
    ...changes.slice(0, changesMax).flatMap((change) => changeLines(change, paint)),
    ...moreLine(changes.length - changesMax, "changes"),
    ...cosmetic.slice(0, cosmeticMax).map(({ path }) => `= ${paint.show(path)}  no change of meaning`),
    ...moreLine(cosmetic.length - cosmeticMax, "files without change of meaning"),
  ];
  return `${paint.as("strong", "Changed")}\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

function moreLine(hidden: number, what: string): readonly string[] {
  return hidden > 0 ? [`and ${hidden} more ${what}: --format json lists all`] : [];
}

const changeSigns = { added: "+", removed: "-", modified: "~" } as const;

/** The asset and whom it reaches on one line, what differs below it. */
function changeLines(change: AssetChange, paint: Paint): readonly string[] {
  const { asset, kind, owner, reaches, formerly, fields } = change;
  const name = `${changeSigns[change.change]} ${paint.show(nameOf(asset))}`;
  const was = formerly === undefined ? "" : ` (was ${paint.show(nameOf(formerly))})`;
  const ask = owner === undefined ? "" : `, owner ${paint.show(owner)}`;
  const hits = reaches.length === 0 ? "" : `  ${paint.signs.arrow} ${reachText(reaches, paint)}`;
  const first = `${name}${was}  ${paint.as("dim", `${kindText(kind)}${ask}`)}${hits}`;
  if (change.change !== "modified") return [first];
  const telling = fields.filter((field) => !isWithinAnother(field, fields));
  const shown = telling.slice(0, fieldsMax).flatMap((field) => fieldLines(field, paint));
  return [first, ...[...shown, ...moreLine(telling.length - fieldsMax, "fields")].map((line) => `    ${line}`)];
}

/** A new column's type is no news of its own; where it comes from is. */
function isWithinAnother({ field, before, after }: FieldChange, all: readonly FieldChange[]): boolean {
  if (/^columns\/.*\/from /u.test(field)) return false;
  return all.some((other) => {
    const whole = (other.before === undefined) !== (other.after === undefined);
    const sameWay = (before === undefined) === (other.before === undefined) && (after === undefined) === (other.after === undefined);
    return whole && sameWay && field.startsWith(`${other.field}/`);
  });
}

/** One line where it fits; else before and after below each other. */
function fieldLines({ field, before, after }: FieldChange, paint: Paint): readonly string[] {
  const name = fieldName(field, paint);
  const room = paint.width - 6;
  if (before !== undefined && after !== undefined) {
    const [was, is] = [paint.show(before), paint.show(after)];
    const line = `${name}: ${was} ${paint.signs.arrow} ${is}`;
    if (displayWidth(line) <= room) return [line];
    return [name, `  - ${cut(was, room - 4, paint)}`, `  + ${cut(is, room - 4, paint)}`];
  }
  const value = paint.show(after ?? before ?? "");
  const told = value === "" || name.endsWith(value) ? "" : `  ${value}`;
  return [cut(`${after === undefined ? "-" : "+"} ${name}${told}`, room, paint)];
}

const groups: Readonly<Record<string, string>> = {
  columns: "column",
  edges: "",
  facets: "",
  keys: "key",
  labels: "label",
  tags: "tag",
};

/** `columns/email/type` as `column email type`, `facets/privacy.retentionDays` without its group. */
function fieldName(field: string, paint: Paint): string {
  const slash = field.indexOf("/");
  if (slash === -1) return paint.show(field);
  const group = groups[field.slice(0, slash)] ?? field.slice(0, slash);
  const rest = field.slice(slash + 1);
  const words = group === "column" || group === "usage" ? rest.replaceAll("/", " ") : rest;
  return paint.show(`${group} ${words}`.trimStart());
}
