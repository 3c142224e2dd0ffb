import { byCodeUnit } from "../base/compare.ts";
import { REF_004 } from "../diagnostic/rules/ref.ts";
import type { Reference } from "../model/claim.ts";
import type { AssetId, Key } from "../model/ids.ts";
import { assetKinds, type AssetKind } from "../model/kinds.ts";
import { directoryOf } from "./directory.ts";
import type { Identities } from "./identity.ts";
import { idsOf, namingOfReferred, type Naming } from "./naming.ts";
import { resolving, type Nowhere, type Resolver } from "./resolve.ts";
import { results, type Results } from "./results.ts";
import { along } from "./walk.ts";
import { referencesOf, stated, type End, type Stated } from "./stated.ts";

/** All nodes of a snapshot: what is declared, then what is only referred to, by number. */
export interface Links {
  /** Undefined for what bears no name; such a thing is no asset. */
  readonly namings: readonly (Naming | undefined)[];
  readonly ids: readonly (AssetId | undefined)[];
  /** What is stated about edges, by node; nothing about what is only referred to. */
  readonly stated: readonly (Stated | undefined)[];
  readonly resolver: Resolver;
}

/**
 * Follows every reference of every claim. A location that no file declares becomes a node of its
 * own; what leads nowhere is kept, so that nothing downstream can pass for complete.
 */
export function link(
  { components, componentOf, walk }: Identities,
  aliases: Readonly<Record<string, string>>,
  memo: Results<Stated> = results(),
): Links {
  const resolver: Resolver = {
    directory: directoryOf(components),
    componentOf,
    kindsOf: (number) => components[number]?.naming?.kinds ?? [],
    aliases,
  };
  const follow = following(resolver);
  const reached = along(walk, (node) => {
    const component = components[node];
    return component?.naming === undefined ? none : referencesOf(component.claims).map(follow);
  });
  const referred = referredTo(reached);
  const namings = components.map(({ naming }) => naming);
  namings.push(...referred.map(([key, kind]) => namingOfReferred(key, kind)));
  const ids = idsOf(namings);
  const endOf = endsAmong(referred, { ids, start: components.length });
  return {
    namings,
    ids,
    stated: along(walk, (node) => {
      const [component, id] = [components[node], ids[node]];
      if (component === undefined || id === undefined) return undefined;
      const ends = (reached[node] ?? none).map(endOf);
      return memo.of(id, [component, ...ends], () => stated(component.claims, id, ends));
    }),
    resolver,
  };
}

const none: readonly never[] = [];

/** What a reference leads to: a component by its number, nowhere, or a place that is not declared. */
type Reached = number | Nowhere | Place;

interface Place {
  readonly key: Key;
  readonly kind: AssetKind;
  readonly reference: Reference;
}

function following(resolver: Resolver): (reference: Reference) => Reached {
  const resolve = resolving(resolver);
  return (reference) => {
    const resolution = resolve(reference);
    if (resolution.to === "component") return resolution.component;
    if (resolution.to === "nowhere") return resolution;
    return { key: resolution.key, kind: resolution.kind, reference };
  };
}

function isPlace(reached: Reached): reached is Place {
  return typeof reached === "object" && "key" in reached;
}

/** The places that are referred to and declared nowhere, sorted, each with the first fitting kind. */
function referredTo(
  reached: readonly (readonly Reached[] | undefined)[],
): readonly (readonly [Key, AssetKind])[] {
  const kinds = new Map<Key, AssetKind>();
  for (const some of reached) {
    some?.forEach((one) => {
      if (isPlace(one)) kinds.set(one.key, firstKind(one.kind, kinds.get(one.key)));
    });
  }
  return [...kinds].toSorted(([a], [b]) => byCodeUnit(a, b));
}

function firstKind(a: AssetKind, b: AssetKind | undefined): AssetKind {
  return b !== undefined && assetKinds.indexOf(b) < assetKinds.indexOf(a) ? b : a;
}

interface Numbered {
  readonly ids: readonly (AssetId | undefined)[];
  /** The number of the first node that is only referred to. */
  readonly start: number;
}

/** The ids of what was reached. */
function endsAmong(
  referred: readonly (readonly [Key, AssetKind])[],
  { ids, start }: Numbered,
): (reached: Reached) => End {
  const places = new Map(
    referred.map(([key, kind], index) => [key, { kind, id: ids[start + index] }]),
  );
  return (reached) => {
    if (typeof reached === "number") return ids[reached] ?? misfit;
    if (!isPlace(reached)) return reached;
    const { key, reference } = reached;
    const found = places.get(key);
    const fits =
      reference.by === "key" || (found !== undefined && reference.kinds.includes(found.kind));
    return (fits ? found?.id : undefined) ?? misfit;
  };
}

const misfit: Nowhere = { to: "nowhere", rule: REF_004, reason: "absent", candidates: [] };
