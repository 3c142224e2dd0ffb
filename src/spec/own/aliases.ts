import { textsAt } from "../../base/json.ts";
import { diagnose, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { SCH_025 } from "../../diagnostic/rules/sch.ts";
import type { Claim } from "../../model/claim.ts";
import { toolKey, type Key } from "../../model/ids.ts";
import { assetKinds, type AssetKind } from "../../model/kinds.ts";
import { keyOfUri } from "../../model/uri.ts";
import { declared } from "../subject.ts";
import type { OwnDocument } from "./metadata.ts";

/** The names that other tools use for the same thing: a key in their words, an address or an id. */
export function aliasClaims(
  { subject, spec, places }: OwnDocument,
  kind: AssetKind,
): { readonly claims: readonly Claim[]; readonly diagnostics: readonly Diagnostic[] } {
  const claims: Claim[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, alias] of textsAt(spec, "aliases")) {
    const place = places.value("spec", "aliases", index);
    const key = keyOfAlias(alias, kind);
    if (key !== undefined) claims.push(declared(subject, { is: "sameAs", key }, place));
    else {
      diagnostics.push(
        diagnose(SCH_025, {
          message: `the alias ${alias} is neither an address nor a key of a tool and joins nothing`,
          place,
          help: "write the tool in front, as in dbt:model.shop.orders, or an address such as s3://lake/orders",
          subject: subject.key,
        }),
      );
    }
  }
  return { claims, diagnostics };
}

function keyOfAlias(alias: string, kind: AssetKind): Key | undefined {
  const colon = alias.indexOf(":");
  const prefix = alias.slice(0, Math.max(colon, 0));
  const rest = alias.slice(colon + 1);
  if (prefix === kind && !rest.startsWith("//")) return keyOfUri(rest);
  const isKind = assetKinds.some((word) => word === prefix);
  const isKey = /^[a-z][a-z0-9_-]*:[^/\s]/u.test(alias) && !isKind;
  return keyOfUri(alias) ?? (isKey ? toolKey(prefix, rest) : undefined);
}
