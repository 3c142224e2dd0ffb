import type { RepoPath } from "../../base/path.ts";

/** What a file is to a dbt project. */
export type Role =
  | "project"
  | "packages"
  | "lock"
  | "profiles"
  | "properties"
  | "sql"
  | "python"
  | "seed";

const byName = new Map<string, Role>([
  ["dbt_project", "project"],
  ["packages", "packages"],
  ["dependencies", "packages"],
  ["package-lock", "lock"],
  ["profiles", "profiles"],
]);

/** The role that the name of a file allows; a YAML file of any other name may hold properties. */
export function roleOfPath(path: RepoPath): Role | undefined {
  if (path.endsWith(".sql")) return "sql";
  if (path.endsWith(".py")) return "python";
  if (path.endsWith(".csv")) return "seed";
  const name = /(?:^|\/)([^/]+)\.ya?ml$/u.exec(path)?.[1];
  return name === undefined ? undefined : (byName.get(name) ?? "properties");
}
