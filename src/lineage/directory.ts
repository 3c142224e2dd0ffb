import { assetKinds, type AssetKind } from "../model/kinds.ts";
import type { Identities } from "./identity.ts";
import type { Naming } from "./naming.ts";
import { saying } from "./order.ts";

/** One thing that bears a name. */
export interface Listed {
  readonly to: "component";
  readonly component: number;
  readonly kinds: readonly AssetKind[];
  /** Whether an own document gives it the name: those are meant before anything else. */
  readonly own: boolean;
}

/** Looks up what is declared under a name. */
export interface Directory {
  /** `<namespace>/<name>`, as declared. */
  named(name: string): readonly Listed[];
  /** The last words of a name, in whatever namespace. */
  short(name: string): readonly Listed[];
  /** `<kind>:<namespace>/<name>`: the id, or what the id was before a location was declared. */
  id(id: string): readonly Listed[];
  /** Full names of the things of these kinds, sorted by component. */
  names(kinds: readonly AssetKind[]): readonly string[];
}

export function directoryOf(
  { components }: Identities,
  namings: readonly (Naming | undefined)[],
): Directory {
  const names = new Map<string, Listed[]>();
  const shorts = new Map<string, Listed[]>();
  const ids = new Map<string, Listed[]>();
  const byKind = new Map<AssetKind, string[]>(assetKinds.map((kind) => [kind, []]));
  components.forEach(({ claims }, component) => {
    const naming = namings[component];
    if (naming === undefined) return;
    const { kinds } = naming;
    const exists = saying(claims, "exists");
    for (const name of namesOf(naming)) {
      const own = exists.some(({ says, tool }) => tool === "own" && says.name === name);
      const listed: Listed = { to: "component", component, kinds, own };
      add(names, name, listed);
      add(shorts, name.slice(name.indexOf("/") + 1), listed);
      for (const kind of kinds) {
        add(ids, `${kind}:${name}`, listed);
        byKind.get(kind)?.push(name);
      }
    }
  });
  return {
    named: (name) => names.get(name) ?? [],
    short: (name) => shorts.get(name) ?? [],
    id: (id) => ids.get(id) ?? [],
    names: (kinds) => kinds.flatMap((kind) => byKind.get(kind) ?? []),
  };
}

function namesOf({ declared, name }: Naming): readonly string[] {
  return declared.includes(name) ? declared : [...declared, name];
}

function add(map: Map<string, Listed[]>, name: string, listed: Listed): void {
  const list = map.get(name);
  if (list === undefined) map.set(name, [listed]);
  else list.push(listed);
}
