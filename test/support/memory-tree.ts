import { objectId, type ObjectId } from "../../src/base/digest.ts";
import type { ReadTree } from "../../src/base/ports.ts";
import { byCodeUnit } from "../../src/base/compare.ts";
import { pathOf } from "./texts.ts";

/** A tree that lies in memory. */
export function memoryTree(files: Readonly<Record<string, string>>): ReadTree {
  const contents = Object.entries(files).map(([path, text]) => {
    const bytes = new TextEncoder().encode(text);
    return { path: pathOf(path), bytes, blob: objectId("blob", bytes) };
  });
  const byBlob = new Map<ObjectId, Uint8Array>(contents.map(({ blob, bytes }) => [blob, bytes]));
  return {
    label: "memory",
    tree: objectId("tree", new TextEncoder().encode(JSON.stringify(files))),
    format: "sha1",
    list: () =>
      Promise.resolve(
        contents
          .map(({ path, blob }) => ({ path, mode: "100644" as const, blob }))
          .toSorted((a, b) => byCodeUnit(a.path, b.path)),
      ),
    read: (blobs) => Promise.resolve(blobs.map((blob) => byBlob.get(blob))),
  };
}
