import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { FileFacts, PortableFs } from "../../src/host/portable/disk.ts";

type Node =
  | { readonly kind: "file"; readonly bytes: Uint8Array; readonly mode: number }
  | { readonly kind: "link"; readonly target: Uint8Array }
  | { readonly kind: "folder"; readonly names: Set<string> };

/** A file system in memory that holds a copy of a folder, under the same path. It is not older than any index. */
export async function memoryCopy(folder: string): Promise<PortableFs> {
  const nodes = new Map<string, Node>();
  await copy(folder, nodes);
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    const names = new Set([at.slice(at.lastIndexOf("/") + 1)]);
    if (!nodes.has(dirname(at))) nodes.set(dirname(at), { kind: "folder", names });
  }
  return fsOf(nodes);
}

async function copy(path: string, nodes: Map<string, Node>): Promise<void> {
  const facts = await lstat(path);
  if (facts.isSymbolicLink()) {
    nodes.set(path, { kind: "link", target: await readlink(path, { encoding: "buffer" }) });
  } else if (facts.isDirectory()) {
    const names = await readdir(path);
    nodes.set(path, { kind: "folder", names: new Set(names) });
    for (const name of names) await copy(join(path, name), nodes);
  } else {
    nodes.set(path, { kind: "file", bytes: await readFile(path), mode: facts.mode });
  }
}

function fsOf(nodes: ReadonlyMap<string, Node>): PortableFs {
  const at = (path: string): Node => {
    const node = nodes.get(resolve(path));
    if (node === undefined) throw problem("ENOENT", path);
    return node;
  };
  const follow = (path: string): Node => {
    const node = at(path);
    if (node.kind !== "link") return node;
    return follow(resolve(dirname(path), Buffer.from(node.target).toString()));
  };
  const refuse = (): Promise<never> => Promise.reject(problem("EROFS", "memory"));
  return {
    promises: {
      readFile: async (path, options?: unknown) => {
        const node = follow(path);
        if (node.kind !== "file") throw problem("EISDIR", path);
        const wanted = typeof options === "object" && options !== null && "encoding" in options;
        const text = options === "utf8" || (wanted && options.encoding === "utf8");
        return (text ? Buffer.from(node.bytes).toString() : node.bytes) as Uint8Array;
      },
      readdir: async (path: string) => {
        const node = follow(path);
        if (node.kind !== "folder") throw problem("ENOTDIR", path);
        return [...node.names];
      },
      stat: async (path) => factsOf(follow(path)),
      lstat: async (path) => factsOf(at(path)),
      readlink: async (path) => {
        const node = at(path);
        if (node.kind !== "link") throw problem("EINVAL", path);
        return node.target;
      },
      writeFile: refuse,
      unlink: refuse,
      mkdir: refuse,
      rmdir: refuse,
      symlink: refuse,
    },
  };
}

function factsOf(node: Node): FileFacts {
  return {
    isFile: () => node.kind === "file",
    isDirectory: () => node.kind === "folder",
    isSymbolicLink: () => node.kind === "link",
    mode: node.kind === "file" ? node.mode : 0o755,
    size: node.kind === "file" ? node.bytes.length : 0,
    mtimeMs: 0,
    ctimeMs: 0,
  };
}

function problem(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
