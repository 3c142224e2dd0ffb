import { grouped } from "../base/group.ts";
import { byCodeUnit } from "../base/compare.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { IDN_012, IDN_013 } from "../diagnostic/rules/idn.ts";
import type { Column } from "../model/snapshot.ts";
import { isPii, normalTag, notPii, type Subject } from "./conflicts.ts";
import type { ClaimOf } from "./order.ts";

type ColumnClaim = ClaimOf<"column">;

/** Columns by name, in the order of the strongest claim; each fact from the first claim that has it. */
export function foldColumns(
  claims: readonly ColumnClaim[],
  subject: Subject,
): { readonly columns: readonly Column[]; readonly diagnostics: readonly Diagnostic[] } {
  if (claims.length === 0) return { columns: [], diagnostics: [] };
  const names = new Set(claims.map(nameOf));
  if (names.size === claims.length) {
    return {
      columns: claims.map((claim) => columnOf(claim, claim.says.column.tags)),
      diagnostics: claims.filter(hasTags).flatMap((claim) => denied([claim], subject)),
    };
  }
  const groups = [...grouped(claims, nameOf).values()];
  return {
    columns: groups.flatMap((said) => united(said)),
    diagnostics: groups.flatMap((said) => [
      ...typesDiffer(said, subject),
      ...denied(said, subject),
    ]),
  };
}

function nameOf({ says }: ColumnClaim): string {
  return says.column.name;
}

function hasTags({ says }: ColumnClaim): boolean {
  return says.column.tags.length > 0;
}

/** The column as one claim has it. */
function columnOf({ says, place }: ColumnClaim, tags: Column["tags"]): Column {
  return { ...says.column, tags: inOneSpelling(tags), place };
}

function united(said: readonly ColumnClaim[]): readonly Column[] {
  const [first, ...weaker] = said;
  if (first === undefined) return [];
  let one = columnOf(
    first,
    said.flatMap(({ says }) => says.column.tags),
  );
  // A column is listed in a handful of files at most.
  // oxlint-disable-next-line oxc/no-accumulating-spread
  for (const { says } of weaker) one = { ...says.column, ...one };
  return [one];
}

function inOneSpelling(written: Column["tags"]): Column["tags"] {
  if (written.length === 0) return written;
  const tags = [...new Set(written.map(normalTag))].toSorted(byCodeUnit);
  return tags.some(isPii) ? tags.filter((tag) => tag !== notPii) : tags;
}

function typesDiffer(said: readonly ColumnClaim[], subject: Subject): readonly Diagnostic[] {
  const typed = said.filter(({ says }) => says.column.type !== undefined);
  const [first, ...others] = typed;
  const type = first?.says.column.type?.toLowerCase();
  const other = others.find(({ says }) => says.column.type?.toLowerCase() !== type);
  if (first === undefined || other === undefined) return [];
  const { name } = first.says.column;
  return [
    diagnose(IDN_012, {
      message: `column ${name} has type ${other.says.column.type} here and ${first.says.column.type} elsewhere`,
      place: other.place,
      asset: subject.id,
      subject: subject.toolKey,
      related: [{ message: `type ${first.says.column.type}`, place: first.place }],
    }),
  ];
}

function denied(said: readonly ColumnClaim[], subject: Subject): readonly Diagnostic[] {
  const tagged = (test: (tag: string) => boolean): ColumnClaim | undefined =>
    said.find(({ says }) => says.column.tags.map(normalTag).some(test));
  const denial = tagged((tag) => tag === notPii);
  const personal = tagged(isPii);
  if (denial === undefined || personal === undefined) return [];
  const { name } = denial.says.column;
  return [
    diagnose(IDN_013, {
      message: `column ${name} is tagged ${notPii} and with a tag of personal data; taken for personal data`,
      place: denial.place,
      asset: subject.id,
      subject: subject.toolKey,
      related: [{ message: "tagged as personal data", place: personal.place }],
    }),
  ];
}
