import { by } from "../base/compare.ts";
import type { CostLine, Estimate } from "../model/estimate.ts";
import { kindOf, nameOf, type AssetId } from "../model/ids.ts";

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
export function pairLines({ before, repriced, after, pairs }: ToPair): readonly LinePair[] {
  const rest = keyed(after.lines, (asset) => asset);
  const atHead = keyed(repriced.lines, (asset) => asset);
  const headOf = (asset: AssetId): AssetId => pairs.get(asset) ?? asset;
  const there: LinePair[] = [];
  const gone: LinePair[] = [];
  const oldKeys = [...keyed(before.lines, (asset) => asset)];
  const newKeys = [...keyed(before.lines, headOf).keys()];
  for (const [index, [oldKey, line]] of oldKeys.entries()) {
    const key = newKeys[index] ?? oldKey;
    const found = rest.get(key);
    const again = atHead.get(oldKey);
    const old = { before: line, ...(again !== undefined && { repriced: again }) };
    if (found === undefined) gone.push({ asset: line.asset, shown: line, how: "removed", ...old });
    else there.push({ asset: found.asset, shown: found, ...old, after: found });
    rest.delete(key);
  }
  const added = [...rest.values()].map((line): LinePair => {
    return { asset: line.asset, shown: line, how: "added", after: line };
  });
  return [...there, ...withMoved(gone, added, there)];
}

/** Lines by (asset, line, meter), told apart by number where that is not unique. */
function keyed(
  lines: readonly CostLine[],
  idOf: (asset: AssetId) => AssetId,
): Map<string, CostLine> {
  const byKey = new Map<string, CostLine>();
  for (const line of lines) {
    const base = `${idOf(line.asset)}\0${line.line}\0${line.meter}`;
    let key = base;
    for (let number = 2; byKey.has(key); number += 1) key = `${base}\0${number}`;
    byKey.set(key, line);
  }
  return byKey;
}

function withMoved(
  gone: readonly LinePair[],
  added: readonly LinePair[],
  there: readonly LinePair[],
): readonly LinePair[] {
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
