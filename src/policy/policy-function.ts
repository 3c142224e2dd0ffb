import type { Scene } from "./scene.ts";
import type { AssetSubject } from "./subject.ts";

/** A function that expressions may call. Types are those of CEL and of the asset model. */
export interface PolicyFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly result: string;
  /** Greatest length of the result, for a list. */
  readonly bound?: number;
  /** Steps that a call takes, where it is more than its result has elements. */
  readonly cost?: (...values: readonly unknown[]) => number;
  readonly call: (...values: readonly unknown[]) => unknown;
}

/** What functions need of the scene. */
export type Stage = Pick<Scene, "asOf" | "subjectOf" | "find" | "related" | "carried">;

/** A function that takes no longer than its result is long. */
export function pure(
  name: string,
  parameters: readonly string[],
  result: string,
  call: (...values: readonly unknown[]) => unknown,
): PolicyFunction {
  return { name, parameters, result, call };
}

/** @throws Error for a value that is no asset of the graph */
export function assetIn(scene: Pick<Stage, "subjectOf">, value: unknown): AssetSubject {
  const subject = scene.subjectOf(value);
  if (subject?.of === "asset") return subject;
  throw new Error("only assets of the graph have lineage: this one is not in it");
}

/** The text; empty for anything else. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A member of a model object; undefined for anything else. */
export function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
