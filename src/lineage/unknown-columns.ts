import { nearest } from "../base/text.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { LIN_001 } from "../diagnostic/rules/lin.ts";
import type { AssetId } from "../model/ids.ts";
import type { Asset, ColumnEdge, ColumnId } from "../model/snapshot.ts";

/** A finding for each end of a column edge that its asset, which lists its columns, does not have. */
export function unknownColumns(
  assets: readonly Listed[],
  columnEdges: readonly ColumnEdge[],
): readonly Diagnostic[] {
  if (columnEdges.length === 0) return [];
  const listed = new Map(assets.map((asset) => [asset.id, asset]));
  const lacks = lackingIn(listed);
  return columnEdges.flatMap((edge): readonly Diagnostic[] => {
    if (!lacks(edge.from) && !lacks(edge.to)) return none;
    return [edge.from, edge.to].filter(lacks).map((end) => finding(end, edge, listed));
  });
}

type Listed = Pick<Asset, "id" | "toolKey" | "columns" | "places">;

const none: readonly never[] = [];

/** Whether an asset lists its columns, and this one is not among them. */
function lackingIn(listed: ReadonlyMap<AssetId, Listed>): (end: ColumnId) => boolean {
  const names = new Map<AssetId, ReadonlySet<string>>();
  return ({ asset, column }) => {
    let columns = names.get(asset);
    if (columns === undefined) {
      columns = new Set(listed.get(asset)?.columns.map(({ name }) => name));
      names.set(asset, columns);
    }
    return columns.size > 0 && !columns.has(column);
  };
}

function finding(
  { asset, column }: ColumnId,
  edge: ColumnEdge,
  listed: ReadonlyMap<AssetId, Listed>,
): Diagnostic {
  const { columns = none, places: [place] = none } = listed.get(asset) ?? {};
  const close = nearest(
    column,
    columns.map(({ name }) => name),
  );
  return diagnose(LIN_001, {
    message: `${column} is not a column of ${asset}`,
    place: edge.place,
    help: close === undefined ? undefined : `did you mean ${close}?`,
    asset: edge.to.asset,
    subject: listed.get(edge.to.asset)?.toolKey,
    related: place === undefined ? [] : [{ message: "declared here", place }],
  });
}
