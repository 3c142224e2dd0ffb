import { byCodeUnit } from "../base/compare.ts";
import type { ObjectId } from "../base/digest.ts";
import { joined } from "../base/group.ts";
import { matchesGlob } from "../base/glob.ts";
import { isBelow, parentOf, type RepoPath } from "../base/path.ts";
import type { ReadTree, TreeEntry } from "../base/ports.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { SYN_003 } from "../diagnostic/rules/syn.ts";
import type { Reading } from "../model/claim.ts";
import { validate } from "../schema/validate.ts";
import type { Document, Parsed, Profile } from "../source/document.ts";
import { isLfsPointer } from "../source/lfs.ts";
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
  /** Whether it holds prices, a budget, a policy or the like; a broken one decides nothing and is one all the same. */
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
const gateSchemas: ReadonlySet<string> = new Set([
  "price-table",
  "usage",
  "policy",
  "waiver",
  "fx-table",
  "budget",
]);
const extensions = /\.(?:ya?ml|toml|json)$/u;
/** Read only where a dbt project holds them: elsewhere a .csv file is data, not a spec. */
const dbtExtensions = /\.(?:sql|py|csv)$/u;

/** The files that may hold specs: regular, of a known extension, within the configured scan. */
export function candidates(
  entries: readonly TreeEntry[],
  scan: Config["scan"],
): readonly TreeEntry[] {
  const inDbtProject = dbtFolders(entries);
  return entries.filter(({ path, mode }) => {
    if (mode !== "100644" && mode !== "100755") return false;
    const isSpec = extensions.test(path) || (dbtExtensions.test(path) && inDbtProject(path));
    if (!isSpec || lineagePath(path) !== undefined || isConfig(path)) return false;
    if (scan.exclude.some((glob) => matchesGlob(path, glob))) return false;
    return scan.include.length === 0 || scan.include.some((glob) => matchesGlob(path, glob));
  });
}

/** Whether a path lies in or below the folder of a `dbt_project.yml`. */
function dbtFolders(entries: readonly TreeEntry[]): (path: RepoPath) => boolean {
  const folders = entries
    .filter(({ path }) => /(?:^|\/)dbt_project\.ya?ml$/u.test(path))
    .map(({ path }) => parentOf(path));
  return (path) => folders.some((folder) => isBelow(path, folder));
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
    for (const [index, entry] of batch.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- one file's syntax tree at a time in memory
      readings.push(await readFile(entry, contents[index]));
    }
  }
  return readings.toSorted((a, b) => byCodeUnit(a.path, b.path));
}

async function readFile(entry: TreeEntry, bytes: Uint8Array | undefined): Promise<FileReading> {
  const { path, blob } = entry;
  if (bytes === undefined) return { ...emptyReading(path, blob), diagnostics: [notRead(path)] };
  const text = textOf(bytes);
  if (isLfsPointer(text)) {
    const { diagnostics } = parseFile(path, bytes, "core");
    return { ...emptyReading(path, blob), diagnostics };
  }
  const parsed = new Map<Profile, Parsed<readonly Document[]>>();
  const parts: DocumentReading[] = [];
  for (const adapter of adapters) {
    if (!adapter.claims(path, text)) continue;
    const file = parsed.get(adapter.profile) ?? parseFile(path, bytes, adapter.profile);
    parsed.set(adapter.profile, file);
    for (const document of file.value) {
      // Ordered on purpose: the same schema is loaded once and is there for the next document.
      // oxlint-disable-next-line no-await-in-loop
      parts.push(await readDocument(adapter, document));
    }
  }
  const content = joined(parts.map((part) => part.parts ?? []));
  const syntax = [...parsed.values()].map(({ diagnostics }) => diagnostics);
  return {
    path,
    blob,
    documents: parts.filter(({ counts }) => counts).length,
    gate: parts.some(({ gate }) => gate),
    claims: joined(parts.map(({ claims }) => claims)),
    declarations: joined(parts.map(({ declarations }) => declarations)),
    diagnostics: joined([...syntax, ...parts.map(({ diagnostics }) => diagnostics)]),
    ...(content.length > 0 && { parts: content }),
  };
}

/** What one adapter says of one document. */
interface DocumentReading extends Reading {
  /** Whether it is a document of that adapter. */
  readonly counts: boolean;
  readonly gate: boolean;
}

/** What one adapter makes of a document; a declaration that violates its schema is left out. */
async function readDocument(adapter: Adapter, document: Document): Promise<DocumentReading> {
  const { claims, declarations, diagnostics, parts = [] } = adapter.read(document);
  const schema = adapter.schema(document);
  const invalid = schema === undefined ? [] : await validate(schema, document);
  return {
    counts: schema !== undefined || claims.length > 0 || parts.length > 0,
    gate: (schema !== undefined && gateSchemas.has(schema)) || declarations.length > 0,
    claims,
    parts,
    declarations: invalid.length === 0 ? declarations : [],
    diagnostics: [...invalid, ...diagnostics],
  };
}

function emptyReading(path: RepoPath, blob: ObjectId): FileReading {
  return { path, blob, documents: 0, gate: false, claims: [], declarations: [], diagnostics: [] };
}

function notRead(path: RepoPath): Diagnostic {
  return diagnose(SYN_003, {
    severity: /\.(?:json|csv)$/u.test(path) ? "info" : SYN_003.severity,
    message: `${path} was not read: larger than 4 MiB`,
    place: { in: "file", path },
  });
}
