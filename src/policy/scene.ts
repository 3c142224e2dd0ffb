import { by } from "../base/compare.ts";
import type { Day } from "../base/ports.ts";
import { visible } from "../base/text.ts";
import { nameOf, type Key } from "../model/ids.ts";
import type { Asset, Snapshot } from "../model/snapshot.ts";
import { AssetModel } from "./asset.ts";
import { Undecided } from "./engine.ts";
import type { FieldPath } from "./model.ts";
import { guarded, guardsOf, recorded, type Guards, type Reads } from "./reads.ts";
import type { AssetSubject, Subject } from "./subject.ts";
import type { CarriedTag, LineageView, Spot } from "./view.ts";

export type Relation = "upstream" | "downstream" | "ancestors" | "descendants";

/** One tree with its lineage. */
export interface Side {
  readonly snapshot: Snapshot;
  readonly view: LineageView;
}

/** How an expression came by an asset: a rule may need fields of one that it does not of another. */
export type Role = "asset" | "old" | "related";

/** Fields that must be declared to be read. */
export type GuardedFields = Readonly<Record<Role, readonly FieldPath[]>>;

/** How the model objects of one evaluation come out: which fields are guarded, who records reads. */
export interface Lens {
  readonly views: Readonly<Record<Role, RoleView>>;
  readonly log: Reads | undefined;
}

interface RoleView {
  readonly guards: Guards;
  /** What came out: the same object for an asset each time. */
  readonly shown: Readonly<Record<"head" | "base", Map<Asset, object>>>;
}

/** Sees all as it is, if nothing is guarded and no log is given. */
export function lensWith({ asset, old, related }: GuardedFields, log?: Reads): Lens {
  return { views: { asset: viewOf(asset), old: viewOf(old), related: viewOf(related) }, log };
}

function clearLens(): Lens {
  const view = viewOf([]);
  return { views: { asset: view, old: view, related: view }, log: undefined };
}

function viewOf(guards: readonly FieldPath[]): RoleView {
  return { guards: guardsOf(guards), shown: { head: new Map(), base: new Map() } };
}

/** What expressions run against: both trees, seen through the lens of the evaluation in hand. */
export class Scene {
  readonly asOf: Day;
  readonly #sides: Readonly<Record<"head" | "base", Side | undefined>>;
  readonly #assets = new Map<Side, ReadonlyMap<string, Asset>>();
  /** What recording objects stand for; others know it themselves. */
  readonly #recorded = new WeakMap<object, Subject>();
  #byKey: ReadonlyMap<Key, Asset> | undefined;
  /** Shared by all rules that guard nothing. */
  readonly clearLens: Lens = clearLens();
  #lens: Lens = this.clearLens;
  #incomplete: AssetSubject | undefined;

  constructor(asOf: Day, head: Side, base: Side | undefined) {
    this.asOf = asOf;
    this.#sides = { head, base };
  }

  /** Starts an evaluation: all it is shown comes out through the lens. */
  look(lens: Lens): void {
    this.#incomplete = undefined;
    this.#lens = lens;
  }

  /** An asset whose lineage was asked for although some of it led nowhere. */
  get incomplete(): AssetSubject | undefined {
    return this.#incomplete;
  }

  subjectOf(value: unknown): Subject | undefined {
    if (typeof value !== "object" || value === null) return undefined;
    return AssetModel.subjectOf(value) ?? this.#recorded.get(value);
  }

  /** The asset of the head, as it is. */
  assetOf(id: string): Asset | undefined {
    return this.#assetIn(this.#sides.head, id);
  }

  /** The model of an asset of the head, and of the same asset in the base. */
  show(asset: Asset): object {
    return this.#show({ of: "asset", side: "head", asset }, "asset");
  }

  showOld(asset: Asset): object {
    this.#byKey ??= byKey(this.#sides.base);
    for (const key of asset.keys) {
      const old = this.#byKey.get(key);
      if (old !== undefined) return this.#show({ of: "asset", side: "base", asset: old }, "old");
    }
    return new AssetModel(undefined);
  }

  find(id: string): object | undefined {
    const asset = this.assetOf(id);
    return asset && this.#show({ of: "asset", side: "head", asset }, "related");
  }

  related(relation: Relation, subject: AssetSubject): readonly object[] {
    const side = this.#ask(subject);
    const models: object[] = [];
    for (const id of side?.view[relation](subject.asset.id) ?? []) {
      const asset = this.#assetIn(side, id);
      if (asset === undefined) continue;
      models.push(this.#show({ of: "asset", side: subject.side, asset }, "related"));
    }
    return models;
  }

  carried(subject: AssetSubject): readonly object[] {
    const tags = this.#ask(subject)?.view.carried(subject.asset.id) ?? [];
    return tags
      .toSorted(byTagAndWay)
      .map((tag) => this.#through(tagModel(tag), { of: "tag", tag }));
  }

  #ask(subject: AssetSubject): Side | undefined {
    const side = this.#sides[subject.side];
    if (side?.view.unresolved(subject.asset.id)) this.#incomplete ??= subject;
    return side;
  }

  #assetIn(side: Side | undefined, id: string): Asset | undefined {
    if (side === undefined) return undefined;
    const known = this.#assets.get(side) ?? byId(side);
    this.#assets.set(side, known);
    return known.get(id);
  }

  #show(subject: AssetSubject, role: Role): object {
    const { guards, shown } = this.#lens.views[role];
    const known = shown[subject.side].get(subject.asset);
    if (known !== undefined) return known;
    const fresh = this.#through(guarded(subject, guards), subject);
    shown[subject.side].set(subject.asset, fresh);
    return fresh;
  }

  #through(model: object, subject: Subject): object {
    const { log } = this.#lens;
    if (log === undefined) return model;
    const seen = recorded(model, subject, log);
    this.#recorded.set(seen, subject);
    return seen;
  }
}

function byId({ snapshot }: Side): ReadonlyMap<string, Asset> {
  return new Map(snapshot.assets.map((asset) => [asset.id, asset]));
}

/** Of two assets with the same key the later one. */
function byKey(side: Side | undefined): ReadonlyMap<Key, Asset> {
  const found = new Map<Key, Asset>();
  for (const asset of side?.snapshot.assets ?? [])
    for (const key of asset.keys) found.set(key, asset);
  return found;
}

const byTagAndWay = by<CarriedTag>(
  (tag) => tag.tag,
  (tag) => tag.column ?? "",
  wayOf,
);

function tagModel(carried: CarriedTag): object {
  const { tag, column, origin, masked, certain } = carried;
  return {
    tag,
    column: column ?? "",
    origin: origin.asset,
    origin_column: origin.column ?? "",
    // Only a few of all the ways are ever looked at.
    get path(): string {
      return wayOf(carried);
    },
    pseudonymous: masked || /^(?:pii|phi)\.pseudonymous(?:\.|$)/u.test(tag),
    certain,
    get arrives(): boolean {
      if (certain) return true;
      throw new Undecided(() => `whether ${tag} arrives from ${spotText(origin)} is uncertain`, {
        is: "tag",
        tag: carried,
      });
    },
  };
}

/** `shop/customers#email → growth/segments#email → growth/model`. */
function wayOf({ path, origin }: CarriedTag): string {
  return [origin, ...path.map((hop) => hop.to)].map(spotText).join(" → ");
}

export function spotText({ asset, column }: Spot): string {
  return visible(column === undefined ? nameOf(asset) : `${nameOf(asset)}#${column}`);
}
