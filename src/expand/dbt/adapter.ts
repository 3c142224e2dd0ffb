import {
  argument,
  callable,
  listOf,
  textArgument,
  type Call,
  type Callable,
  type Thing,
  type Value,
} from "../../jinja/value.ts";
import { typeLabel } from "./builtin.ts";
import type { Setting } from "./context.ts";
import { dispatched } from "./library.ts";
import type { Node } from "./nodes.ts";
import { columnValue, createdRelation, relationValue } from "./relation.ts";
import type { World } from "./world.ts";

/** Functions that run a query: their answers are the warehouse's. */
const querying = [
  "run_query",
  "load_result",
  "statement",
  "get_column_schema_from_query",
  "load_relation",
];

/** `run_query` and its kin; while dbt only parses they give nothing. */
export function queryFunctions({ execute }: Setting): readonly (readonly [string, Value])[] {
  return querying.map((name) => [
    name,
    callable(name, (call) => {
      // A `{% call statement(…) %}` holds the query: what it refers to counts.
      call.caller?.call({ positional: [], named: new Map(), run: call.run });
      if (name === "statement") return "";
      return execute ? call.run.unknown("warehouse", `${name} asks the warehouse`) : null;
    }),
  ]);
}

/** `adapter`: what needs no connection is answered, the rest is unknown and names what was asked. */
export function adapterValue(setting: Setting): Thing {
  const { world } = setting;
  const { quoting, target } = world;
  const functions = new Map<string, (call: Call) => Value>([
    ["dispatch", (call) => dispatch(call, setting)],
    [
      "type",
      ({ run }) => target.type ?? run.unknown("environment", "nobody says which adapter runs"),
    ],
    [
      "quote",
      (call) => `${quoting.sign}${textArgument(call, 0, "identifier") ?? ""}${quoting.sign}`,
    ],
    ["quote_as_configured", (call) => quotedAsConfigured(call, world)],
    ["get_columns_in_relation", (call) => columnsInRelation(call, setting)],
    ["get_relation", (call) => relationAt(call, setting)],
    ["check_schema_exists", () => true],
    ["cache_added", () => ""],
  ]);
  return {
    is: "thing",
    name: "adapter",
    member: (name) =>
      callable(`adapter.${name}`, (call) => {
        const known = functions.get(name);
        if (known !== undefined) return known(call);
        return setting.execute ? asked(call, `adapter.${name}`) : null;
      }),
  };
}

function asked({ run }: Call, name: string): Value {
  return run.unknown("warehouse", `${name} asks the warehouse`);
}

function dispatch(call: Call, { world, local }: Setting): Value {
  const name = argument(call, 0, "macro_name");
  const namespace = argument(call, 1, "macro_namespace");
  if (typeof name !== "string") return name ?? null;
  const inNamespace = typeof namespace === "string" ? namespace : undefined;
  const found = dispatched(world.library, name, { namespace: inNamespace, local });
  if (found !== undefined) return found;
  const where = inNamespace === undefined ? "" : ` of ${inNamespace}`;
  return missing(
    `no macro${where} implements ${name} for ${world.target.type ?? "an unknown adapter"}`,
  );
}

function missing(message: string): Callable {
  return callable("dispatch", ({ run }) => run.unknown("missing", message));
}

function quotedAsConfigured(call: Call, { quoting }: World): Value {
  const [identifier, part] = [
    textArgument(call, 0, "identifier"),
    textArgument(call, 1, "quote_key"),
  ];
  const key = part === "database" || part === "schema" ? part : "identifier";
  return quoting.parts[key]
    ? `${quoting.sign}${identifier ?? ""}${quoting.sign}`
    : (identifier ?? "");
}

/** Columns that a seed's header or properties tell: those that only the warehouse has stay unknown. */
function columnsInRelation(call: Call, { world, execute }: Setting): Value {
  const relation = argument(call, 0, "relation");
  if (!execute) return listOf([]);
  if (typeof relation === "object" && relation?.is === "unknown") return relation;
  const node = nodeOf(relation, world);
  const columns = node === undefined ? undefined : world.columnsOf(node.key);
  if (columns === undefined || columns.length === 0) {
    return call.run.unknown(
      "warehouse",
      `the columns of ${node?.name ?? "a relation"} are known to the warehouse alone`,
    );
  }
  return listOf(columns.map(({ name, type }) => columnValue(name, type, world.quoting)));
}

function nodeOf(relation: Value | undefined, { graph }: World): Node | undefined {
  if (typeof relation !== "object" || relation?.is !== "thing") return undefined;
  return graph.nodes.find(({ key }) => `relation ${key}` === relation.key);
}

/** The relation of that name where this project makes it. */
function relationAt(call: Call, { world, execute }: Setting): Value {
  if (!execute) return null;
  const [database, schema, identifier] = (["database", "schema", "identifier"] as const).map(
    (name, index) => textArgument(call, index, name)?.toLowerCase(),
  );
  const node = world.graph.nodes.find((one) => {
    const name = world.relationOf(one);
    return (
      name.identifier.toLowerCase() === identifier &&
      (name.schema === undefined || schema === undefined || name.schema.toLowerCase() === schema) &&
      (name.database === undefined ||
        database === undefined ||
        name.database.toLowerCase() === database)
    );
  });
  return node === undefined
    ? asked(call, "adapter.get_relation")
    : relationValue(world.relationOf(node), world.quoting);
}

/** `numeric(28,6)` */
function numericType({ positional: [type = null, precision, scale] }: Call): Value {
  if (typeof precision !== "number" || typeof scale !== "number") return type;
  return typeof type === "string" ? `${type}(${precision},${scale})` : type;
}

/** `api.Relation` and `api.Column`. */
export function apiValue({ quoting, library }: World): Thing {
  const label = (call: Call): Value =>
    typeLabel(textArgument(call, 0, "dtype") ?? "", library.adapters);
  const column = (call: Call): Value => {
    const [name, type] = [textArgument(call, 0, "column"), textArgument(call, 1, "dtype")];
    return columnValue(name ?? "", type, quoting);
  };
  const columnMembers = new Map<string, Value>([
    ["translate_type", callable("translate_type", label)],
    ["numeric_type", callable("numeric_type", numericType)],
    [
      "string_type",
      callable(
        "string_type",
        ({ positional: [size] }) => `character varying(${typeof size === "number" ? size : 256})`,
      ),
    ],
    ["create", callable("create", column)],
  ]);
  const relation: Thing = {
    is: "thing",
    name: "api.Relation",
    member: (name) =>
      name === "create" ? callable("create", (call) => createdRelation(call, quoting)) : undefined,
  };
  const columns: Callable = {
    is: "callable",
    name: "api.Column",
    call: column,
    member: (name) => columnMembers.get(name),
  };
  return {
    is: "thing",
    name: "api",
    member: (name) => (name === "Relation" ? relation : name === "Column" ? columns : undefined),
  };
}
