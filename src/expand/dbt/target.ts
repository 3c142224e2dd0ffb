import {
  isObject,
  memberOf,
  objectAt,
  textAt,
  type Json,
  type JsonObject,
} from "../../base/json.ts";
import { isTemplated } from "../../spec/templated.ts";
import type { Project } from "./projects.ts";

/** What `lineagectl.yaml` says about dbt. */
export interface DbtSettings {
  /** By name; in place of profiles.yml. */
  readonly targets: Readonly<Record<string, TargetSettings>>;
  readonly schemaName?: { readonly mode?: SchemaMode; readonly template?: string };
  /** `env.prod.dbtTarget`: the target that production runs on. */
  readonly production?: string;
}
export type SchemaMode = "default" | "custom_only" | "env";

export interface TargetSettings {
  readonly type?: string;
  readonly database?: string;
  readonly schema?: string;
  /** OpenLineage namespace of the warehouse. */
  readonly namespace?: string;
}

/** The part of the configuration that dbt projects follow. */
export function dbtSettings(config: Json): DbtSettings {
  const dbt = objectAt(config, "dbt");
  const schemaName = objectAt(dbt, "schemaName");
  const [template, mode] = [textAt(schemaName, "template"), textAt(schemaName, "mode")];
  const production = textAt(objectAt(objectAt(config, "env"), "prod"), "dbtTarget");
  const known = schemaModes.find((word) => word === mode);
  const targets = Object.entries(objectAt(dbt, "targets")).map(
    ([name, target]) => [name, targetSettings(target)] as const,
  );
  return {
    targets: Object.fromEntries(targets),
    ...((template !== undefined || known !== undefined) && {
      schemaName: {
        ...(template !== undefined && { template }),
        ...(known !== undefined && { mode: known }),
      },
    }),
    ...(production !== undefined && { production }),
  };
}

const schemaModes: readonly SchemaMode[] = ["default", "custom_only", "env"];

function targetSettings(target: Json): TargetSettings {
  const fields = (["type", "database", "schema", "namespace"] as const).flatMap(
    (key): (readonly [string, string])[] => {
      const text = textAt(target, key);
      return text === undefined ? [] : [[key, text]];
    },
  );
  return Object.fromEntries(fields);
}

/** Where a project is run; what nobody says is undefined: it is never guessed. */
export interface Target {
  readonly name?: string;
  /** The adapter: `snowflake`, `bigquery`. */
  readonly type?: string;
  readonly database?: string;
  readonly schema?: string;
  readonly namespace?: string;
  /** Further fields of the profile, for templates. */
  readonly fields: JsonObject;
}

/** Names of the database and the schema that adapters use beside the usual ones. */
const databaseKeys = ["database", "dbname", "project", "catalog"];
const schemaKeys = ["schema", "dataset"];

/**
 * The target that production runs on: the one that the configuration names, `prod`, or the only
 * one. Of a profile whose target for production is not known, only the adapter is taken.
 */
export function targetOf(project: Project, settings: DbtSettings): Target {
  const outputs = outputsOf(project);
  const name = productionOf(outputs, settings);
  const output = name === undefined ? {} : objectAt(outputs, name);
  const given = (name !== undefined && new Map(Object.entries(settings.targets)).get(name)) || {};
  const type = given.type ?? typeOfNamespace(given.namespace) ?? adapterOf(output, outputs);
  const fields = {
    name: name ?? settings.production,
    type,
    database: given.database ?? literal(output, databaseKeys) ?? fileDatabase(output, type),
    schema: given.schema ?? literal(output, schemaKeys),
    namespace: given.namespace ?? namespaceOf(output, type),
  };
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { fields: output, ...Object.fromEntries(known) };
}

function productionOf(outputs: JsonObject, settings: DbtSettings): string | undefined {
  const declared = Object.keys(settings.targets);
  const names = new Set([...declared, ...Object.keys(outputs)]);
  const only = declared.length === 1 ? declared[0] : undefined;
  return [settings.production, "prod", only].find((one) => one !== undefined && names.has(one));
}

/** The outputs of the profile that the project names. */
function outputsOf({ own, profiles }: Project): JsonObject {
  const name = textAt(own.settings, "profile");
  for (const profile of profiles) {
    const chosen = name === undefined ? undefined : memberOf(profile, name);
    if (isObject(chosen)) return objectAt(chosen, "outputs");
  }
  return {};
}

/** The adapter of the output, or the one that all outputs share. */
function adapterOf(output: Json, outputs: JsonObject): string | undefined {
  const types = new Set(Object.values(outputs).map((one) => textAt(one, "type")));
  const [only] = types;
  return literal(output, ["type"]) ?? (types.size === 1 ? only : undefined);
}

/** The first of the members that is a text and no template. */
function literal(output: Json, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = textAt(output, key);
    if (text !== undefined && !isTemplated(text)) return text;
  }
  return undefined;
}

/** DuckDB calls a database after its file. */
function fileDatabase(output: Json, type: string | undefined): string | undefined {
  const path = type === "duckdb" ? literal(output, ["path"]) : undefined;
  if (path === undefined) return undefined;
  if (path === ":memory:") return "memory";
  return path
    .split("/")
    .at(-1)
    ?.replace(/\.[^.]*$/u, "");
}

const typeOfScheme = new Map([
  ["snowflake", "snowflake"],
  ["bigquery", "bigquery"],
  ["postgres", "postgres"],
  ["redshift", "redshift"],
  ["trino", "trino"],
  ["unitycatalog", "databricks"],
  ["awsathena", "athena"],
  ["mssql", "sqlserver"],
  ["hive", "hive"],
]);

function typeOfNamespace(namespace: string | undefined): string | undefined {
  return typeOfScheme.get(namespace?.split(":", 1)[0] ?? "");
}

/** The OpenLineage namespace, where the profile states all of it. */
function namespaceOf(output: Json, type: string | undefined): string | undefined {
  if (type === "bigquery") return "bigquery";
  const host = literal(output, ["account", "host"]);
  if (host === undefined) return undefined;
  const port = memberOf(output, "port");
  const ported = `${host}${typeof port === "number" ? `:${port}` : ""}`;
  const byType = new Map([
    ["snowflake", `snowflake://${host}`],
    ["postgres", `postgres://${ported}`],
    ["trino", `trino://${ported}`],
    ["databricks", `unitycatalog://${host}`],
  ]);
  return byType.get(type ?? "");
}
