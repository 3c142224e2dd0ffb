import { byCodeUnit } from "../../base/compare.ts";
import { isObject, memberOf, objectAt, textAt, type Json, type Steps } from "../../base/json.ts";
import type { Claim } from "../../model/claim.ts";
import { physicalKey, toolKey, type Key } from "../../model/ids.ts";
import { keyOfUri, normalKey } from "../../model/uri.ts";
import { declared } from "../subject.ts";
import type { OwnDocument } from "./metadata.ts";

interface Located {
  readonly key: Key;
  readonly steps: Steps;
}

/**
 * The places where the dataset lies, each one of its keys. The one that gives it its id is the
 * location itself, else that of `spec.env`, else that of `prod`, else the first environment's.
 */
export function locationClaims({ subject, spec, places }: OwnDocument): readonly Claim[] {
  const location = memberOf(spec, "location");
  if (!isObject(location)) return [];
  const whole = locatedAt(location, ["spec", "location"]);
  const environments = environmentsOf(location);
  const wanted = [textAt(spec, "env"), "prod"];
  const canonical =
    whole ??
    wanted.flatMap((name) => environments.filter(([env]) => env === name))[0]?.[1] ??
    environments[0]?.[1];
  const all = [
    ...(whole === undefined ? [] : [whole]),
    ...environments.map(([, located]) => located),
  ];
  return all.map((located) => {
    const main = located === canonical ? { canonical: true as const } : {};
    return declared(
      subject,
      { is: "sameAs", key: located.key, ...main },
      places.value(...located.steps),
    );
  });
}

function environmentsOf(location: Json): readonly (readonly [string, Located])[] {
  return Object.entries(objectAt(location, "environments"))
    .toSorted(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([env, place]) => {
      const located = locatedAt(place, ["spec", "location", "environments", env]);
      return located === undefined ? [] : [[env, located] as const];
    });
}

/** A uri, or OpenLineage's namespace and name. */
function locatedAt(place: Json, steps: Steps): Located | undefined {
  const uri = textAt(place, "uri");
  if (uri !== undefined) return { key: keyOfAddress(uri), steps: [...steps, "uri"] };
  const [namespace, name] = [textAt(place, "namespace"), textAt(place, "name")];
  if (namespace === undefined || name === undefined) return undefined;
  return { key: normalKey(physicalKey(namespace, name)), steps };
}

/** `bigquery:acme.marts.segments` is a place too, though no address with `//`. */
function keyOfAddress(uri: string): Key {
  const colon = uri.indexOf(":");
  return keyOfUri(uri) ?? toolKey(uri.slice(0, colon), uri.slice(colon + 1));
}
