import { objectId, type ObjectFormat, type ObjectId } from "./digest.ts";
import type { FileMode, TreeEntry } from "./ports.ts";

/** Whether the entry is a file with bytes of its own: no link, no submodule. */
export function isRegular(mode: FileMode): boolean {
  return mode === "100644" || mode === "100755";
}

/** An entry with its path as Git compares it: byte by byte, and cut into names. */
interface Keyed {
  readonly entry: Pick<TreeEntry, "mode" | "blob">;
  readonly key: Buffer;
  readonly names: readonly string[];
}

/**
 * The id of the root tree object that holds exactly these entries, in any order; nothing is looked
 * up or stored. Paths must be those of one tree: each once, none a directory of another.
 */
export function treeId(
  entries: readonly Pick<TreeEntry, "path" | "mode" | "blob">[],
  format: ObjectFormat,
): ObjectId {
  const keyed = entries.map((entry) => ({
    entry,
    key: Buffer.from(entry.path),
    names: entry.path.split("/"),
  }));
  // Git compares a directory as if its name ended in "/", which is the order of whole paths.
  return subtree(
    keyed.toSorted((a, b) => Buffer.compare(a.key, b.key)),
    0,
    format,
  );
}

/** The tree's id as if nothing lay below these folders (given with their final `/`). */
export function treeWithout(
  entries: readonly Pick<TreeEntry, "path" | "mode" | "blob">[],
  folders: readonly string[],
  format: ObjectFormat,
): ObjectId {
  const kept = entries.filter(({ path }) => !folders.some((folder) => path.startsWith(folder)));
  return treeId(kept, format);
}

/** The id of the tree of sorted entries that share their first `depth` names. */
function subtree(entries: readonly Keyed[], depth: number, format: ObjectFormat): ObjectId {
  const parts: Buffer[] = [];
  for (let at = 0; at < entries.length;) {
    const end = endOfName(entries, at, depth);
    parts.push(record(entries.slice(at, end), depth, format));
    at = end;
  }
  return objectId("tree", Buffer.concat(parts), format);
}

/** Index after the last entry with the same name at this depth as the entry at `start`. */
function endOfName(entries: readonly Keyed[], start: number, depth: number): number {
  const name = entries[start]?.names[depth] ?? "";
  let end = start + 1;
  while (end < entries.length && entries[end]?.names[depth] === name) end += 1;
  return end;
}

/** One line of a tree object: `<octal mode> <name>\0<binary id>`. */
function record(group: readonly Keyed[], depth: number, format: ObjectFormat): Buffer {
  const [first] = group;
  if (first === undefined) return Buffer.alloc(0);
  const isFile = first.names.length === depth + 1;
  const mode = isFile ? first.entry.mode : "40000";
  const id = isFile ? first.entry.blob : subtree(group, depth + 1, format);
  return Buffer.concat([
    Buffer.from(`${mode} ${first.names[depth] ?? ""}\0`),
    Buffer.from(id, "hex"),
  ]);
}
