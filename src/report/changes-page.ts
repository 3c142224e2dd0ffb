import { counted, shortened } from "../base/text.ts";
import { nameOf, kindOf, type AssetId } from "../model/ids.ts";
import type { AssetChange, FieldChange, Review } from "../model/review.ts";
import { fieldName, lonelyValue, tellingFields } from "./field.ts";
import { askLine, ownersIn } from "./owners.ts";
import { dim, name, plain, strong, tableOf, type Line, type Section, type Table } from "./page.ts";
import { pagePaint } from "./paint.ts";
import { kindText, reachText } from "./reach-text.ts";

type Changed = Pick<Review, "changes" | "files" | "impact" | "snapshot">;

/** Rows of each table, and lines of one row. */
export interface Room {
  readonly rows: number;
  readonly fields: number;
}

const valueMax = 120;

/** What changes in meaning, and whom it hits: section by asset, with files that only look different. */
export function changesSection(review: Changed, room: Room): Section {
  const { changes, files, snapshot } = review;
  const owners = ownersIn(snapshot);
  const meant = files.filter(({ meaning }) => meaning).length;
  const table = tableOf(changes, {
    columns: [{ title: "asset" }, { title: "change" }, { title: "who is hit" }],
    max: room.rows,
    what: "changed assets: --format json lists all",
    row: (change) => ({
      cells: [assetCell(change), fieldCell(change, room.fields), reachCell(change, owners)],
    }),
  });
  return {
    heading: "What changes",
    note: `${meant} of ${counted(files.length, "file")} change meaning`,
    folded: false,
    blocks: [table, ...cosmeticTables(files, room.rows)],
  };
}

/** Every asset downstream, with its kind and whom to ask. */
export function impactSection({ impact, snapshot }: Changed, rows: number): Section {
  const owners = ownersIn(snapshot);
  const table = tableOf(impact, {
    columns: [{ title: "asset" }, { title: "kind" }, { title: "owner" }],
    max: rows,
    what: "assets: --format json lists all",
    row: (id) => ({
      cells: [
        [[name(nameOf(id))]],
        [[plain(kindText(kindOf(id)))]],
        [[ownerPiece(owners.get(id))]],
      ],
    }),
  });
  const note = `${counted(impact.length, "asset")} downstream`;
  return { heading: "Who is hit", note, folded: false, blocks: [table] };
}

function ownerPiece(owner: string | undefined): Line[number] {
  return owner === undefined ? dim("nobody is named") : name(owner);
}

const signs = { added: "+", removed: "−", modified: "~" } as const;

function assetCell({ asset, kind, change, formerly, owner }: AssetChange): readonly Line[] {
  return [
    [plain(`${signs[change]} `), name(nameOf(asset))],
    [
      dim(`${kindText(kind)}${change === "modified" ? "" : ` ${change}`}`),
      ...(owner === undefined ? [] : [dim(", owner "), name(owner)]),
      ...(formerly === undefined ? [] : [dim(", was "), name(nameOf(formerly))]),
    ],
  ];
}

function fieldCell({ fields, change }: AssetChange, max: number): readonly Line[] {
  if (change !== "modified") return [[dim(change)]];
  const telling = tellingFields(fields);
  const lines = telling.slice(0, max).map(fieldLine);
  const hidden = telling.length - max;
  return hidden > 0 ? [...lines, [dim(`and ${hidden} more`)]] : lines;
}

function fieldLine(change: FieldChange): Line {
  const { field, before, after } = change;
  const title = shortened(fieldName(field), valueMax);
  if (before !== undefined && after !== undefined) {
    return [
      plain(`${title}: `),
      name(shortened(before, valueMax)),
      plain(` ${pagePaint.signs.arrow} `),
      name(shortened(after, valueMax)),
    ];
  }
  const value = shortened(lonelyValue(change), valueMax);
  const sign = after === undefined ? pagePaint.signs.minus : "+";
  return [plain(`${sign} ${title}`), ...(value === "" ? [] : [plain(" "), name(value)])];
}

function reachCell(
  { reaches }: AssetChange,
  owners: ReadonlyMap<AssetId, string>,
): readonly Line[] {
  if (reaches.length === 0) return [[dim("nothing downstream")]];
  const ask = askLine(reaches, owners);
  return [[reachPiece(reaches)], ...(ask.length === 0 ? [] : [ask])];
}

function reachPiece(ids: readonly AssetId[]): Line[number] {
  const text = reachText(ids, pagePaint);
  return ids.length === 1 ? name(text) : strong(text);
}

function cosmeticTables(files: Review["files"], max: number): readonly Table[] {
  const cosmetic = files.filter(({ change, meaning }) => change === "modified" && !meaning);
  if (cosmetic.length === 0) return [];
  return [
    tableOf(cosmetic, {
      columns: [{ title: "file without change of meaning" }],
      max,
      what: "files",
      row: ({ path }) => ({ cells: [[[plain("= "), name(path)]]] }),
    }),
  ];
}
