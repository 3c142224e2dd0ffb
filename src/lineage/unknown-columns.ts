import { nearest } from "../base/text.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { LIN_001 } from "../diagnostic/rules/lin.ts";
import type { AssetId } from "../model/ids.ts";
import type { Asset, ColumnEdge, ColumnId } from "../model/snapshot.ts";

/** A finding for each end of a column edge that its asset, which lists its columns, does not have. */
export function unknownColumns(
  assets: readonly Pick<Asset, "id" | "toolKey" | "columns" | "places">[],
  columnEdges: readonly ColumnEdge[],
): readonly Diagnostic[] {
  if (columnEdges.length === 0) return [];
  const listed = new Map(assets.map((asset) => [asset.id, asset]));
  const names = new Map<AssetId, ReadonlySet<string>>();
  const namesOf = (id: AssetId): ReadonlySet<string> => {
    const known = names.get(id) ?? new Set(listed.get(id)?.columns.map(({ name }) => name));
    names.set(id, known);
    return known;
  };
  const finding = ({ asset, column }: ColumnId, edge: ColumnEdge): readonly Diagnostic[] => {
    const columns = namesOf(asset);
    if (columns.size === 0 || columns.has(column)) return [];
    const close = nearest(column, [...columns]);
    const place = listed.get(asset)?.places[0];
    return [
      diagnose(LIN_001, {
        message: `${column} is not a column of ${asset}`,
        place: edge.place,
        help: close === undefined ? undefined : `did you mean ${close}?`,
        asset: edge.to.asset,
        subject: listed.get(edge.to.asset)?.toolKey,
        related: place === undefined ? [] : [{ message: "declared here", place }],
      }),
    ];
  };
  return columnEdges.flatMap((edge) => [...finding(edge.from, edge), ...finding(edge.to, edge)]);
}
