export type Format = "yaml" | "toml" | "json";

/** How a file is read, by the extension of its path: `.toml`, `.json`, and YAML for everything else. */
export function formatOf(path: string): Format {
  if (path.endsWith(".toml")) return "toml";
  return path.endsWith(".json") ? "json" : "yaml";
}
