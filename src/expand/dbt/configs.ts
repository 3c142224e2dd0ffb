import { isObject, type Json, type JsonObject } from "../../base/json.ts";

/** The resolved configuration of a node: plain values by name. */
export type Config = ReadonlyMap<string, Json>;

/** Lists that grow from general to specific; everything else is replaced. */
const additive: ReadonlySet<string> = new Set(["tags", "pre_hook", "post_hook", "packages"]);
const merged: ReadonlySet<string> = new Set(["meta", "docs", "column_types", "persist_docs"]);

/** `pre-hook` and `pre_hook` are one config. */
function normal(key: string): string {
  return key.replaceAll("-", "_");
}

/**
 * One configuration over another: tags are united, meta is merged, grants with `+` are added, and
 * everything else is replaced.
 *
 * @see https://docs.getdbt.com/reference/configs-and-properties
 */
export function over(base: Config, more: JsonObject): Config {
  const result = new Map(base);
  for (const [written, value] of Object.entries(more)) {
    const key = normal(written);
    const before = result.get(key);
    if (additive.has(key)) result.set(key, united(before, value));
    else if (merged.has(key) && isObject(before) && isObject(value)) {
      result.set(key, { ...before, ...value });
    } else if (key === "grants") result.set(key, grants(before, value));
    else result.set(key, value);
  }
  return result;
}

function united(before: Json | undefined, value: Json): Json {
  const texts = [before, value].flatMap((one) => (Array.isArray(one) ? one : [one]));
  return [...new Set(texts.filter((text): text is string => typeof text === "string"))];
}

function grants(before: Json | undefined, value: Json): Json {
  if (!isObject(value)) return value;
  const result = new Map(Object.entries(isObject(before) ? before : {}));
  for (const [privilege, to] of Object.entries(value)) {
    const name = privilege.replace(/^\+/u, "");
    result.set(name, privilege === name ? to : united(result.get(name), to));
  }
  return Object.fromEntries(result);
}

/**
 * What a tree of configs in `dbt_project.yml` says of a node, the general before the specific.
 *
 * @param steps  the package, the directories and the name of the node
 */
export function configsAlong(
  tree: Json | undefined,
  steps: readonly string[],
): readonly JsonObject[] {
  const found: JsonObject[] = [];
  let level = tree;
  for (const step of [undefined, ...steps]) {
    if (step !== undefined)
      level = isObject(level) && Object.hasOwn(level, step) ? level[step] : undefined;
    if (!isObject(level)) break;
    found.push(ownConfigs(level));
  }
  return found;
}

/** `+key` is a config always, a plain key where its value is no further level. */
function ownConfigs(level: JsonObject): JsonObject {
  const configs = Object.entries(level).flatMap(([key, value]): (readonly [string, Json])[] => {
    if (key.startsWith("+")) return [[key.slice(1), value]];
    return isObject(value) ? [] : [[key, value]];
  });
  return Object.fromEntries(configs);
}
