import { nameOf } from "../model/ids.ts";
import { assetKinds } from "../model/kinds.ts";
import type { AssetChange, FieldChange, Review } from "../model/review.ts";
import { displayWidth } from "../source/frame.ts";
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

const changeSigns = { added: "+", removed: "-", modified: "~" } as const;

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
  const telling = fields.filter((field) => !isWithinAnother(field, fields));
  const shown = telling.slice(0, fieldsMax).flatMap((field) => fieldLines(field, paint));
  return [
    ...lines,
    ...[...shown, ...moreLine(telling.length - fieldsMax, "fields")].map((line) => `    ${line}`),
  ];
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

/** A new column's type is no news of its own; where it comes from is. */
function isWithinAnother(
  { field, before, after }: FieldChange,
  all: readonly FieldChange[],
): boolean {
  if (/^columns\/.*\/from /u.test(field)) return false;
  return all.some((other) => {
    const whole = (other.before === undefined) !== (other.after === undefined);
    const sameWay =
      (before === undefined) === (other.before === undefined) &&
      (after === undefined) === (other.after === undefined);
    return whole && sameWay && field.startsWith(`${other.field}/`);
  });
}

/** One line where it fits; else before and after below each other. */
function fieldLines({ field, before, after }: FieldChange, paint: Paint): readonly string[] {
  const name = paint.show(fieldName(field));
  const room = paint.width - 6;
  if (before !== undefined && after !== undefined) {
    const [was, is] = [paint.show(before), paint.show(after)];
    const line = `${name}: ${was} ${paint.signs.arrow} ${is}`;
    if (displayWidth(line) <= room) return [line];
    return [name, `  - ${cut(was, room - 4, paint)}`, `  + ${cut(is, room - 4, paint)}`];
  }
  const value = paint.show(withoutKind(after ?? before ?? ""));
  const told = value === "" || name.endsWith(value) ? "" : `  ${value}`;
  return [cut(`${after === undefined ? "-" : "+"} ${name}${told}`, room, paint)];
}

/** `columns/email/type` as `column email type`, `facets/privacy.retentionDays` without its group. */
function fieldName(field: string): string {
  const slash = field.indexOf("/");
  if (slash === -1) return field;
  const rest = field.slice(slash + 1);
  const group = field.slice(0, slash);
  switch (group) {
    case "columns":
      return `column ${columnName(rest)}`;
    case "usage":
      return `usage ${rest.replaceAll("/", " ")}`;
    case "edges":
    case "facets":
      return relationName(rest);
    case "keys":
    case "labels":
    case "tags":
      return `${group.slice(0, -1)} ${rest}`;
    default:
      return `${group} ${rest}`;
  }
}

/** `email/from dataset:shop/customers#email` as `email from shop/customers#email`. */
function columnName(text: string): string {
  const from = text.indexOf("/from ");
  if (from === -1) return text.replaceAll("/", " ");
  return `${text.slice(0, from)} from ${withoutKind(text.slice(from + "/from ".length))}`;
}

/** `reads dataset:shop/orders` as `reads shop/orders`. */
function relationName(text: string): string {
  const blank = text.indexOf(" ");
  return blank === -1 ? text : `${text.slice(0, blank)} ${withoutKind(text.slice(blank + 1))}`;
}

/** An id as people read it; any other text as it is. */
function withoutKind(text: string): string {
  const kind = assetKinds.find((one) => text.startsWith(`${one}:`));
  return kind === undefined ? text : text.slice(kind.length + 1);
}
