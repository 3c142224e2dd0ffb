import { byCodeUnit } from "../base/compare.ts";
import type { ObjectId } from "../base/digest.ts";
import { matchesGlob } from "../base/glob.ts";
import type { RepoPath } from "../base/path.ts";
import type { ReadTree, TreeEntry } from "../base/ports.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { SYN_003 } from "../diagnostic/rules/syn.ts";
import type { Claim, Declaration, Reading } from "../model/claim.ts";
import { validate } from "../schema/validate.ts";
import type { Document, Parsed, Profile } from "../source/document.ts";
import { limits } from "../source/limits.ts";
import { parseFile } from "../source/parse.ts";
import { textOf } from "../source/text.ts";
import type { Adapter } from "../spec/adapter.ts";
import { adapters } from "../spec/registry.ts";
import type { Config } from "./config.ts";
import { isConfig } from "./config.ts";
import { lineagePath } from "./ledger-paths.ts";

/** All that one file says, whatever else the tree holds: a function of its blob and path. */
export interface FileReading extends Reading {
  readonly path: RepoPath;
  readonly blob: ObjectId;
  /** Documents that some adapter read. */
  readonly documents: number;
  /** Whether it holds prices, usage or a policy; a broken one decides nothing and is one all the same. */
  readonly gate: boolean;
}

/** Readings of earlier runs by `readingKey`. */
export type KnownReadings = ReadonlyMap<string, FileReading>;

export function readingKey(entry: Pick<FileReading, "path" | "blob">): string {
  return `${entry.blob} ${entry.path}`;
}

/** Specs above this size are not read; also what bounds memory. */
export const fileBytesMax: number = limits.bytes;
const batchSize = 256;
/** Schemas of what decides something instead of describing an asset. */
const gateSchemas: ReadonlySet<string> = new Set(["price-table", "usage", "policy"]);
const extensions = /\.(?:ya?ml|toml|json)$/u;

/** The files that may hold specs: regular, of a known extension, within the configured scan. */
export function candidates(
  entries: readonly TreeEntry[],
  scan: Config["scan"],
): readonly TreeEntry[] {
  return entries.filter(({ path, mode }) => {
    if (mode !== "100644" && mode !== "100755") return false;
    if (!extensions.test(path) || lineagePath(path) !== undefined || isConfig(path)) return false;
    if (scan.exclude.some((glob) => matchesGlob(path, glob))) return false;
    return scan.include.length === 0 || scan.include.some((glob) => matchesGlob(path, glob));
  });
}

/** Reads every candidate, taking from `known` what was read before; sorted by path. */
export async function readFiles(
  tree: ReadTree,
  entries: readonly TreeEntry[],
  known: KnownReadings,
): Promise<readonly FileReading[]> {
  const readings: FileReading[] = [];
  const unread: TreeEntry[] = [];
  for (const entry of entries) {
    const reading = known.get(readingKey(entry));
    if (reading === undefined) unread.push(entry);
    else readings.push(reading);
  }
  for (let start = 0; start < unread.length; start += batchSize) {
    const batch = unread.slice(start, start + batchSize);
    const blobs = batch.map(({ blob }) => blob);
    // In batches, so that a large repository is never in memory as a whole.
    // oxlint-disable-next-line no-await-in-loop
    const contents = await tree.read(blobs, fileBytesMax);
    const read = batch.map((entry, index) => readFile(entry, contents[index]));
    // oxlint-disable-next-line no-await-in-loop
    readings.push(...(await Promise.all(read)));
  }
  return readings.toSorted((a, b) => byCodeUnit(a.path, b.path));
}

async function readFile(entry: TreeEntry, bytes: Uint8Array | undefined): Promise<FileReading> {
  const { path, blob } = entry;
  if (bytes === undefined) return { ...emptyReading(path, blob), diagnostics: [notRead(path)] };
  const text = textOf(bytes);
  const claiming = adapters.filter((adapter) => adapter.claims(path, text));
  const parsed = new Map<Profile, Parsed<readonly Document[]>>();
  const parts = await Promise.all(
    claiming.map((adapter) => {
      const file = parsed.get(adapter.profile) ?? parseFile(path, bytes, adapter.profile);
      parsed.set(adapter.profile, file);
      return readDocuments(adapter, file.value);
    }),
  );
  const syntax = [...parsed.values()].flatMap(({ diagnostics }) => diagnostics);
  return {
    path,
    blob,
    documents: sum(parts.map(({ documents }) => documents)),
    gate: parts.some(({ gate }) => gate),
    claims: parts.flatMap(({ claims }) => claims),
    declarations: parts.flatMap(({ declarations }) => declarations),
    diagnostics: [...syntax, ...parts.flatMap(({ diagnostics }) => diagnostics)],
  };
}

/** What one adapter makes of a file's documents; declarations that violate their schema are left out. */
async function readDocuments(
  adapter: Adapter,
  documents: readonly Document[],
): Promise<Omit<FileReading, "path" | "blob">> {
  const claims: Claim[] = [];
  const declarations: Declaration[] = [];
  const diagnostics: Diagnostic[] = [];
  let count = 0;
  let gate = false;
  for (const document of documents) {
    const reading = adapter.read(document);
    const schema = adapter.schema(document);
    // Ordered on purpose: the same schema is loaded once and is there for the next document.
    // oxlint-disable-next-line no-await-in-loop
    const invalid = schema === undefined ? [] : await validate(schema, document);
    claims.push(...reading.claims);
    if (invalid.length === 0) declarations.push(...reading.declarations);
    diagnostics.push(...invalid, ...reading.diagnostics);
    if (schema !== undefined || reading.claims.length > 0) count += 1;
    gate ||= (schema !== undefined && gateSchemas.has(schema)) || reading.declarations.length > 0;
  }
  return { documents: count, gate, claims, declarations, diagnostics };
}

function emptyReading(path: RepoPath, blob: ObjectId): FileReading {
  return { path, blob, documents: 0, gate: false, claims: [], declarations: [], diagnostics: [] };
}

function notRead(path: RepoPath): Diagnostic {
  return diagnose(SYN_003, {
    severity: path.endsWith(".json") ? "info" : SYN_003.severity,
    message: `${path} was not read: larger than 4 MiB, or absent from this partial clone`,
    place: { in: "file", path },
  });
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
