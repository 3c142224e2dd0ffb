import { codeownersPaths } from "../expand/codeowners.ts";
import { byCodeUnit } from "../base/compare.ts";
import { grouped } from "../base/group.ts";
import { matchesGlob } from "../base/glob.ts";
import type { RepoPath } from "../base/path.ts";
import type { ReadTree, TreeEntry } from "../base/ports.ts";
import { counted } from "../base/text.ts";
import type { FileFacts } from "../model/file-facts.ts";
import type { AssetId } from "../model/ids.ts";
import { tools } from "../model/kinds.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { textOf } from "../source/text.ts";
import { isConfig, type Config } from "./config.ts";
import { lineagePath } from "./ledger-paths.ts";
import { fileBytesMax, type FileReading } from "./readings.ts";
import type { TreeSnapshot } from "./snapshot.ts";

/**
 * For every file of the tree what it gave to the graph, or the reason why not; sorted by path. Files
 * that were read and hold nothing for any adapter are read once more for the kinds that they name.
 */
export async function fileFacts(
  tree: ReadTree,
  { snapshot, readings, entries }: TreeSnapshot,
  scan: Config["scan"],
): Promise<readonly FileFacts[]> {
  const read = new Map(readings.map((reading) => [reading.path, reading]));
  const silent = entries.filter(({ path }) => isSilent(read.get(path)));
  const kinds = await kindsIn(tree, silent);
  const given = givenBy(snapshot);
  const owning = new Set(
    snapshot.covered.map(({ path }) => path).filter((path) => codeownersPaths.includes(path)),
  );
  return entries.map((entry): FileFacts => {
    const { path } = entry;
    const reading = read.get(path);
    if (owning.has(path)) return ownersFile(path);
    const why =
      reading === undefined ? whyUnread(entry, scan) : whySilent(reading, kinds.get(path) ?? []);
    return {
      path,
      tools: reading === undefined ? [] : toolsOf(reading),
      documents: reading?.documents ?? 0,
      assets: given.assets(path),
      edges: given.edges(path),
      columnEdges: given.columnEdges(path),
      declarations: (reading?.declarations ?? []).map(({ kind, name }) => `${kind} ${name}`),
      ...(why !== undefined && { why }),
    };
  });
}

/** A file that says who answers for what others declare, and declares nothing itself. */
function ownersFile(path: RepoPath): FileFacts {
  const nothing = { assets: [], edges: 0, columnEdges: 0, declarations: [] };
  return { path, tools: ["codeowners"], documents: 1, ...nothing };
}

interface Given {
  readonly assets: (path: RepoPath) => readonly AssetId[];
  readonly edges: (path: RepoPath) => number;
  readonly columnEdges: (path: RepoPath) => number;
}

function givenBy({ assets, edges, columnEdges }: Snapshot): Given {
  const declared = grouped(
    assets.flatMap(({ id, places }) =>
      [...new Set(places.map(({ path }) => path))].map((path) => ({ id, path })),
    ),
    ({ path }) => path,
  );
  const stated = grouped(edges, ({ place }) => place.path);
  const ofColumns = grouped(columnEdges, ({ place }) => place.path);
  return {
    assets: (path) => (declared.get(path) ?? []).map(({ id }) => id).toSorted(byCodeUnit),
    edges: (path) => stated.get(path)?.length ?? 0,
    columnEdges: (path) => ofColumns.get(path)?.length ?? 0,
  };
}

function toolsOf({ claims, gate, parts = [] }: FileReading): FileFacts["tools"] {
  const said = new Set([...claims, ...parts].map(({ tool }) => tool));
  // Prices, usage and policies make no claims: they are documents of our own.
  return tools.filter((tool) => said.has(tool) || (gate && tool === "own"));
}

/** By what the path and its mode are; undefined for an ordinary file. */
function ofAnotherKind({ path, mode }: TreeEntry): string | undefined {
  if (mode === "120000") return "a symbolic link, and only the file that it points to counts";
  if (mode === "160000") return "a submodule, whose files belong to another repository";
  if (isConfig(path)) return "the configuration, which decides and declares no asset";
  if (codeownersPaths.includes(path))
    return "no file that declares something has its owner from it";
  const part = lineagePath(path);
  return part === undefined ? undefined : ledgerParts[part];
}

const ledgerParts: Readonly<Record<NonNullable<ReturnType<typeof lineagePath>>, string>> = {
  ledger: "a part of the ledger",
  gate: "written by lineagectl, which decides and declares no asset",
  attributes: "settings of Git for the ledger",
  unknown: "no file that lineagectl knows below .lineage",
};

function whyUnread(entry: TreeEntry, { include, exclude }: Config["scan"]): string {
  const { path } = entry;
  const kind = ofAnotherKind(entry);
  if (kind !== undefined) return kind;
  const excluded = exclude.find((glob) => matchesGlob(path, glob));
  if (excluded !== undefined) return `excluded by scan.exclude: ${excluded}`;
  const included = include.length === 0 || include.some((glob) => matchesGlob(path, glob));
  return included ? "no adapter reads files of this name" : "not among the globs of scan.include";
}

/** Whether a file was looked at, and nothing of it was a document of any adapter. */
function isSilent(reading: FileReading | undefined): boolean {
  return reading !== undefined && reading.documents === 0;
}

function whySilent(reading: FileReading, kinds: readonly string[]): string | undefined {
  const errors = reading.diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first !== undefined) {
    const more = errors.length > 1 ? ` and ${counted(errors.length - 1, "error")} more` : "";
    return `${first.rule}: ${first.message}${more}`;
  }
  if (!isSilent(reading)) return undefined;
  const [note] = reading.diagnostics;
  if (note !== undefined) return `${note.rule}: ${note.message}`;
  if (kinds.length === 0) return "nothing in it that an adapter reads";
  return `no adapter reads ${kinds.slice(0, 3).join(", ")}${kinds.length > 3 ? ` and ${kinds.length - 3} more` : ""}`;
}

/** The `kind`s that files name at the start of a line, sorted: enough to tell a person what they are. */
async function kindsIn(
  tree: ReadTree,
  entries: readonly TreeEntry[],
): Promise<ReadonlyMap<RepoPath, readonly string[]>> {
  const found = new Map<RepoPath, readonly string[]>();
  for (let start = 0; start < entries.length; start += batchSize) {
    const batch = entries.slice(start, start + batchSize);
    // In batches, so that a large repository is never in memory as a whole.
    // oxlint-disable-next-line no-await-in-loop
    const contents = await tree.read(
      batch.map(({ blob }) => blob),
      fileBytesMax,
    );
    batch.forEach(({ path }, index) => {
      const bytes = contents[index];
      if (bytes === undefined) return;
      const named = [...textOf(bytes).matchAll(/^kind:[ \t]+["']?(\w{1,60})/gmu)];
      found.set(path, [...new Set(named.map(([, kind = ""]) => kind))].toSorted(byCodeUnit));
    });
  }
  return found;
}

const batchSize = 256;
