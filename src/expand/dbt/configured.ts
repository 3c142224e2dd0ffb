import { isObject, memberOf, objectAt, type Json, type JsonObject } from "../../base/json.ts";
import { jsonOfValue } from "../../jinja/json.ts";
import { isUnknown, type Value } from "../../jinja/value.ts";
import { isTemplated } from "../../spec/templated.ts";
import { configsAlong, over, type Config } from "./configs.ts";
import type { Node } from "./nodes.ts";
import type { Project } from "./projects.ts";

/** Sections of `dbt_project.yml` by kind of node. */
const sections = {
  model: "models",
  seed: "seeds",
  snapshot: "snapshots",
  source: "sources",
} as const;

/** Properties that were configs before they moved below `config`. */
const oldProperties = [
  "tags",
  "meta",
  "docs",
  "group",
  "access",
  "enabled",
  "freshness",
  "quoting",
];

/**
 * The configuration of a node, the general before the specific: `dbt_project.yml` of its package,
 * then of the project, properties files, and what the model's own file says.
 */
export function configuredOf(
  project: Project,
  node: Node,
  { own, evaluate }: { readonly own: JsonObject; readonly evaluate: (text: string) => Value },
): Config {
  const section = sections[node.kind];
  const trees = node.package === project.own ? [node.package] : [node.package, project.own];
  const layers = [
    ...trees.flatMap(({ settings }) => configsAlong(memberOf(settings, section), node.fqn)),
    ...node.said.map(({ value }) => said(value)),
    own,
  ];
  let config: Config = new Map();
  for (const layer of layers) config = over(config, evaluated(layer, evaluate));
  return config;
}

/** What a properties entry configures, in either spelling; `config` wins. */
function said(value: JsonObject): JsonObject {
  const old = oldProperties.flatMap((key): (readonly [string, Json])[] => {
    const member = memberOf(value, key);
    return member === undefined ? [] : [[key, member]];
  });
  return { ...Object.fromEntries(old), ...objectAt(value, "config") };
}

/** The layer with its templates filled in; a value that stays unknown is left out. */
function evaluated(layer: JsonObject, evaluate: (text: string) => Value): JsonObject {
  const entries = Object.entries(layer).flatMap(([key, value]): (readonly [string, Json])[] => {
    const filled = filledIn(value, evaluate, 0);
    return filled === undefined ? [] : [[key, filled]];
  });
  return Object.fromEntries(entries);
}

const depthMax = 8;

function filledIn(value: Json, evaluate: (text: string) => Value, depth: number): Json | undefined {
  if (typeof value === "string") {
    if (!isTemplated(value)) return value;
    const filled = evaluate(value);
    return isUnknown(filled) ? undefined : jsonOfValue(filled);
  }
  if (typeof value !== "object" || value === null || depth > depthMax) return value;
  if (!isObject(value)) return value.flatMap((item) => filledIn(item, evaluate, depth + 1) ?? []);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): (readonly [string, Json])[] => {
      const filled = filledIn(item, evaluate, depth + 1);
      return filled === undefined ? [] : [[key, filled]];
    }),
  );
}
