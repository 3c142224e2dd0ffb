import { grouped } from "../base/group.ts";
import type { Asset } from "../model/snapshot.ts";
import { AssetModel, declaredSteps, hasField, holeIn } from "./asset.ts";
import type { ModelObject, ModelValue } from "./convert.ts";
import { Undecided, type ReadLog, type Unknown } from "./engine.ts";
import { camelOf, type FieldPath } from "./model.ts";
import type { AssetSubject, Subject } from "./subject.ts";

export interface Read {
  readonly subject: Subject;
  /** Path in the model: `["privacy", "retention_days"]`. */
  readonly path: FieldPath;
  /** The list element, or else the whole object, that the path lies in. */
  readonly element: object;
}

/** The reads of one evaluation. */
export class Reads implements ReadLog<Read> {
  #own: Read[] = [];
  #aside: Read[] = [];
  #isAside = false;

  /** The expression's own reads; those of the names it uses where it has none. */
  get reads(): readonly Read[] {
    return this.#own.length > 0 ? this.#own : this.#aside;
  }

  add(read: Read): void {
    (this.#isAside ? this.#aside : this.#own).push(read);
  }

  clear(): void {
    this.#own = [];
    this.#aside = [];
  }

  /** Does work whose reads are not the expression's own: computing a name of `let`. */
  aside<T>(work: () => T): T {
    const before = this.#isAside;
    this.#isAside = true;
    try {
      return work();
    } finally {
      this.#isAside = before;
    }
  }
}

/** Paths by the field of the asset that they begin with. */
export type Guards = ReadonlyMap<string | number | undefined, readonly FieldPath[]>;

/** The guards that these paths amount to. */
export function guardsOf(paths: readonly FieldPath[]): Guards {
  return grouped(paths, ([field]) => field);
}

/**
 * The model of an asset, which throws at the guarded fields that nobody declared: reading one
 * makes the verdict undecided, and a rule that need not read one decides without it.
 */
export function guarded(subject: AssetSubject, guards: Guards): AssetModel {
  if (guards.size === 0) return new AssetModel(subject);
  const { asset } = subject;
  return new AssetModel(subject, (field, value) => {
    const open = guards.get(field)?.filter((path) => holeIn(asset, path) !== undefined) ?? [];
    if (open.length === 0) return value;
    const below = open.map((path) => path.slice(1));
    if (isOpen(asset, [field], below)) throw undeclared(asset, [field]);
    return guardedValue(value, asset, [field], below);
  });
}

function isOpen(asset: Asset, path: FieldPath, below: readonly FieldPath[]): boolean {
  return below.some((rest) => rest.length === 0) && !declaredSteps(asset, path).complete;
}

function guardedValue(
  value: ModelValue,
  asset: Asset,
  done: FieldPath,
  paths: readonly FieldPath[],
): ModelValue {
  if (typeof value !== "object") return value;
  if (!isList(value)) return guardedObject(value, asset, done, paths);
  const inner = paths.filter(([step]) => step === "*").map((path) => path.slice(1));
  return value.map((item, index) => guardedValue(item, asset, [...done, index], inner));
}

function guardedObject(
  value: ModelObject,
  asset: Asset,
  done: FieldPath,
  paths: readonly FieldPath[],
): ModelObject {
  const copy: Record<string, ModelValue> = { ...value };
  for (const [step, below] of byFirstStep(paths)) {
    const inner = value[step];
    const path = [...done, step];
    if (isOpen(asset, path, below)) {
      const get = (): never => {
        throw undeclared(asset, path);
      };
      Object.defineProperty(copy, step, { get, enumerable: true });
    } else if (inner !== undefined) copy[step] = guardedValue(inner, asset, path, below);
  }
  return copy;
}

function byFirstStep(paths: readonly FieldPath[]): ReadonlyMap<string, readonly FieldPath[]> {
  const groups = new Map<string, FieldPath[]>();
  for (const [step, ...rest] of paths) {
    if (typeof step !== "string") continue;
    const group = groups.get(step);
    if (group === undefined) groups.set(step, [rest]);
    else group.push(rest);
  }
  return groups;
}

function undeclared(asset: Asset, path: FieldPath): Undecided {
  const about: Unknown = { is: "field", asset, path };
  return new Undecided(() => `${asset.id} does not declare ${fieldName(path)}`, about);
}

function isList(value: ModelObject | readonly ModelValue[]): value is readonly ModelValue[] {
  return Array.isArray(value);
}

/** The path as specs write it: `privacy.retentionDays`, `columns[2].masking`. */
export function fieldName(path: FieldPath): string {
  return path
    .map((step, index) => {
      if (typeof step === "number" || step === "*") return `[${step === "*" ? "" : step}]`;
      return `${index === 0 ? "" : "."}${camelOf(step)}`;
    })
    .join("");
}

/**
 * The object behind a proxy that logs each read of a leaf or of a list with its path. Nested
 * objects come out as proxies too, the same one each time, so that identity still holds.
 */
export function recorded(model: object, subject: Subject, log: Reads): object {
  return proxied(model, { subject, path: [], element: model }, log);
}

function proxied(target: object, at: Read, log: Reads): object {
  const inner = new Map<string, object>();
  return new Proxy(target, {
    get(object, key, receiver) {
      const value: unknown = Reflect.get(object, key, Array.isArray(object) ? receiver : object);
      if (typeof key === "symbol" || !hasField(object, key)) return value;
      if (typeof value !== "object" || value === null) {
        log.add(leafRead(at, object, key));
        return value;
      }
      const known = inner.get(key);
      if (known !== undefined) return known;
      const fresh = proxied(value, innerRead(at, object, key, value), log);
      inner.set(key, fresh);
      return fresh;
    },
    // The engine looks at the first member of a map to tell its type: that is no read of the rule.
    ownKeys: (object) => (Array.isArray(object) ? Reflect.ownKeys(object) : []),
  });
}

function leafRead(at: Read, object: object, key: string): Read {
  if (Array.isArray(object) && key === "length") return at;
  return { ...at, path: [...at.path, stepOf(object, key)] };
}

function innerRead(at: Read, object: object, key: string, value: object): Read {
  const element = Array.isArray(object) ? value : at.element;
  return { ...at, path: [...at.path, stepOf(object, key)], element };
}

function stepOf(object: object, key: string): string | number {
  return Array.isArray(object) ? Number(key) : key;
}
