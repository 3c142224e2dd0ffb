import { sha256 } from "../base/digest.ts";
import { visible } from "../base/text.ts";
import { assetId, isPhysical, type AssetId, type Key } from "../model/ids.ts";
import type { AssetKind } from "../model/kinds.ts";
import { isFileStore, normalKey } from "../model/uri.ts";
import { saying, type Sayings } from "./order.ts";

/** How a component is called: what its id is made of. */
export interface Naming {
  /** The id, as long as no other node has the same. */
  readonly id: AssetId;
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

/** What a component is called by. */
interface Said {
  /** Sorted. */
  readonly keys: readonly Key[];
  readonly claims: Sayings;
}

/**
 * The name of a component: the location for a dataset (the declared one, else a warehouse before
 * files), else the name that the strongest claim of existence gives. A step that is bound to a
 * workload is that workload, or rules about workloads would lose sight of it. Undefined for a
 * component that nothing declares and that has no location.
 */
export function namingOf({ keys, claims }: Said): Naming | undefined {
  const exists = saying(claims, "exists");
  const first = exists.find(({ says }) => says.kind === "workload") ?? exists[0];
  if (first === undefined) return namingByLocation({ keys, claims });
  const { kind, name } = first.says;
  const location = kind === "dataset" ? locationOf({ keys, claims }) : undefined;
  const byTool = [first, ...exists].find(({ subject }) => !isPhysical(subject))?.subject;
  const full = visible(location?.slice("at:".length) ?? namespaced(name, keys));
  return {
    id: assetId(kind, full),
    kind,
    kinds: exists.length < 2 ? [kind] : distinct([kind, ...exists.map(({ says }) => says.kind)]),
    name: full,
    title: visible(name.slice(name.indexOf("/") + 1) || name),
    declared: distinct(exists.map(({ says }) => says.name)),
    toolKey: byTool ?? keys.find((key) => !isPhysical(key)) ?? first.subject,
  };
}

/** An object that names no namespace is called by the one that whoever deploys it gives. */
function namespaced(name: string, keys: readonly Key[]): string {
  if (!name.startsWith("/")) return name;
  const key = keys.find(
    (one) => one.startsWith("k8s:") && one.endsWith(name) && !one.endsWith(`/${name}`),
  );
  const parts = key?.split("/") ?? [];
  return parts.length === 4 ? `${parts[2]}${name}` : name;
}

function namingByLocation({ keys, claims }: Said): Naming | undefined {
  const location = locationOf({ keys, claims });
  if (location === undefined) return undefined;
  const toolKey = keys.find((key) => !isPhysical(key)) ?? location;
  return { ...namingOfReferred(location, "dataset"), toolKey };
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return values.length < 2 ? values : [...new Set(values)];
}

/** The naming of something that is only referred to. */
export function namingOfReferred(key: Key, kind: AssetKind): Naming {
  const written = key.slice(key.indexOf(":") + 1);
  const title = visible(written.slice(written.lastIndexOf("/") + 1) || written);
  const name = visible(written);
  const id = assetId(kind, name);
  return { id, kind, kinds: [kind], name, title, declared: [], toolKey: key };
}

function locationOf({ keys, claims }: Said): Key | undefined {
  const physical = keys.filter(isPhysical);
  if (physical.length < 2) return physical[0];
  const declared = saying(claims, "sameAs")
    .filter(({ says }) => says.canonical === true)
    .map(({ says }) => normalKey(says.key));
  const warehouse = physical.find((key) => !isFileStore(key));
  return declared.find((key) => physical.includes(key)) ?? warehouse ?? physical[0];
}

/**
 * The ids of named nodes. Two that would get one id without being one thing are told apart: the
 * one whose tool key sorts first keeps it, the others add a digest of theirs.
 */
export function idsOf(namings: readonly (Naming | undefined)[]): readonly (AssetId | undefined)[] {
  const owners = new Map<AssetId, Key>();
  for (const naming of namings) {
    if (naming === undefined) continue;
    const owner = owners.get(naming.id);
    if (owner === undefined || naming.toolKey < owner) owners.set(naming.id, naming.toolKey);
  }
  return namings.map((naming) => naming && idOf(naming, owners));
}

function idOf({ id, kind, name, toolKey }: Naming, owners: ReadonlyMap<AssetId, Key>): AssetId {
  if (owners.get(id) === toolKey) return id;
  return assetId(kind, `${name}~${sha256(toolKey).slice(0, 8)}`);
}
