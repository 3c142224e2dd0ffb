import { by } from "../base/compare.ts";
import type { CostLine, Estimate } from "../model/estimate.ts";
import { kindOf, nameOf, type AssetId } from "../model/ids.ts";
import { byLine, type LineName } from "./line-order.ts";

/** A line of cost with what it is on the other side. At least one of `before` and `after` is there. */
export interface LinePair {
  readonly asset: AssetId;
  /** The line of head, or that of the base where head has none. */
  readonly shown: CostLine;
  /** Undefined for a line that both sides have in one place. */
  readonly how?: "added" | "removed" | "moved";
  readonly before?: CostLine;
  readonly repriced?: CostLine;
  readonly after?: CostLine;
}

export interface ToPair {
  readonly before: Estimate;
  readonly repriced: Estimate;
  readonly after: Estimate;
  readonly pairs: ReadonlyMap<AssetId, AssetId>;
}

/**
 * Every line of both sides exactly once. Lines pair by asset, line and meter; then whole assets that
 * vanished pair with whole assets that appeared with the same kind and usage: they have moved.
 */
export function pairLines(sides: ToPair): readonly LinePair[] {
  const there: LinePair[] = [];
  const gone: LinePair[] = [];
  const added: LinePair[] = [];
  const waiting = oldLines(sides);
  let at = 0;
  for (const after of sides.after.lines) {
    let old = waiting[at];
    for (; old !== undefined && byLine(old, after) < 0; old = waiting[(at += 1)]) {
      gone.push(removed(old));
    }
    if (old !== undefined && byLine(old, after) === 0) {
      const { before, repriced } = old;
      there.push({ asset: after.asset, shown: after, before, repriced, after });
      at += 1;
    } else added.push({ asset: after.asset, shown: after, how: "added", after });
  }
  for (const old of waiting.slice(at)) gone.push(removed(old));
  return [...there, ...withMoved(gone, added, there)];
}

function removed({ before, repriced }: Old): LinePair {
  return { asset: before.asset, shown: before, how: "removed", before, repriced };
}

/** A line of the base under the name that it has at head. */
interface Old extends LineName {
  readonly before: CostLine;
  readonly repriced: CostLine;
}

/** The lines of the base in the order that they have at head. */
function oldLines({ before, repriced, pairs }: ToPair): readonly Old[] {
  const lines = before.lines.map((line, index): Old => {
    const asset = pairs.get(line.asset) ?? line.asset;
    const again = repriced.lines[index] ?? line;
    return { asset, line: line.line, meter: line.meter, before: line, repriced: again };
  });
  return pairs.size === 0 ? lines : lines.toSorted(byLine);
}

function withMoved(
  gone: readonly LinePair[],
  added: readonly LinePair[],
  there: readonly LinePair[],
): readonly LinePair[] {
  if (gone.length === 0 || added.length === 0) return [...gone, ...added];
  const partlyThere = new Set(there.flatMap(({ before, after }) => [before?.asset, after?.asset]));
  const whole = (pair: LinePair): boolean => !partlyThere.has(pair.asset);
  const appeared = bySignature(added.filter(whole));
  const moved: LinePair[] = [];
  const settled = new Set<LinePair>();
  for (const [signature, assets] of bySignature(gone.filter(whole))) {
    for (const [index, lines] of assets.entries()) {
      const others = appeared.get(signature)?.[index] ?? [];
      for (const [position, other] of others.entries()) {
        const old = lines[position];
        if (old === undefined) continue;
        moved.push({ ...old, ...other, how: "moved" });
        settled.add(old).add(other);
      }
    }
  }
  return [...moved, ...[...gone, ...added].filter((pair) => !settled.has(pair))];
}

/** Assets, each as its lines in order, by kind and usage; equal ones in the order of their names. */
function bySignature(pairs: readonly LinePair[]): ReadonlyMap<string, readonly LinePair[][]> {
  const assets = new Map<AssetId, LinePair[]>();
  for (const pair of pairs) assets.set(pair.asset, [...(assets.get(pair.asset) ?? []), pair]);
  const groups = new Map<string, LinePair[][]>();
  const ordered = [...assets].toSorted(
    by(
      ([asset]) => shortName(asset),
      ([asset]) => asset,
    ),
  );
  for (const [asset, lines] of ordered) {
    const inOrder = lines.toSorted(by(signatureOf));
    const signature = [kindOf(asset), ...inOrder.map(signatureOf)].join("\n");
    groups.set(signature, [...(groups.get(signature) ?? []), inOrder]);
  }
  return groups;
}

function signatureOf({ shown }: LinePair): string {
  const { line, meter, unit, quantity, formula } = shown;
  return JSON.stringify([line, meter, unit, Object.values(quantity), formula]);
}

function shortName(asset: AssetId): string {
  return nameOf(asset).slice(nameOf(asset).lastIndexOf("/") + 1);
}
