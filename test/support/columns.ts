import type { Claim, ColumnFacts, Via } from "../../src/model/claim.ts";
import { claim, own, placeAt, text, type ClaimFacts } from "./claims.ts";

/** A column of an own dataset. */
export function column(table: string, name: string, facts: Partial<ColumnFacts> = {}): Claim {
  return claim(
    own("dataset", table),
    { is: "column", column: { name, tags: [], ...facts } },
    { place: placeAt(`${table}.yaml`, `/spec/columns/${name}`) },
  );
}

/** `to` and `from` as `table#column`. */
export function derives(
  to: string,
  from: string,
  via: Via = "identity",
  facts: ClaimFacts = {},
): Claim {
  const [table = "", name = ""] = to.split("#");
  const [source = "", origin = ""] = from.split("#");
  return claim(
    own("dataset", table),
    {
      is: "derives",
      to: { asset: text(table), column: name },
      from: [{ asset: text(source), column: origin }],
      via,
    },
    { place: placeAt(`${table}.yaml`, `/spec/columns/${name}/from`), ...facts },
  );
}
