import { grouped } from "../base/group.ts";
import { counted } from "../base/text.ts";
import { kindOf, nameOf, type AssetId } from "../model/ids.ts";
import type { AssetKind } from "../model/kinds.ts";
import type { Paint } from "./paint.ts";

/** Whom a change hits: one asset by its name, several by kind, as in `2 datasets, 1 model`. */
export function reachText(ids: readonly AssetId[], paint: Paint): string {
  const [only, other] = ids;
  if (only === undefined) return "";
  if (other === undefined) return paint.show(nameOf(only));
  return [...grouped(ids, kindOf)]
    .map(([kind, members]) => countedKind(members.length, kind))
    .join(", ");
}

/** The kind as people say it. */
export function kindText(kind: AssetKind): string {
  return kind === "ml_model" ? "model" : kind.replaceAll("_", " ");
}

function countedKind(count: number, kind: AssetKind): string {
  return counted(count, kindText(kind), kind === "entity" ? "entities" : undefined);
}
