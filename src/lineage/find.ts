import { Failure } from "../base/failure.ts";
import { nearest, visible } from "../base/text.ts";
import { nameOf } from "../model/ids.ts";
import type { Asset, Snapshot } from "../model/snapshot.ts";
import { keyOfUri } from "../model/uri.ts";

/** Names compared for did-you-mean. */
const candidatesMax = 20_000;

/**
 * The asset that a person means: by id, by any key or URI, by `namespace/name`, or by a short name
 * that only one asset has.
 *
 * @throws Failure ASSET_UNKNOWN when nothing or more than one thing is meant.
 */
export function assetNamed({ assets }: Pick<Snapshot, "assets">, words: string): Asset {
  const uri = keyOfUri(words);
  const tests: readonly ((asset: Asset) => boolean)[] = [
    ({ id }) => id === words,
    ({ keys }) => keys.some((key) => key === words || key === uri),
    ({ id, toolKey }) => nameOf(id) === words || toolKey.endsWith(`/${words}`),
    ({ name }) => name === words,
  ];
  for (const test of tests) {
    const [found, ...others] = assets.filter(test);
    if (found === undefined) continue;
    if (others.length === 0) return found;
    const ids = [found, ...others].slice(0, 5).map(({ id }) => id);
    throw new Failure(
      "ASSET_UNKNOWN",
      `${visible(words)} names ${others.length + 1} assets`,
      ids.join("\n"),
    );
  }
  const names = assets.slice(0, candidatesMax).flatMap(({ id, name }) => [id, nameOf(id), name]);
  const close = nearest(words, names);
  const help = close === undefined ? undefined : `did you mean ${close}?`;
  throw new Failure("ASSET_UNKNOWN", `no asset is called ${visible(words)}`, help);
}
