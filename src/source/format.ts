export type Format = "yaml" | "toml" | "json" | "text";

/**
 * How a file is read, by the extension of its path: `.toml`, `.json`, text for `.sql`, `.py` and
 * `.csv`, and YAML for everything else.
 */
export function formatOf(path: string): Format {
  if (path.endsWith(".toml")) return "toml";
  if (/\.(?:sql|py|csv)$/u.test(path)) return "text";
  return path.endsWith(".json") ? "json" : "yaml";
}
