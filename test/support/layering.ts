// Who may import whom, by layers.json: what the linter reports while editing, decided again from resolved paths.
import { importsOf, type Import, type Source } from "./sources.ts";

export interface Row {
  readonly may: readonly string[];
  readonly packages?: readonly string[];
  readonly builtins?: readonly string[];
}

export type Table = Readonly<Record<string, Row>>;

/** The folder of src that a path lies in; for a file directly in src its own name. */
export function layerOf(path: string): string {
  return path.split("/")[1] ?? "";
}

export function importProblems(source: Source, table: Table): string[] {
  const layer = layerOf(source.path);
  const row = source.path === "src/index.ts" ? door(table) : table[layer];
  if (!row) return [`${layer} has no row in layers.json`];
  return importsOf(source)
    .filter((wanted) => !isAllowed(wanted, source.path, row))
    .map((wanted) => `may not import ${wanted.kind === "file" ? wanted.path : wanted.name}`);
}

/** Cycles as `a > b > a`; a row that names an unknown folder ends in `?`. */
export function cyclesOf(table: Table): string[] {
  const clean = new Set<string>();
  const walk = (name: string, trail: readonly string[]): string[] => {
    if (trail.includes(name)) return [[...trail, name].join(" > ")];
    if (clean.has(name)) return [];
    const row = table[name];
    if (!row) return [[...trail, name, "?"].join(" > ")];
    const cycles = row.may.flatMap((next) => walk(next, [...trail, name]));
    if (cycles.length === 0) clean.add(name);
    return cycles;
  };
  return Object.keys(table).flatMap((name) => walk(name, []));
}

/**
 * The library offers what the layers compute; opening files and talking to people stays with cli and
 * host, but for the reader of repositories that is given its file system.
 */
function door(table: Table): Row {
  return { may: Object.keys(table).filter((name) => !["cli", "host"].includes(name)) };
}

function isAllowed(wanted: Import, importer: string, { may, packages, builtins }: Row): boolean {
  if (wanted.kind === "package") return packages?.includes(wanted.name) ?? false;
  if (wanted.kind === "builtin") return builtins?.includes(wanted.name) ?? false;
  const layer = layerOf(importer);
  const target = layerOf(wanted.path);
  if (!wanted.path.startsWith("src/") || wanted.path === "src/index.ts") return false;
  if (importer === "src/index.ts" && wanted.path.startsWith("src/host/portable/")) return true;
  return target === layer ? !isOtherAdapter(wanted.path, importer) : may.includes(target);
}

/** A tool's folder can be read alone: what two tools share lies in src/spec itself. */
function isOtherAdapter(path: string, importer: string): boolean {
  const own = toolOf(importer);
  const other = toolOf(path);
  return own !== undefined && other !== undefined && own !== other;
}

function toolOf(path: string): string | undefined {
  return /^src\/spec\/([^/]+)\//u.exec(path)?.[1];
}
