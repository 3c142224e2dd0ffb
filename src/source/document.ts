import type { Json } from "../base/json.ts";
import type { RepoPath } from "../base/path.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";

/**
 * Which YAML a tool reads: `core` is YAML 1.2; `k8s` is what Kubernetes' own reader accepts (1.1
 * booleans and octals, merge keys, no base 60, dates stay text). TOML and JSON know one reading.
 */
export type Profile = "core" | "k8s" | "pyyaml";

/** One parsed unit of one file, as a plain value; positions are found later (locate.ts). */
export interface Document {
  readonly path: RepoPath;
  /** Index in the YAML stream; 0 in TOML and JSON. */
  readonly index: number;
  readonly value: Json;
}

/** Half a file is still a value: what could be read, and what was wrong with the rest. */
export interface Parsed<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}
