import { listAt, memberOf, textAt, textsAt, type Json } from "../../base/json.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Claim, ColumnFacts, Via } from "../../model/claim.ts";
import { repeatedNames } from "../repeated.ts";
import { columnReference, declared } from "../subject.ts";
import type { OwnDocument } from "./metadata.ts";
import { viaOf } from "../via.ts";

/** The columns with what each is computed from. */
export function readColumns(document: OwnDocument): {
  readonly claims: readonly Claim[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const { subject, spec, places } = document;
  const columns = listAt(spec, "columns");
  const claims = columns.flatMap((value, index): readonly Claim[] => {
    const column = columnOf(value);
    if (column === undefined) return [];
    const place = places.value("spec", "columns", index);
    return [
      declared(subject, { is: "column", column }, place),
      ...sources(document, { column: column.name, value, index }),
    ];
  });
  const repeated = repeatedNames(columns, "column", (index) =>
    places.value("spec", "columns", index, "name"),
  );
  return { claims, diagnostics: repeated };
}

function columnOf(value: Json): ColumnFacts | undefined {
  const name = textAt(value, "name");
  if (name === undefined) return undefined;
  const [type, description] = [textAt(value, "type"), textAt(value, "description")];
  const [masking, precision] = [textAt(value, "masking"), textAt(value, "precision")];
  const [notNull, unique] = [memberOf(value, "notNull"), memberOf(value, "unique")];
  return {
    name,
    ...(type !== undefined && { type }),
    ...(description !== undefined && { description }),
    ...(typeof notNull === "boolean" && { notNull }),
    ...(typeof unique === "boolean" && { unique }),
    tags: textsAt(value, "tags").map(([, tag]) => tag),
    ...(masking !== undefined && { masking }),
    ...(precision !== undefined && { precision }),
  };
}

/** One statement for each source, since each has its own way. */
function sources(
  { subject, places }: OwnDocument,
  {
    column,
    value,
    index,
  }: { readonly column: string; readonly value: Json; readonly index: number },
): readonly Claim[] {
  return listAt(value, "from").flatMap((source, position) => {
    const from = columnReference(textAt(source, "column") ?? "", subject.namespace);
    if (from === undefined) return [];
    const to = { asset: { by: "key", key: subject.key }, column } as const;
    const via: Via = viaOf(memberOf(source, "via"));
    const place = places.value("spec", "columns", index, "from", position, "column");
    return [declared(subject, { is: "derives", to, from: [from], via }, place)];
  });
}
