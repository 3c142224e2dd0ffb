import type { Claim } from "../model/claim.ts";
import type { Key } from "../model/ids.ts";
import { namingOf, type Naming } from "./naming.ts";
import { sayingsOf, type Sayings } from "./order.ts";

/** Everything that is said about one thing, under all of its keys. */
export interface Component {
  /** Sorted, physical ones normalised. */
  readonly keys: readonly Key[];
  readonly claims: Sayings;
  /** Undefined for what nothing declares and what has no location: that is no asset. */
  readonly naming: Naming | undefined;
}

export function component(keys: readonly Key[], said: readonly Claim[]): Component {
  const claims = sayingsOf(said);
  return { keys, claims, naming: namingOf({ keys, claims }) };
}
