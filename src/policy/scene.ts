import { by } from "../base/compare.ts";
import type { Day } from "../base/ports.ts";
import { visible } from "../base/text.ts";
import { nameOf, type Key } from "../model/ids.ts";
import type { Asset, Snapshot } from "../model/snapshot.ts";
import { modelOf, noAsset, type ModelObject } from "./asset.ts";
import { Undecided } from "./engine.ts";
import type { FieldPath } from "./model.ts";
import { guarded, recorded, type AssetSubject, type Reads, type Subject } from "./reads.ts";
import type { CarriedTag, LineageView, Spot } from "./view.ts";

export type Relation = "upstream" | "downstream" | "ancestors" | "descendants";

/** One tree with its lineage. */
export interface Side {
  readonly snapshot: Snapshot;
  readonly view: LineageView;
}

/** How the model objects of one evaluation come out: which fields are guarded, who records reads. */
export interface Lens {
  /** Fields that must be declared to be read, on whichever asset the rule meets. */
  readonly guards: readonly FieldPath[];
  readonly log?: Reads;
}

/**
 * What expressions run against: models of both trees, built once each and handed out through the
 * lens of the evaluation in hand.
 */
export class Scene {
  readonly asOf: Day;
  readonly #wanted: ReadonlySet<string> | undefined;
  readonly #sides: Readonly<Record<"head" | "base", Side | undefined>>;
  readonly #models = new Map<Asset, ModelObject>();
  readonly #assets: Readonly<Record<"head" | "base", ReadonlyMap<string, Asset>>>;
  readonly #byKey: ReadonlyMap<Key, Asset>;
  readonly #subjects = new WeakMap<object, Subject>();
  readonly #shownThrough = new WeakMap<Lens, Map<Asset | CarriedTag, object>>();
  #shown = new Map<Asset | CarriedTag, object>();
  #lens: Lens = { guards: [] };
  #incomplete: AssetSubject | undefined;

  /** Only fields among `wanted` are filled in; without it, all. */
  constructor(asOf: Day, head: Side, base: Side | undefined, wanted?: ReadonlySet<string>) {
    this.asOf = asOf;
    this.#wanted = wanted;
    this.#sides = { head, base };
    this.#assets = { head: byId(head), base: byId(base) };
    const before = base?.snapshot.assets ?? [];
    this.#byKey = new Map(
      before.flatMap((asset) => asset.keys.map((key) => [key, asset] as const)),
    );
  }

  /** Starts an evaluation: all it is shown comes out through the lens, the same each time. */
  look(lens: Lens): void {
    this.#incomplete = undefined;
    if (lens === this.#lens) return;
    this.#lens = lens;
    this.#shown = this.#shownThrough.get(lens) ?? new Map();
    // What a recording lens shows serves one evaluation.
    if (lens.log === undefined) this.#shownThrough.set(lens, this.#shown);
  }

  /** An asset whose lineage was asked for although some of it led nowhere. */
  get incomplete(): AssetSubject | undefined {
    return this.#incomplete;
  }

  subjectOf(value: unknown): Subject | undefined {
    return typeof value === "object" && value !== null ? this.#subjects.get(value) : undefined;
  }

  /** The model of an asset of the head, and of the same asset in the base. */
  show(asset: Asset): object {
    return this.#show({ of: "asset", side: "head", asset });
  }

  showOld(asset: Asset): object {
    const key = asset.keys.find((known) => this.#byKey.has(known));
    const old = key === undefined ? undefined : this.#byKey.get(key);
    return old === undefined ? noAsset() : this.#show({ of: "asset", side: "base", asset: old });
  }

  find(id: string): object | undefined {
    const asset = this.#assets.head.get(id);
    return asset === undefined ? undefined : this.show(asset);
  }

  related(relation: Relation, subject: AssetSubject): readonly object[] {
    const side = this.#ask(subject);
    const assets = this.#assets[subject.side];
    return (side?.view[relation](subject.asset.id) ?? []).flatMap((id) => {
      const asset = assets.get(id);
      return asset === undefined ? [] : [this.#show({ ...subject, asset })];
    });
  }

  carried(subject: AssetSubject): readonly object[] {
    const tags = this.#ask(subject)?.view.carried(subject.asset.id) ?? [];
    return tags
      .toSorted(
        by(
          (tag) => tag.tag,
          (tag) => tag.column ?? "",
          wayOf,
        ),
      )
      .map((tag) => this.#shownAs(tag, { of: "tag", tag }, () => tagModel(tag)));
  }

  #ask(subject: AssetSubject): Side | undefined {
    const side = this.#sides[subject.side];
    if (side?.view.unresolved(subject.asset.id)) this.#incomplete ??= subject;
    return side;
  }

  #show(subject: AssetSubject): object {
    return this.#shownAs(subject.asset, subject, () =>
      guarded(this.#modelOf(subject.asset), subject.asset, this.#lens.guards),
    );
  }

  #shownAs(of: Asset | CarriedTag, subject: Subject, make: () => object): object {
    const known = this.#shown.get(of);
    if (known !== undefined) return known;
    const { log } = this.#lens;
    const fresh = log === undefined ? make() : recorded(make(), subject, log);
    this.#shown.set(of, fresh);
    this.#subjects.set(fresh, subject);
    return fresh;
  }

  #modelOf(asset: Asset): ModelObject {
    const known = this.#models.get(asset);
    if (known !== undefined) return known;
    const fresh = modelOf(asset, this.#wanted);
    this.#models.set(asset, fresh);
    return fresh;
  }
}

function byId(side: Side | undefined): ReadonlyMap<string, Asset> {
  return new Map(side?.snapshot.assets.map((asset) => [asset.id, asset]));
}

function tagModel(carried: CarriedTag): object {
  const { tag, column, origin, masked, certain } = carried;
  return {
    tag,
    column: column ?? "",
    origin: origin.asset,
    origin_column: origin.column ?? "",
    path: wayOf(carried),
    pseudonymous: masked || /^(?:pii|phi)\.pseudonymous(?:\.|$)/u.test(tag),
    certain,
    get arrives(): boolean {
      if (certain) return true;
      const reason = `whether ${tag} arrives from ${spotText(origin)} is uncertain`;
      throw new Undecided(reason, { is: "tag", tag: carried });
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
