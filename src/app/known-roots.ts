import { canonicalJson } from "../base/canonical.ts";
import { isSha256, type Sha256 } from "../base/digest.ts";
import { isObject, textAt, type JsonObject } from "../base/json.ts";
import type { Host } from "./host.ts";

type Memory = Pick<Host, "files" | "userDirectory">;

/** The digest of the trust root that this user took for a repository's; undefined if none yet. */
export async function rememberedRoot(
  memory: Memory,
  repository: string,
): Promise<Sha256 | undefined> {
  const digest = textAt(await knownRoots(memory), repository);
  return digest !== undefined && isSha256(digest) ? digest : undefined;
}

/** Remembers it, for verifications without another anchor. */
export async function rememberRoot(
  memory: Memory,
  repository: string,
  digest: Sha256,
): Promise<void> {
  const path = pathOf(memory);
  if (path === undefined) return;
  const known = await knownRoots(memory);
  const text = canonicalJson({ ...known, [repository]: digest });
  await memory.files.replace(path, Buffer.from(`${text}\n`));
}

async function knownRoots(memory: Memory): Promise<JsonObject> {
  const path = pathOf(memory);
  const bytes = path === undefined ? undefined : await memory.files.read(path);
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(value) ? value : {};
  } catch {
    return {}; // No memory and a broken one are the same: nothing is trusted from it.
  }
}

/** Without a home there is no memory. */
function pathOf({ userDirectory }: Memory): string | undefined {
  return userDirectory && `${userDirectory}/known-roots.json`;
}
