import type { Asset } from "../model/snapshot.ts";
import type { CarriedTag } from "./view.ts";

/** What an object that expressions see stands for. */
export type Subject = AssetSubject | TagSubject;
export interface AssetSubject {
  readonly of: "asset";
  readonly side: "head" | "base";
  readonly asset: Asset;
}
export interface TagSubject {
  readonly of: "tag";
  readonly tag: CarriedTag;
}
