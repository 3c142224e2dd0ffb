import type { Asset } from "../model/snapshot.ts";
import { holeIn } from "./asset.ts";
import { questionOf, type Question } from "./answers.ts";
import {
  Undecided,
  type Evaluation,
  type PolicyEngine,
  type PolicyError,
  type Program,
  type Unknown,
  type Variables,
} from "./engine.ts";
import type { FieldPath } from "./model.ts";
import type { Read, Reads } from "./reads.ts";
import type { Rule, RuleInput } from "./rule.ts";
import { lensWith, type GuardedFields, type Lens, type Role, type Scene } from "./scene.ts";
import type { AssetSubject } from "./subject.ts";

/** What a rule says about one asset, before anybody is told. */
export type Outcome =
  /** The rule's condition leaves the asset out. */
  | { readonly is: "apart" }
  | { readonly is: "pass" }
  | { readonly is: "broken" }
  /** A field whose presence is the point is not declared. */
  | { readonly is: "missing"; readonly asset: Asset; readonly path: FieldPath }
  | { readonly is: "undecided"; readonly reason: string; readonly about: Unknown | undefined }
  /** Part of the lineage that the rule asked for led nowhere. */
  | {
      readonly is: "unresolved";
      readonly undeclared: RuleInput["undeclared"];
      readonly subject: AssetSubject;
    }
  | { readonly is: "error"; readonly error: PolicyError };

/** A rule ready to be tried on assets. */
export interface Prepared {
  readonly rule: Rule;
  readonly isMet: Question | undefined;
  readonly let: readonly (readonly [name: string, program: Program])[];
  readonly assert: Program;
  readonly isKept: Question;
  readonly to: Program | undefined;
  /** What the rule's expressions see assets through. */
  readonly lens: Lens;
  readonly guards: GuardedFields;
  readonly names: NamesOf;
}

/** The names that expressions on an asset may use; those of one asset at a time. */
type NamesOf = (asset: Asset) => Variables;

export interface Bench {
  readonly engine: PolicyEngine;
  readonly scene: Scene;
  readonly params: Variables;
}

export function prepared(rule: Rule, bench: Bench): Prepared {
  const { engine, scene } = bench;
  const names = rule.let.map(([name, source]) => [name, engine.compile(source)] as const);
  const guards = guardedBy(rule.inputs);
  const assert = engine.compile(rule.assert);
  return {
    rule,
    isMet: rule.when === undefined ? undefined : questionOf(engine, engine.compile(rule.when)),
    let: names,
    assert,
    isKept: questionOf(engine, assert),
    to: rule.fix && engine.compile(rule.fix.to),
    lens: isClear(guards) ? scene.clearLens : lensWith(guards),
    guards,
    names: namesOn(bench, names),
  };
}

function guardedBy(inputs: readonly RuleInput[]): GuardedFields {
  const fieldsIn = (role: Role): readonly FieldPath[] =>
    inputs
      .filter(({ of, undeclared, path }) => {
        return undeclared === "undecided" && path.length > 0 && roleOf(of) === role;
      })
      .map(({ path }) => path);
  return { asset: fieldsIn("asset"), old: fieldsIn("old"), related: fieldsIn("related") };
}

function roleOf(of: RuleInput["of"]): Role {
  return of === "asset" || of === "old" ? of : "related";
}

function isClear(guards: GuardedFields): boolean {
  return Object.values(guards).every((fields) => fields.length === 0);
}

/**
 * The rule on one asset: condition, then inputs that must be declared, then the expression.
 * A field whose absence leaves the rule undecided is tested when the expression reads it, so that
 * what decides without the field is decided (DESIGN 9.17).
 */
export function outcomeOf({ scene }: Bench, ready: Prepared, asset: Asset): Outcome {
  scene.look(ready.lens);
  const variables = ready.names(asset);
  if (ready.isMet !== undefined) {
    const met = settled(ready.isMet(variables));
    if (met.is === "broken") return { is: "apart" };
    if (met.is !== "pass") return met;
  }
  const missing = missingInput(scene, ready.rule, asset);
  if (missing !== undefined) return missing;
  const outcome = settled(ready.isKept(variables));
  if (outcome.is !== "pass" || scene.incomplete === undefined) return outcome;
  return { is: "unresolved", undeclared: whenUnresolved(ready.rule), subject: scene.incomplete };
}

/** The expression once more, with its reads and with what its names stand for. */
export function reasonsOf(
  bench: Bench,
  ready: Prepared,
  asset: Asset,
  log: Reads,
): { readonly reads: readonly Read[]; readonly names: Variables } {
  bench.scene.look(lensWith(ready.guards, log));
  const names = namesOn(bench, ready.let, log)(asset);
  const { reads } = bench.engine.explain(ready.assert, names, log);
  return { reads: [...reads], names };
}

/**
 * `asset`, `old`, `params` and the names of `let`. A name is computed when the expression first
 * asks for it, so that an error in a name that is not needed does no harm.
 */
function namesOn({ scene, params }: Bench, names: Prepared["let"], log?: Reads): NamesOf {
  const variables: Record<string, unknown> = { asset: undefined, params };
  let subject: Asset | undefined;
  let turn = 0;
  const define = (name: string, compute: () => unknown): void => {
    let value: unknown;
    let computed = 0;
    const get = (): unknown => {
      if (computed === turn) return value;
      value = compute();
      computed = turn;
      return value;
    };
    Object.defineProperty(variables, name, { get, enumerable: true, configurable: true });
  };
  define("old", () => subject && scene.showOld(subject));
  for (const [name, program] of names) {
    const compute = (): unknown => program.run(variables);
    define(name, log === undefined ? compute : () => log.aside(compute));
  }
  return (asset) => {
    subject = asset;
    turn += 1;
    variables["asset"] = scene.show(asset);
    return variables;
  };
}

function settled(evaluation: Evaluation): Outcome {
  if (evaluation.ok) {
    if (evaluation.value === true) return { is: "pass" };
    if (evaluation.value === false) return { is: "broken" };
    return { is: "error", error: { code: "NOT_BOOLEAN", message: "it yields no boolean" } };
  }
  const { cause, message } = evaluation.error;
  if (cause instanceof Undecided) return { is: "undecided", reason: message, about: cause.about };
  return { is: "error", error: evaluation.error };
}

function missingInput(scene: Scene, rule: Rule, asset: Asset): Outcome | undefined {
  for (const { of, path, undeclared } of rule.inputs) {
    if (undeclared !== "fail" || path.length === 0) continue;
    for (const subject of assetsAt(scene, of, asset)) {
      const hole = holeIn(subject, path);
      if (hole !== undefined) return { is: "missing", asset: subject, path: hole };
    }
  }
  return undefined;
}

function assetsAt(scene: Scene, of: RuleInput["of"], asset: Asset): readonly Asset[] {
  if (of === "asset") return [asset];
  const models =
    of === "old" ? [scene.showOld(asset)] : scene.related(of, { of: "asset", side: "head", asset });
  return models.flatMap((model) => {
    const subject = scene.subjectOf(model);
    return subject?.of === "asset" ? [subject.asset] : [];
  });
}

/** A relation may itself be an input; otherwise missing lineage always leaves a rule undecided. */
function whenUnresolved(rule: Rule): RuleInput["undeclared"] {
  const relations = rule.inputs.filter(
    ({ of, path }) => path.length === 0 && of !== "asset" && of !== "old",
  );
  return relations.some(({ undeclared }) => undeclared === "fail") ? "fail" : "undecided";
}
