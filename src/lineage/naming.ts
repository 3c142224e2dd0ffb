import { sha256 } from "../base/digest.ts";
import { visible } from "../base/text.ts";
import { assetId, isPhysical, type AssetId, type Key } from "../model/ids.ts";
import type { AssetKind } from "../model/kinds.ts";
import { isFileStore, normalKey } from "../model/uri.ts";
import type { Component } from "./identity.ts";
import { saying } from "./order.ts";

/** How a component is called: what its id is made of. */
export interface Naming {
  readonly kind: AssetKind;
  /** Every kind that a claim gives it; more than one after a pipeline step met its workload. */
  readonly kinds: readonly AssetKind[];
  /** `<namespace>/<name>` of the id. */
  readonly name: string;
  /** Short name for people. */
  readonly title: string;
  /** The names under which its files declare it, the strongest first. */
  readonly declared: readonly string[];
  readonly toolKey: Key;
}

/**
 * The name of a component: the location for a dataset (the declared one, else a warehouse before
 * files), else the name that the strongest claim of existence gives. Undefined for a component
 * that nothing declares and that has no location.
 */
export function namingOf({ keys, claims }: Component): Naming | undefined {
  const exists = saying(claims, "exists");
  const first = exists[0];
  const kind = first?.says.kind ?? "dataset";
  const location = kind === "dataset" ? locationOf({ keys, claims }) : undefined;
  const subject = first?.subject ?? location;
  const name = location?.slice("at:".length) ?? first?.says.name;
  if (name === undefined || subject === undefined) return undefined;
  const byTool = exists.map(({ subject: key }) => key).find((key) => !isPhysical(key));
  return {
    kind,
    kinds: first === undefined ? [kind] : [...new Set(exists.map(({ says }) => says.kind))],
    name: visible(name),
    title: visible(titleOf(first?.says.name ?? name, first === undefined)),
    declared: [...new Set(exists.map(({ says }) => says.name))],
    toolKey: byTool ?? keys.find((key) => !isPhysical(key)) ?? subject,
  };
}

/** The naming of something that is only referred to. */
export function namingOfReferred(key: Key, kind: AssetKind): Naming {
  const name = key.slice(key.indexOf(":") + 1);
  const title = visible(titleOf(name, true));
  return { kind, kinds: [kind], name: visible(name), title, declared: [], toolKey: key };
}

function locationOf({ keys, claims }: Component): Key | undefined {
  const physical = new Set(keys.filter(isPhysical));
  if (physical.size < 2) return [...physical][0];
  const declared = saying(claims, "sameAs")
    .filter(({ says }) => says.canonical === true)
    .map(({ says }) => normalKey(says.key));
  const warehouse = [...physical].find((key) => !isFileStore(key));
  return declared.find((key) => physical.has(key)) ?? warehouse ?? [...physical][0];
}

/** What follows the namespace of a declared name; the last part of a location. */
function titleOf(name: string, located: boolean): string {
  const slash = located ? name.lastIndexOf("/") : name.indexOf("/");
  return name.slice(slash + 1) || name;
}

/**
 * The ids of named components. Two that would get one id without being one thing are told apart:
 * the one whose tool key sorts first keeps it, the others add a digest of theirs.
 */
export function idsOf(namings: readonly (Naming | undefined)[]): readonly (AssetId | undefined)[] {
  const owners = new Map<AssetId, Key>();
  for (const naming of namings) {
    if (naming === undefined) continue;
    const id = assetId(naming.kind, naming.name);
    const owner = owners.get(id);
    if (owner === undefined || naming.toolKey < owner) owners.set(id, naming.toolKey);
  }
  return namings.map((naming) => {
    if (naming === undefined) return undefined;
    const id = assetId(naming.kind, naming.name);
    if (owners.get(id) === naming.toolKey) return id;
    return assetId(naming.kind, `${naming.name}~${sha256(naming.toolKey).slice(0, 8)}`);
  });
}
