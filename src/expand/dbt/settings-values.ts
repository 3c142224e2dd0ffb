import { isObject, memberOf, objectAt, type Json } from "../../base/json.ts";
import { valueOfJson } from "../../jinja/json.ts";
import { isTemplated } from "../../spec/templated.ts";
import {
  argument,
  callable,
  undefinedValue,
  type Callable,
  type Run,
  type Thing,
  type Value,
} from "../../jinja/value.ts";
import type { Target } from "./target.ts";
import type { World } from "./world.ts";

const targetMembers: Readonly<Record<string, keyof Omit<Target, "fields">>> = {
  name: "name",
  target_name: "name",
  type: "type",
  schema: "schema",
  dataset: "schema",
  database: "database",
  dbname: "database",
  project: "database",
  catalog: "database",
};

/** `target`: what is stated of it; the rest is decided where dbt runs. */
export function targetValue(target: Target): Thing {
  const member = (name: string, run: Run): Value => {
    const key = new Map(Object.entries(targetMembers)).get(name);
    const known = key === undefined ? undefined : target[key];
    if (known !== undefined) return known;
    const field = memberOf(target.fields, name);
    if (field !== undefined && !isTemplated(field)) return valueOfJson(field);
    if (name === "get") {
      return callable("get", (call) => {
        const wanted = argument(call, 0, "key");
        return typeof wanted === "string" && wanted !== "get" ? member(wanted, call.run) : null;
      });
    }
    return run.unknown("environment", `target.${name} is decided where dbt runs`);
  };
  return { is: "thing", name: "target", member, mapping: true };
}

/** `var(…)`: of the project's package first, then of all, then the package's own default. */
export function varValue(world: World, local: string, evaluate: (text: string) => Value): Callable {
  const find = (name: string): Json | undefined => {
    const { own, packages } = world.graph.project;
    const root = objectAt(own.settings, "vars");
    const home = packages.find((one) => one.name === local);
    const inner = objectAt(home?.settings ?? {}, "vars");
    return (
      plain(memberOf(objectAt(root, local), name)) ??
      plain(memberOf(root, name), packages.map((one) => one.name).includes(name)) ??
      plain(memberOf(objectAt(inner, local), name)) ??
      plain(memberOf(inner, name))
    );
  };
  const has = callable("has_var", (call) => {
    const name = argument(call, 0, "name");
    return typeof name === "string" && find(name) !== undefined;
  });
  return {
    is: "callable",
    name: "var",
    call: (call) => {
      const name = argument(call, 0, "name");
      if (typeof name !== "string") return name ?? undefinedValue("var");
      const found = find(name);
      // A var may hold a template of its own.
      if (typeof found === "string" && isTemplated(found)) return evaluate(found);
      if (found !== undefined) return valueOfJson(found);
      const otherwise = argument(call, 1, "default");
      if (otherwise !== undefined) return otherwise;
      return call.run.unknown(
        "environment",
        `the variable ${name} has no value in this repository`,
      );
    },
    member: (name) => (name === "has_var" ? has : undefined),
  };
}

/** A value; what is nested under the name of a package belongs to that package. */
function plain(value: Json | undefined, isPackage = false): Json | undefined {
  return isPackage && isObject(value) ? undefined : value;
}
