import {
  argument,
  callable,
  dictOf,
  type Call,
  type Thing,
  type Value,
} from "../../jinja/value.ts";
import type { Key } from "../../model/ids.ts";

/** The name of a table in a warehouse; a part that nobody states is undefined. */
export interface RelationName {
  readonly database?: string;
  readonly schema?: string;
  readonly identifier: string;
}
type Part = "database" | "schema" | "identifier";

/** How an adapter writes names. */
export interface Quoting {
  readonly sign: string;
  /** Parts that are quoted unless a project says otherwise. */
  readonly parts: Readonly<Record<Part, boolean>>;
}

const parts: readonly Part[] = ["database", "schema", "identifier"];

const quoted: Quoting["parts"] = { database: true, schema: true, identifier: true };
const plain: Quoting["parts"] = { database: false, schema: false, identifier: false };

/** How the adapter quotes; most do with double quotes. */
export function quotingOf(type: string | undefined): Quoting {
  if (type === "snowflake") return { sign: '"', parts: plain };
  const ticks = ["bigquery", "databricks", "mysql", "clickhouse"].includes(type ?? "");
  if (type === "spark" || type === "clickhouse") return { sign: "`", parts: plain };
  return { sign: ticks ? "`" : '"', parts: quoted };
}

/** A relation as templates see it. */
export interface RelationFacts extends RelationName {
  /** The node that it is, where that is known. */
  readonly key?: Key;
  readonly type?: string;
  /** What is written in place of the name: that of an ephemeral model's query. */
  readonly alias?: string;
}

/** How a relation is written in SQL; parts that are unknown or left out are not there. */
export function relationText(
  facts: RelationFacts,
  quoting: Quoting,
  shown: readonly Part[] = parts,
): string {
  if (facts.alias !== undefined) return facts.alias;
  return shown
    .flatMap((part) => {
      const text = facts[part];
      if (text === undefined || text === "") return [];
      return quoting.parts[part] ? `${quoting.sign}${text}${quoting.sign}` : text;
    })
    .join(".");
}

/** A relation as a value of a template: it prints its name. */
export function relationValue(
  facts: RelationFacts,
  quoting: Quoting,
  shown: readonly Part[] = parts,
): Thing {
  const text = (): string => relationText(facts, quoting, shown);
  const member = (name: string): Value | undefined => {
    const found = plainMember(facts, name);
    if (found !== undefined) return found;
    switch (name) {
      case "render":
      case "__str__":
        return callable(name, text);
      case "include":
        return callable(name, (call) => relationValue(facts, quoting, included(call, shown, true)));
      case "exclude":
        return callable(name, (call) =>
          relationValue(facts, quoting, included(call, shown, false)),
        );
      case "without_identifier":
        return callable(name, () =>
          relationValue(
            facts,
            quoting,
            shown.filter((part) => part !== "identifier"),
          ),
        );
      case "quote":
        return callable(name, (call) => relationValue(facts, requoted(call, quoting), shown));
      case "incorporate":
      case "replace_path":
        return callable(name, (call) => relationValue(moved(facts, call), quoting, shown));
      default:
        return undefined;
    }
  };
  const key = `relation ${facts.key ?? relationText(facts, quoting)}`;
  return { is: "thing", name: "relation", member, text, key, mapping: true };
}

function plainMember(facts: RelationFacts, name: string): Value | undefined {
  const type = facts.type ?? null;
  const members = new Map<string, Value>([
    ["database", facts.database ?? null],
    ["schema", facts.schema ?? null],
    ["identifier", facts.identifier],
    ["name", facts.identifier],
    ["table", facts.identifier],
    ["type", type],
    ["is_table", type === "table"],
    ["is_view", type === "view"],
    ["is_cte", facts.alias !== undefined],
    ["is_materialized_view", type === "materialized_view"],
    ["metadata", dictOf([["type", "BaseRelation"]])],
  ]);
  return members.get(name);
}

/** `include(database=false)` hides a part, `include(schema=true)` of a shortened one shows it. */
function included(call: Call, shown: readonly Part[], sign: boolean): readonly Part[] {
  return parts.filter((part, index) => {
    const said = argument(call, index, part);
    return typeof said === "boolean" ? said === sign : shown.includes(part);
  });
}

function requoted(call: Call, quoting: Quoting): Quoting {
  const [database, schema, identifier] = parts.map((part, index) => {
    const said = argument(call, index, part);
    return typeof said === "boolean" ? said : quoting.parts[part];
  });
  return {
    sign: quoting.sign,
    parts: {
      database: database === true,
      schema: schema === true,
      identifier: identifier === true,
    },
  };
}

/** The relation with other parts; it is another one then. */
function moved(facts: RelationFacts, call: Call): RelationFacts {
  const path = call.named.get("path");
  const given = new Map<string, Value>(call.named);
  if (typeof path === "object" && path?.is === "dict") {
    for (const [key, value] of path.entries.values())
      if (typeof key === "string") given.set(key, value);
  }
  const next = { ...facts };
  let isMoved = false;
  for (const part of parts) {
    const text = given.get(part);
    if (typeof text !== "string" || text === facts[part]) continue;
    next[part] = text;
    isMoved = true;
  }
  const type = given.get("type");
  const typed = typeof type === "string" ? { ...next, type } : next;
  if (!isMoved) return typed;
  const { key: _key, ...others } = typed;
  return others;
}

/** `api.Relation.create(database=…, schema=…, identifier=…)` */
export function createdRelation(call: Call, quoting: Quoting): Value {
  const text = (name: string): string | undefined => {
    const value = call.named.get(name);
    return typeof value === "string" ? value : undefined;
  };
  const unknown = [...call.named.values()].find(
    (value) => typeof value === "object" && value?.is === "unknown",
  );
  if (unknown !== undefined) return unknown;
  const [database, schema, type] = [text("database"), text("schema"), text("type")];
  return relationValue(
    {
      identifier: text("identifier") ?? "",
      ...(database !== undefined && { database }),
      ...(schema !== undefined && { schema }),
      ...(type !== undefined && { type }),
    },
    quoting,
  );
}

/** A column as templates see it. */
export function columnValue(name: string, type: string | undefined, quoting: Quoting): Thing {
  const dataType: Value = type ?? "text";
  const isLike = (pattern: RegExp): Value =>
    callable("is", () => pattern.test((type ?? "").toLowerCase()));
  const members = new Map<string, Value>([
    ["name", name],
    ["column", name],
    ["quoted", `${quoting.sign}${name}${quoting.sign}`],
    ["dtype", dataType],
    ["data_type", dataType],
    ["is_string", isLike(/char|text|string/u)],
    ["is_number", isLike(/int|num|dec|float|double|real/u)],
    ["is_numeric", isLike(/num|dec/u)],
    ["is_integer", isLike(/int/u)],
    ["is_float", isLike(/float|double|real/u)],
  ]);
  return {
    is: "thing",
    name: "column",
    member: (key) => members.get(key),
    text: () => `<Column ${name}>`,
    key: `column ${name}`,
  };
}
