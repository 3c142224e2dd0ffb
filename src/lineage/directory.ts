import { grouped } from "../base/group.ts";
import { once } from "../base/once.ts";
import { assetKinds, type AssetKind } from "../model/kinds.ts";
import type { Component } from "./component.ts";
import type { Naming } from "./naming.ts";
import { saying } from "./order.ts";

/** One thing that bears a name. */
export interface Listed {
  readonly to: "component";
  readonly name: string;
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

export function directoryOf(components: readonly Component[]): Directory {
  const all: Listed[] = [];
  components.forEach(({ claims, naming }, component) => {
    if (naming === undefined) return;
    const { kinds } = naming;
    const exists = saying(claims, "exists");
    for (const name of namesOf(naming)) {
      const own = exists.some(({ says, tool }) => tool === "own" && says.name === name);
      all.push({ to: "component", name, component, kinds, own });
    }
  });
  const names = grouped(all, ({ name }) => name);
  const named = (name: string): readonly Listed[] => names.get(name) ?? none;
  // Few repositories need these two.
  const shorts = once(() => grouped(all, ({ name }) => name.slice(name.indexOf("/") + 1)));
  const ofKinds = once(() => namesByKind(all));
  return {
    named,
    short: (name) => shorts().get(name) ?? none,
    id: (id) => {
      const colon = id.indexOf(":");
      const kind = assetKinds.find((word) => word === id.slice(0, colon));
      if (kind === undefined) return none;
      return named(id.slice(colon + 1)).filter(({ kinds }) => kinds.includes(kind));
    },
    names: (kinds) => kinds.flatMap((kind) => ofKinds().get(kind) ?? none),
  };
}

const none: readonly never[] = [];

function namesOf({ declared, name }: Naming): readonly string[] {
  return declared.includes(name) ? declared : [...declared, name];
}

function namesByKind(all: readonly Listed[]): ReadonlyMap<AssetKind, readonly string[]> {
  const pairs = all.flatMap(({ kinds, name }) => kinds.map((kind) => ({ kind, name })));
  const groups = grouped(pairs, ({ kind }) => kind);
  return new Map([...groups].map(([kind, some]) => [kind, some.map(({ name }) => name)]));
}
