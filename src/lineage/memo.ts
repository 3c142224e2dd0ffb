import type { Claim } from "../model/claim.ts";
import type { Edge } from "../model/snapshot.ts";
import type { FoldedAsset } from "./assets.ts";
import type { Component } from "./component.ts";
import { results, type Results } from "./results.ts";
import type { Stated } from "./stated.ts";

/**
 * What building one snapshot leaves for the next: of two trees of one repository nearly all claims
 * are the same values, and whatever is made of the same values is taken over. It saves work and
 * changes no result.
 */
export interface FoldMemo {
  /** By subject and file, made of the line of CODEOWNERS that decides. */
  readonly owners: Results<Claim>;
  /** By first key, made of keys and claims. */
  readonly components: Results<Component>;
  /** By id, made of the component and of where its references lead. */
  readonly stated: Results<Stated>;
  /** By both assets, made of the column edge that implies it. */
  readonly implied: Results<Edge>;
  /** By id, made of the component and of what arrives there. */
  readonly assets: Results<FoldedAsset>;
}

export function foldMemo(): FoldMemo {
  return {
    owners: results(),
    components: results(),
    stated: results(),
    implied: results(),
    assets: results(),
  };
}
