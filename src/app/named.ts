import { Failure } from "../base/failure.ts";
import { nearest } from "../base/text.ts";
import { nameOf } from "../model/ids.ts";
import type { Asset, Snapshot } from "../model/snapshot.ts";
import type { Spot } from "../model/trace.ts";

/**
 * The asset that a person means.
 *
 * @throws Failure ASSET_UNKNOWN with what is near, or with all that fit
 */
export function assetNamed({ assets }: Pick<Snapshot, "assets">, text: string): Asset {
  const tests: readonly ((asset: Snapshot["assets"][number]) => boolean)[] = [
    ({ id }) => id === text,
    ({ keys }) => keys.some((key) => key === text),
    ({ id }) => nameOf(id) === text,
    // As declared, whatever name a location gave it.
    ({ keys }) => keys.some((key) => declaredName(key).includes(text)),
    ({ name, id }) => name === text || nameOf(id).endsWith(`/${text}`),
  ];
  for (const test of tests) {
    const found = assets.filter(test);
    const [only, other] = found;
    if (only !== undefined && other === undefined) return only;
    if (only !== undefined) {
      throw new Failure(
        "ASSET_UNKNOWN",
        `${text} names ${found.length} assets`,
        found
          .slice(0, 8)
          .map(({ id }) => id)
          .join(", "),
      );
    }
  }
  const near = nearest(
    text,
    assets.flatMap(({ id, name, keys }) => [id, nameOf(id), name, ...keys.flatMap(declaredName)]),
  );
  throw new Failure(
    "ASSET_UNKNOWN",
    `there is no asset ${text}`,
    near === undefined ? "lineagectl graph lists them" : `did you mean ${near}?`,
  );
}

/** `<namespace>/<name>` of an own document's key. */
function declaredName(key: string): readonly string[] {
  const [, name] = /^own:[^/]+\/(.+)$/u.exec(key) ?? [];
  return name === undefined ? [] : [name];
}

/**
 * The asset or column that a person means: `ASSET` or `ASSET#column`. A whole name is tried first,
 * since a name may hold the sign.
 *
 * @throws Failure ASSET_UNKNOWN for an asset or a column that is not there
 */
export function spotNamed(snapshot: Snapshot, text: string): Spot {
  const at = text.lastIndexOf("#");
  const whole = at <= 0 || snapshot.assets.some(({ id, name }) => id === text || name === text);
  if (whole) return { asset: assetNamed(snapshot, text).id };
  const asset = assetNamed(snapshot, text.slice(0, at));
  return { asset: asset.id, column: columnNamed(snapshot, asset, text.slice(at + 1)) };
}

/**
 * The column of that name, in any case where only one fits; those that only lineage mentions count.
 *
 * @throws Failure ASSET_UNKNOWN with what is near
 */
export function columnNamed(
  { columnEdges }: Pick<Snapshot, "columnEdges">,
  { id, columns }: Asset,
  text: string,
): string {
  const ends = columnEdges.flatMap(({ from, to }) => [from, to]);
  const mentioned = ends.filter(({ asset }) => asset === id).map(({ column }) => column);
  const names = [...new Set([...columns.map(({ name }) => name), ...mentioned])];
  if (names.includes(text)) return text;
  const alike = names.filter((name) => name.toLowerCase() === text.toLowerCase());
  const [only] = alike;
  if (only !== undefined && alike.length === 1) return only;
  const near = nearest(text, names);
  throw new Failure("ASSET_UNKNOWN", `${id} has no column ${text}`, helpWith(names, near));
}

function helpWith(names: readonly string[], near: string | undefined): string {
  if (near !== undefined) return `did you mean ${near}?`;
  if (names.length === 0) return "no column of it is declared";
  const more = names.length > shownMax ? ` and ${names.length - shownMax} more` : "";
  return `columns: ${names.slice(0, shownMax).join(", ")}${more}`;
}

const shownMax = 12;
