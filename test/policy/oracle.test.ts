// Another implementation of CEL judges the built-in rules' expressions on the rules' own cases.
import {
  celFunc,
  celMap,
  CelScalar,
  isCelError,
  isCelMap,
  run,
  type CelFunc,
  type CelInput,
  type CelMap,
} from "@bufbuild/cel";
import { strings } from "@bufbuild/cel/ext";
import { expect, test } from "vitest";
import { assetKinds } from "../../src/model/kinds.ts";
import { AssetModel } from "../../src/policy/asset.ts";
import { CelEngine } from "../../src/policy/cel.ts";
import { defaultBudget } from "../../src/policy/engine.ts";
import { functionsOn } from "../../src/policy/functions.ts";
import { rules } from "../../src/policy/generated/rules.mjs";
import { givenCase } from "../../src/policy/given.ts";
import { modelTypes } from "../../src/policy/model.ts";
import { loadPack } from "../../src/policy/pack.ts";
import type { Rule, RuleTest } from "../../src/policy/rule.ts";
import { Scene } from "../../src/policy/scene.ts";
import { asOf } from "../support/policies.ts";

const pack = await loadPack({ builtin: rules, version: "1", declarations: [] });
const cases = pack.rules.flatMap((rule) =>
  rule.tests.map((one) => [rule.id, one.name, rule, one] as const),
);

/** What both engines make of an expression: a value, or no value. */
type Answer = boolean | "error";

function sceneOf(rule: Rule, { given }: RuleTest): { scene: Scene; asset: object } {
  const kind = assetKinds.find((known) => rule.kinds.has(known)) ?? "dataset";
  const { head, subject } = givenCase(given, kind);
  const scene = new Scene(asOf, head, undefined);
  scene.look(scene.clearLens);
  return { scene, asset: scene.show(subject) };
}

function ours(rule: Rule, one: RuleTest): Answer {
  const { scene, asset } = sceneOf(rule, one);
  const engine = new CelEngine(functionsOn(scene, undefined));
  const variables: Record<string, unknown> = { asset };
  for (const [name, source] of rule.let) {
    const value = engine.evaluate(engine.compile(source), variables, defaultBudget);
    if (value.ok) variables[name] = value.value;
  }
  const { ok, ...rest } = engine.evaluate(engine.compile(rule.assert), variables, defaultBudget);
  return ok && "value" in rest && typeof rest.value === "boolean" ? rest.value : "error";
}

function theirs(rule: Rule, one: RuleTest): Answer {
  const { scene, asset } = sceneOf(rule, one);
  const funcs = [...strings, ...functionsFor(scene, asset)];
  const variables: Record<string, CelInput> = { asset: inputOf(asset) };
  for (const [name, source] of rule.let) {
    const value = run(source, variables, { funcs });
    if (!isCelError(value)) variables[name] = value;
  }
  const value = run(rule.assert, variables, { funcs });
  return typeof value === "boolean" ? value : "error";
}

/** Our functions under the other engine; assets go back and forth by their id. */
function functionsFor(scene: Scene, asset: object): readonly CelFunc[] {
  const known = new Map<unknown, object>([[Reflect.get(asset, "id"), asset]]);
  // A part of an asset, such as a column, is a plain group of fields to either engine.
  const partOrAsset = (map: CelMap): object =>
    known.get(map.get("id")) ?? Object.fromEntries(map.entries());
  return functionsOn(scene, undefined).map(({ name, parameters, result, call }) =>
    celFunc(name, parameters.map(typeOf), typeOf(result), (...values: readonly unknown[]) => {
      const value = call(...values.map((one) => (isCelMap(one) ? partOrAsset(one) : one)));
      if (Array.isArray(value)) for (const one of value) known.set(Reflect.get(one, "id"), one);
      return inputOf(value);
    }),
  );
}

function typeOf(
  type: string,
): typeof CelScalar.DYN | typeof CelScalar.STRING | typeof CelScalar.BOOL | typeof CelScalar.INT {
  if (type === "string") return CelScalar.STRING;
  if (type === "bool") return CelScalar.BOOL;
  return type === "int" ? CelScalar.INT : CelScalar.DYN;
}

/** A field that throws is a key that is not there: an error to either engine. */
function inputOf(value: unknown): CelInput {
  if (Array.isArray(value)) return value.map(inputOf);
  if (typeof value === "object" && value !== null) {
    const members = fieldsOf(value).flatMap((key): (readonly [string, CelInput])[] => {
      try {
        return [[key, inputOf(Reflect.get(value, key))]];
      } catch {
        return [];
      }
    });
    return celMap(new Map(members));
  }
  if (typeof value === "string" || typeof value === "boolean") return value;
  return typeof value === "bigint" || typeof value === "number" ? value : null;
}

function fieldsOf(value: object): readonly string[] {
  return Object.keys(value instanceof AssetModel ? modelTypes.Asset : value);
}

test.each(cases)("%s, %s: both engines agree", (_, __, rule, one) => {
  expect(ours(rule, one)).toBe(theirs(rule, one));
});

test("the cases tell true, false and error apart", () => {
  expect(new Set(cases.map(([, , rule, one]) => theirs(rule, one)))).toEqual(
    new Set([true, false, "error"]),
  );
});
