import { Failure, messageOf } from "../../base/failure.ts";
import { visible } from "../../base/text.ts";

/** What a file is, as Node's `Stats` has it. */
export interface FileFacts {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
  readonly mode: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

/**
 * A file system in the form of Node's `fs`: that itself, memfs, LightningFS. Only the first five are
 * ever called; isomorphic-git asks for the others to be there.
 */
export interface PortableFs {
  readonly promises: {
    readFile(path: string, ...options: unknown[]): Promise<Uint8Array>;
    readdir(
      path: string,
      options: { encoding: "buffer" },
    ): Promise<readonly (Uint8Array | string)[]>;
    stat(path: string): Promise<FileFacts>;
    lstat(path: string): Promise<FileFacts>;
    readlink(path: string, options: { encoding: "buffer" }): Promise<Uint8Array | string>;
    writeFile(...args: never[]): Promise<unknown>;
    unlink(...args: never[]): Promise<unknown>;
    mkdir(...args: never[]): Promise<unknown>;
    rmdir(...args: never[]): Promise<unknown>;
    symlink(...args: never[]): Promise<unknown>;
  };
}

/** The same for reading: what is not there is undefined, all else that fails is an `IO` failure. */
export interface Disk {
  bytes(path: string): Promise<Buffer | undefined>;
  text(path: string): Promise<string | undefined>;
  /** Names in a folder, in bytes. */
  names(path: string): Promise<readonly Buffer[]>;
  /** Of the file that a link leads to. */
  target(path: string): Promise<FileFacts | undefined>;
  facts(path: string): Promise<FileFacts | undefined>;
  link(path: string): Promise<Buffer>;
}

export function diskOn({ promises }: PortableFs): Disk {
  const bytes = async (path: string): Promise<Buffer | undefined> => {
    const content = await present(path, () => promises.readFile(path));
    return content && Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  };
  return {
    bytes,
    text: async (path) => (await bytes(path))?.toString("utf8"),
    names: async (path) => {
      const names = (await present(path, () => promises.readdir(path, encoding))) ?? [];
      return names.map(nameBytes);
    },
    target: (path) => present(path, () => promises.stat(path)),
    facts: (path) => present(path, () => promises.lstat(path)),
    link: async (path) => nameBytes(await promises.readlink(path, encoding)),
  };
}

const encoding = { encoding: "buffer" } as const;

/** A file system that knows names only as text may have lost bytes that are not UTF-8. */
function nameBytes(name: Uint8Array | string): Buffer {
  const bytes = Buffer.from(name);
  if (typeof name !== "string" || (name.isWellFormed() && !name.includes("\ufffd"))) return bytes;
  const message = `the name ${visible(name)} is not valid UTF-8, or looks as if it were not`;
  throw new Failure("PATH", message, "rename the file");
}

const absent = new Set(["ENOENT", "ENOTDIR"]);

async function present<T>(path: string, operation: () => Promise<T>): Promise<T | undefined> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof Error && "code" in error && absent.has(String(error.code)))
      return undefined;
    throw new Failure("IO", `cannot read ${visible(path)}: ${visible(messageOf(error))}`);
  }
}
