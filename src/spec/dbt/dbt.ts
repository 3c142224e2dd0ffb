import { isObject, memberOf, type Json } from "../../base/json.ts";
import { nothingRead } from "../../model/claim.ts";
import type { Adapter } from "../adapter.ts";
import { headerOf } from "./header.ts";
import { roleOfPath, type Role } from "./roles.ts";

/** Lists of property files: https://docs.getdbt.com/reference/configs-and-properties */
const sections = [
  "models",
  "sources",
  "seeds",
  "snapshots",
  "exposures",
  "groups",
  "semantic_models",
  "metrics",
  "saved_queries",
  "macros",
  "analyses",
  "functions",
  "data_tests",
  "unit_tests",
] as const;
const sign = new RegExp(String.raw`^["']?(?:${sections.join("|")})["']?\s*:`, "mu");

/**
 * Files of dbt projects. None of them says anything alone: what a model is called depends on its
 * project, what it reads on its templates. So each is handed on as a part, and expand/dbt joins them.
 */
export const dbt: Adapter = {
  id: "dbt",
  version: 1,
  profile: "pyyaml",
  claims: (path, text) => {
    const role = roleOfPath(path);
    return role === "properties" ? sign.test(text) : role !== undefined;
  },
  schema: () => undefined,
  read: ({ path, index, value }) => {
    const role = roleOfPath(path);
    const content = role === undefined ? undefined : contentOf(value, role);
    if (role === undefined || content === undefined) return nothingRead;
    return {
      ...nothingRead,
      parts: [{ tool: "dbt", role, path, document: index, value: content }],
    };
  },
};

/** What of a document a project needs: of a seed its header alone. */
function contentOf(value: Json, role: Role): Json | undefined {
  if (typeof value === "string") {
    if (role === "seed") return [...headerOf(value)];
    return role === "sql" || role === "python" ? value : undefined;
  }
  if (!isObject(value)) return undefined;
  const isOurs =
    role !== "properties" || sections.some((key) => Array.isArray(memberOf(value, key)));
  return isOurs ? value : undefined;
}
