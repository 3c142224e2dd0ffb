import type { Json } from "../../base/json.ts";
import { jsonOfValue, valueOfJson } from "../../jinja/json.ts";
import type { Environment } from "../../jinja/state.ts";
import {
  argument,
  callable,
  dictOf,
  undefinedValue,
  type Call,
  type Callable,
  type Thing,
  type Value,
} from "../../jinja/value.ts";
import { adapterValue, apiValue, queryFunctions } from "./adapter.ts";
import { recordRef, recordSource, type Calls } from "./calls.ts";
import type { Config } from "./configs.ts";
import { dbtFilters, plainFunctions } from "./functions.ts";
import type { Found } from "./graph.ts";
import { macroNamed, macroOfPackage } from "./library.ts";
import { nodeValue } from "./names.ts";
import type { Node } from "./nodes.ts";
import { relationValue } from "./relation.ts";
import { targetValue, varValue } from "./settings-values.ts";
import type { World } from "./world.ts";

/** What one rendering of one model has around it. */
export interface Setting {
  readonly world: World;
  /** Package whose macros a bare name means first. */
  readonly local: string;
  readonly node?: Node;
  readonly config: Config;
  readonly calls: Calls;
  /** Whether dbt would be connected: false while it only parses. */
  readonly execute: boolean;
  /** Whether the model's table is taken to exist. */
  readonly incremental: boolean;
}

/**
 * The names that dbt gives to templates. A project's macros come first, as in dbt, where they may
 * shadow `ref` and `source`.
 *
 * @see https://docs.getdbt.com/reference/dbt-jinja-functions
 */
export function environmentOf(setting: Setting): Environment {
  const { world, local } = setting;
  const own = contextOf(setting);
  const global = (name: string): Value | undefined => {
    const macro = macroNamed(world.library, name, local);
    if (macro !== undefined) return macro;
    const known = own(name);
    if (known !== undefined) return known;
    if (name === "dbt" || world.library.packages.has(name)) return packageValue(setting, name);
    if (world.graph.project.absent.includes(name)) return absentPackage(name);
    return name === "context" ? contextValue(global) : undefined;
  };
  return { global, filters: dbtFilters };
}

function packageValue({ world }: Setting, packageName: string): Thing {
  return {
    is: "thing",
    name: packageName,
    member: (name) =>
      macroOfPackage(world.library, packageName, name) ??
      (packageName === "dbt" ? unknownMacro(`dbt.${name}`) : undefined),
  };
}

function unknownMacro(name: string): Callable {
  return callable(name, ({ run }) =>
    run.unknown("missing", `${name} is a macro of dbt's that is not known here`),
  );
}

/** Whatever is called of a package that is not in the tree is unknown and says so. */
function absentPackage(packageName: string): Thing {
  return {
    is: "thing",
    name: packageName,
    member: (name) =>
      callable(name, ({ run, caller }) => {
        // What stands in a call block is run: it may refer to something.
        caller?.call({ positional: [], named: new Map(), run });
        const message = `${packageName}.${name} is a macro of the package ${packageName}, which is not in this repository`;
        return run.unknown("missing", message);
      }),
  };
}

function contextValue(global: (name: string) => Value | undefined): Thing {
  return {
    is: "thing",
    name: "context",
    member: (name) =>
      global(name) ??
      (name === "get"
        ? callable("get", (call) => {
            const key = argument(call, 0, "key");
            const found = typeof key === "string" ? global(key) : undefined;
            return found ?? argument(call, 1, "default") ?? null;
          })
        : undefined),
    mapping: true,
  };
}

/** Names that depend on the model: each value is made when it is first asked for. */
const makers: ReadonlyMap<string, (setting: Setting) => Value> = new Map<
  string,
  (setting: Setting) => Value
>([
  ["ref", refFunction],
  ["source", sourceFunction],
  ["config", configFunction],
  [
    "builtins",
    (setting) =>
      dictOf([
        ["ref", refFunction(setting)],
        ["source", sourceFunction(setting)],
        ["config", configFunction(setting)],
      ]),
  ],
  [
    "var",
    (setting) =>
      varValue(setting.world, setting.local, (text) => setting.world.evaluate(text, setting)),
  ],
  ["execute", ({ execute }) => execute],
  ["is_incremental", incrementalFunction],
  ["target", ({ world }) => targetValue(world.target)],
  ["adapter", adapterValue],
  ["api", ({ world }) => apiValue(world)],
  ["project_name", ({ world }) => world.graph.project.own.name],
  ["graph", ({ world }) => graphValue(world)],
  ["model", modelValue],
  ["node", modelValue],
  ["this", (setting) => selfValue(setting) ?? undefinedValue("this")],
  ["schema", ({ node, world }) => (node && world.relationOf(node).schema) ?? null],
  ["database", ({ node, world }) => (node && world.relationOf(node).database) ?? null],
]);

function contextOf(setting: Setting): (name: string) => Value | undefined {
  const made = new Map<string, Value>(queryFunctions(setting));
  return (name) => {
    const known = plainFunctions.get(name) ?? made.get(name);
    const make = known === undefined ? makers.get(name) : undefined;
    if (make === undefined) return known;
    const value = make(setting);
    made.set(name, value);
    return value;
  };
}

function modelValue({ node, config }: Setting): Value {
  return node === undefined ? dictOf([]) : nodeValue(node, config);
}

function selfValue({ node, world }: Setting): Value | undefined {
  return node === undefined ? undefined : relationValue(world.relationOf(node), world.quoting);
}

function refFunction({ world, local, calls }: Setting): Callable {
  return callable("ref", (call) =>
    relationOrUnknown(recordRef(call, world.graph, local, calls), call, world),
  );
}

function sourceFunction({ world, local, calls }: Setting): Callable {
  return callable("source", (call) =>
    relationOrUnknown(recordSource(call, world.graph, local, calls), call, world),
  );
}

function relationOrUnknown(
  found: Found | undefined,
  { run, positional }: Call,
  world: World,
): Value {
  const unknown = positional.find((value) => typeof value === "object" && value?.is === "unknown");
  if (found === undefined) {
    return unknown ?? run.unknown("undefined", "what it refers to cannot be known");
  }
  if (found.is === "node") return relationValue(world.relationOf(found.node), world.quoting);
  const last = positional.at(-1);
  const identifier = typeof last === "string" ? last : "unknown";
  return relationValue(
    { identifier, ...(found.is === "external" && { key: found.key }) },
    world.quoting,
  );
}

/** `config(…)` keeps what it is given; `config.get` answers from the whole configuration. */
function configFunction({ config, calls, node }: Setting): Callable {
  const get = (call: Call): Value => {
    const name = argument(call, 0, "name");
    const value = typeof name === "string" ? configured(name, config, calls) : undefined;
    const isAbsent = value === undefined || value === null;
    return isAbsent ? (argument(call, 1, "default") ?? null) : valueOfJson(value);
  };
  const require = (call: Call): Value => {
    const name = argument(call, 0, "name");
    const value = typeof name === "string" ? configured(name, config, calls) : undefined;
    return value === undefined
      ? call.run.raise(
          `${node?.name ?? "the model"} needs the config ${typeof name === "string" ? name : ""}`,
        )
      : valueOfJson(value);
  };
  const members = new Map<string, Value>([
    ["get", callable("get", get)],
    ["require", callable("require", require)],
    ["persist_relation_docs", callable("persist_relation_docs", () => false)],
    ["persist_column_docs", callable("persist_column_docs", () => false)],
  ]);
  return {
    is: "callable",
    name: "config",
    call: (call) => {
      const [given] = call.positional;
      if (typeof given === "object" && given?.is === "dict") {
        for (const [key, value] of given.entries.values()) {
          if (typeof key === "string") calls.config.set(key, jsonOfValue(value, call.run));
        }
      }
      for (const [name, value] of call.named) calls.config.set(name, jsonOfValue(value, call.run));
      return "";
    },
    member: (name) => {
      const value = members.get(name);
      if (value !== undefined) return value;
      const found = configured(name, config, calls);
      return found === undefined ? undefined : valueOfJson(found);
    },
  };
}

function configured(name: string, config: Config, calls: Calls): Json | undefined {
  return calls.config.get(name) ?? config.get(name);
}

/** Whether dbt would add to a table that is there; each model that asks is rendered both ways. */
function incrementalFunction(setting: Setting): Callable {
  return callable("is_incremental", () => {
    setting.calls.isIncrementalAsked = true;
    return setting.incremental;
  });
}

/** The part of dbt's `graph` that templates use: nodes and sources with their configs. */
function graphValue(world: World): Thing {
  const entries = (isSource: boolean): Value =>
    dictOf(
      world.graph.nodes
        .filter(({ kind }) => (kind === "source") === isSource)
        .map((node) => [node.key.slice("dbt:".length), graphNode(node, world)] as const),
    );
  return {
    is: "thing",
    name: "graph",
    member: (name) => {
      if (name === "nodes") return entries(false);
      if (name === "sources") return entries(true);
      return ["exposures", "groups", "metrics", "semantic_models"].includes(name)
        ? dictOf([])
        : undefined;
    },
  };
}

function graphNode(node: Node, world: World): Value {
  const value = nodeValue(node, world.configOf(node));
  const { database, schema, identifier } = world.relationOf(node);
  if (typeof value !== "object" || value?.is !== "dict") return value;
  for (const [key, text] of [
    ["database", database],
    ["schema", schema],
    ["alias", identifier],
  ] as const) {
    value.entries.set(`s${key}`, [key, text ?? null]);
  }
  return value;
}
