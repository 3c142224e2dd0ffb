import { listAt, memberOf, textAt, textsAt, type Json } from "../../base/json.ts";
import type { Place } from "../../diagnostic/place.ts";
import type { Claim, ColumnFacts } from "../../model/claim.ts";
import type { Entry } from "./entries.ts";
import type { RenderedNode } from "./models.ts";
import { said } from "./node-claims.ts";
import { isChecked } from "./quality.ts";
import { plainText, tagsOf } from "./said.ts";

interface Listed {
  readonly column: Json;
  readonly place: Place;
}

/** The columns that properties files list, and those of a seed's header. */
export function columnClaims({ node, config }: RenderedNode): readonly Claim[] {
  const listed = listedColumns(node.said).flatMap(({ column, place }) => {
    const facts = columnFacts(column);
    return facts === undefined
      ? []
      : [said(node.key, { is: "column", column: facts }, place, "declared")];
  });
  const types = config.get("column_types");
  const header = (node.header ?? []).map((name) => {
    const type = textAt(types, name);
    const column: ColumnFacts = { name, tags: [], ...(type !== undefined && { type }) };
    return said(node.key, { is: "column", column }, node.place, "derived");
  });
  return [...listed, ...header];
}

/** Columns of the model, as its version takes them over: all, or all but some, and its own. */
function listedColumns(entries: readonly Entry[]): readonly Listed[] {
  return entries.reduce<readonly Listed[]>((before, { value, places }) => {
    if (memberOf(value, "columns") === undefined) return before;
    const items = listAt(value, "columns");
    const kept = items.flatMap((item) => includedFrom(before, item));
    const own = items.flatMap((column, index): Listed[] =>
      textAt(column, "name") === undefined
        ? []
        : [{ column, place: places.value("columns", index) }],
    );
    return [...kept, ...own];
  }, []);
}

function includedFrom(before: readonly Listed[], item: Json): readonly Listed[] {
  const include = memberOf(item, "include");
  if (include === undefined) return [];
  const isAll = include === "all" || include === "*";
  const wanted = new Set(textsAt(item, "include").map(([, name]) => name));
  const excluded = new Set(textsAt(item, "exclude").map(([, name]) => name));
  return before.filter(({ column }) => {
    const name = textAt(column, "name") ?? "";
    return (isAll || wanted.has(name)) && !excluded.has(name);
  });
}

function columnFacts(column: Json): ColumnFacts | undefined {
  const name = textAt(column, "name");
  if (name === undefined) return undefined;
  const [type, description] = [
    textAt(column, "data_type"),
    plainText(memberOf(column, "description")),
  ];
  const masking = textAt(memberOf(column, "meta"), "masking");
  return {
    name,
    ...(type !== undefined && { type }),
    ...(description !== undefined && { description }),
    ...(isChecked(column, ["not_null", "primary_key"]) && { notNull: true }),
    ...(isChecked(column, ["unique", "primary_key"]) && { unique: true }),
    tags: [...new Set(tagsOf(column).map(({ tag }) => tag))],
    ...(masking !== undefined && { masking }),
  };
}
