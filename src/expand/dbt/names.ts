import { callMacro, valueOfText } from "../../jinja/render.ts";
import type { Environment } from "../../jinja/state.ts";
import { valueOfJson } from "../../jinja/json.ts";
import { dictOf, isUnknown, type Macro, type Value } from "../../jinja/value.ts";
import type { Library } from "./library.ts";
import type { Node } from "./nodes.ts";
import type { Config } from "./configs.ts";
import type { RelationName } from "./relation.ts";
import { dbtTags } from "./tags.ts";
import type { DbtSettings, Target } from "./target.ts";

/** What names are made with. */
export interface Naming {
  readonly library: Library;
  readonly target: Target;
  readonly settings: DbtSettings;
  /** The globals of a template without a model around it. */
  readonly environment: (local: string) => Environment;
}

/**
 * The relation of a model, seed or snapshot: through the project's own `generate_…_name` macros
 * where it has them, else as dbt names by default. A part that cannot be known is undefined.
 *
 * @see https://docs.getdbt.com/docs/build/custom-schemas
 */
export function relationNameOf(node: Node, config: Config, naming: Naming): RelationName {
  const custom = (key: string): string | undefined => {
    const value = config.get(key);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const { target } = naming;
  const database = named(
    "generate_database_name",
    (node.kind === "snapshot" ? custom("target_database") : undefined) ??
      custom("database") ??
      custom("project") ??
      custom("catalog"),
    {
      node,
      config,
      naming,
      otherwise: (one) => one ?? target.database,
    },
  );
  const fixed = node.kind === "snapshot" ? custom("target_schema") : undefined;
  const wanted = custom("schema") ?? custom("dataset");
  const schema =
    fixed ??
    settled(wanted, naming) ??
    named("generate_schema_name", wanted, {
      node,
      config,
      naming,
      otherwise: (one) => defaultSchema(one, target),
    });
  const identifier = named("generate_alias_name", custom("alias"), {
    node,
    config,
    naming,
    otherwise: (one) => one ?? defaultAlias(node),
  });
  return {
    identifier: identifier ?? defaultAlias(node),
    ...(database !== undefined && { database }),
    ...(schema !== undefined && { schema }),
  };
}

/** `orders_v2` for version 2; dots of a version become underscores. */
function defaultAlias({ name, version }: Node): string {
  return version === undefined ? name : `${name}_v${version.replaceAll(".", "_")}`;
}

/** The target's schema, with the custom one behind it. */
function defaultSchema(custom: string | undefined, { schema }: Target): string | undefined {
  if (custom === undefined) return schema;
  return schema === undefined ? undefined : `${schema}_${custom.trim()}`;
}

/** The schema by `dbt.schemaName` of the configuration, which overrules macros. */
function settled(
  custom: string | undefined,
  { settings, target, environment }: Naming,
): string | undefined {
  const { mode, template } = settings.schemaName ?? {};
  if (template !== undefined) {
    const outer = environment("");
    const { value } = valueOfText(
      { text: template, tags: dbtTags },
      { global: (name) => (name === "custom" ? (custom ?? null) : outer.global(name)) },
    );
    return typeof value === "string" ? value : undefined;
  }
  if (mode === "custom_only") return custom ?? target.schema;
  if (mode === "env")
    return custom !== undefined && target.name === "prod" ? custom : target.schema;
  return mode === "default" ? defaultSchema(custom, target) : undefined;
}

interface ByMacro {
  readonly node: Node;
  readonly config: Config;
  readonly naming: Naming;
  readonly otherwise: (custom: string | undefined) => string | undefined;
}

/** What the project's own macro of that name makes of the custom name, else what dbt makes of it. */
function named(
  macro: string,
  custom: string | undefined,
  { node, config, naming, otherwise }: ByMacro,
): string | undefined {
  const own = overriding(macro, naming.library);
  if (own === undefined) return otherwise(custom);
  const { value } = callMacro(
    own,
    [custom ?? null, nodeValue(node, config)],
    naming.environment(naming.library.root),
  );
  const isKnown = typeof value === "string" && !/__lctl_unknown_\d+__/u.test(value);
  const text = isKnown ? value.trim().toWellFormed() : "";
  // `None` is what a macro writes of a target whose field nobody states.
  return isUnknown(value) || text === "" ? undefined : text;
}

/** Packages' models follow the macros of the project that they are built in. */
function overriding(name: string, { packages, root }: Library): Macro | undefined {
  const macros = packages.get(root);
  return macros?.get(name) ?? macros?.get(`default__${name}`);
}

/** The node as the macros see it. */
export function nodeValue(node: Node, config?: Config): Value {
  const said = [...(config ?? [])].map(([key, value]): readonly [string, Value] => [
    key,
    valueOfJson(value),
  ]);
  return dictOf([
    ["name", node.name],
    ["version", node.version ?? null],
    ["resource_type", node.kind],
    ["package_name", node.package.name],
    ["unique_id", node.key.slice("dbt:".length)],
    ["path", node.fqn.slice(1).join("/")],
    ["original_file_path", node.path],
    ["fqn", valueOfJson(node.fqn)],
    ["config", dictOf(said)],
    ["tags", valueOfJson(config?.get("tags") ?? [])],
    ["meta", valueOfJson(config?.get("meta") ?? {})],
    ["alias", node.name],
  ]);
}
