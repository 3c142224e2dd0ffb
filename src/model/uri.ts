import { isPhysical, toolKey, type Key } from "./ids.ts";

const schemeAliases: Readonly<Record<string, string>> = {
  s3a: "s3",
  s3n: "s3",
  gcs: "gs",
  abfs: "abfss",
  postgresql: "postgres",
};

/** Stores of files: their names are paths, in which partitions and globs fold to the table's root. */
const fileStores: ReadonlySet<string> = new Set([
  "s3",
  "gs",
  "abfss",
  "wasbs",
  "hdfs",
  "dbfs",
  "file",
]);

/** How a platform folds unquoted identifiers; platforms that are not listed compare as written. */
const folding: Readonly<Record<string, "upper" | "lower">> = {
  snowflake: "upper",
  oracle: "upper",
  db2: "upper",
  postgres: "lower",
  redshift: "lower",
  hive: "lower",
  trino: "lower",
  unitycatalog: "lower",
  awsathena: "lower",
};

/**
 * The physical key of a URI, spelled in the one way that OpenLineage's naming gives it: scheme
 * aliases resolved, identifiers folded by the platform's rule (a quoted one is literal), trailing
 * slashes stripped, partitions and globs cut off. Undefined for text that is no URI with `://`.
 */
export function keyOfUri(text: string): Key | undefined {
  const uri = normalUri(text);
  return uri === undefined ? undefined : toolKey("at", uri);
}

/** The key with its physical name normalised; a tool's key as it is. */
export function normalKey(key: Key): Key {
  return isPhysical(key) ? (keyOfUri(key.slice("at:".length)) ?? key) : key;
}

/** Whether the physical key lies in a store of files rather than in a warehouse or a broker. */
export function isFileStore(key: Key): boolean {
  const scheme = /^at:([a-z0-9+.-]+):\/\//u.exec(key)?.[1];
  return scheme !== undefined && fileStores.has(scheme);
}

function normalUri(text: string): string | undefined {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/]*)(.*)$/su.exec(text);
  if (match === null) return undefined;
  const [, written = "", authority = "", path = ""] = match;
  const lower = written.toLowerCase();
  const scheme = Object.hasOwn(schemeAliases, lower) ? (schemeAliases[lower] ?? lower) : lower;
  const name = fileStores.has(scheme) ? tableRoot(scheme, path) : folded(scheme, path);
  return `${scheme}://${authority}${withoutTrailingSlashes(name)}`;
}

/** Only these two collapse doubled slashes: an object store's key may really hold them. */
function tableRoot(scheme: string, path: string): string {
  const single = scheme === "file" || scheme === "hdfs" ? path.replaceAll(/\/{2,}/gu, "/") : path;
  const segments = single.split("/");
  const cut = segments.findIndex((part) => /^\w+=/u.test(part) || part.includes("*"));
  return cut < 0 ? single : segments.slice(0, cut).join("/");
}

function folded(scheme: string, name: string): string {
  const rule = Object.hasOwn(folding, scheme) ? folding[scheme] : undefined;
  if (rule === undefined) return name;
  const fold = (text: string): string =>
    rule === "upper" ? text.toUpperCase() : text.toLowerCase();
  // Quotes stay where they matter, so that normalising twice changes nothing.
  return name.replaceAll(/"([^"]*)"|[^"]+/gu, (part, quoted: string | undefined) => {
    if (quoted === undefined) return fold(part);
    return quoted === fold(quoted) ? quoted : part;
  });
}

function withoutTrailingSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === "/") end -= 1;
  return text.slice(0, end);
}
