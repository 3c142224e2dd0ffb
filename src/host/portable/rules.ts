import { join } from "node:path";
import type { RepoPath } from "../../base/path.ts";
import {
  attributeFile,
  attributesOf,
  type AttributeFile,
  type AttributeValue,
} from "./attributes.ts";
import { ignoreFile, isIgnored, type IgnoreFile } from "./ignore.ts";
import type { PortablePlace } from "./place.ts";

/** What the files `.gitignore` and `.gitattributes` of a working tree say; each is read once. */
export interface TreeRules {
  /** Whether the path itself is ignored; folders above it are asked before. */
  isIgnored(path: string, isFolder: boolean): Promise<boolean>;
  attributes(path: string): Promise<ReadonlyMap<string, AttributeValue>>;
}

/** What the index holds for a path, for a file of rules that is not on disk. */
export type Staged = (path: string) => Promise<Uint8Array | undefined>;

export function rulesOf(place: PortablePlace, staged: Staged): TreeRules {
  const ignores = remembered(async (folder): Promise<IgnoreFile> =>
    ignoreFile(bytesOf(folder), await fileOf(place, staged, `${folder}.gitignore`)),
  );
  const attributes = remembered(async (folder): Promise<AttributeFile> =>
    attributeFile(bytesOf(folder), await fileOf(place, staged, `${folder}.gitattributes`)),
  );
  const own = remembered((name) => place.disk.bytes(join(place.gitDirectory, "info", name)));
  const empty = Buffer.alloc(0);
  return {
    isIgnored: async (path, isFolder) => {
      const weakest = ignoreFile("", (await own("exclude")) ?? empty);
      const files = await Promise.all(foldersAbove(path).map(ignores));
      return isIgnored([weakest, ...files], bytesOf(path), isFolder);
    },
    attributes: async (path) => {
      const files = await Promise.all(foldersAbove(path).map(attributes));
      const strongest = attributeFile("", (await own("attributes")) ?? empty);
      return attributesOf([...files, strongest], bytesOf(path));
    },
  };
}

/** A link in the place of such a file counts for nothing, as in Git. */
async function fileOf(place: PortablePlace, staged: Staged, path: string): Promise<Buffer> {
  const full = join(place.root, path);
  const facts = await place.disk.facts(full);
  const bytes = facts?.isFile() === true ? await place.disk.bytes(full) : undefined;
  if (bytes !== undefined) return bytes;
  return Buffer.from((facts === undefined ? await staged(path) : undefined) ?? []);
}

/** `""`, `a/`, `a/b/` for `a/b/c`. */
export function foldersAbove(path: string): readonly string[] {
  const steps = path.split("/").slice(0, -1);
  return ["", ...steps.map((_, index) => `${steps.slice(0, index + 1).join("/")}/`)];
}

function bytesOf(path: RepoPath | string): string {
  return Buffer.from(path).toString("latin1");
}

function remembered<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const value = known.get(key) ?? read(key);
    known.set(key, value);
    return value;
  };
}
