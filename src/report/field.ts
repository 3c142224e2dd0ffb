import { assetKinds } from "../model/kinds.ts";
import type { FieldChange } from "../model/review.ts";

/** The fields that tell something of their own, in their order. */
export function tellingFields(fields: readonly FieldChange[]): readonly FieldChange[] {
  return fields.filter((field) => !isWithinAnother(field, fields));
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

/** The value of a field that is only there on one side; empty where its name says it already. */
export function lonelyValue({ field, before, after }: FieldChange): string {
  const value = withoutKind(after ?? before ?? "");
  return fieldName(field).endsWith(value) ? "" : value;
}

/** `columns/email/type` as `column email type`, `facets/privacy.retentionDays` without its group. */
export function fieldName(field: string): string {
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
