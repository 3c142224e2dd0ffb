import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

interface Said {
  readonly payload: string;
  readonly digests: ReadonlyMap<string, string>;
  readonly removed: ReadonlySet<string>;
  readonly replaces: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Whether every path of the folder is attested, by the definition alone (DESIGN 9.6) and from raw
 * files alone: none of the program's own code. Signatures are not looked at.
 */
export async function allAttested(root: string, covered: readonly string[]): Promise<boolean> {
  const said = await statementsIn(root);
  const named = said.flatMap(({ digests, removed }) => [...digests.keys(), ...removed]);
  const paths = new Set([...covered, ...named]);
  const verdicts = await Promise.all([...paths].map((path) => isAttested(root, path, said)));
  return verdicts.every(Boolean);
}

async function isAttested(root: string, path: string, said: readonly Said[]): Promise<boolean> {
  const naming = said.filter(({ digests, removed }) => digests.has(path) || removed.has(path));
  const replaced = new Set(naming.flatMap(({ replaces }) => [...(replaces.get(path) ?? [])]));
  const heads = naming.filter(({ payload }) => !replaced.has(payload));
  const present = await digestOf(join(root, path));
  return heads.some(({ digests, removed }) =>
    present === undefined ? removed.has(path) : digests.get(path) === present,
  );
}

async function statementsIn(root: string): Promise<readonly Said[]> {
  const folder = join(root, ".lineage", "entries");
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files = names.filter((name) => name.endsWith(".sigstore.json"));
  return Promise.all(files.map(async (name) => saidBy(await readFile(join(folder, name), "utf8"))));
}

function saidBy(bundle: string): Said {
  const bytes = Buffer.from(JSON.parse(bundle).dsseEnvelope.payload, "base64");
  const { subject, predicate } = JSON.parse(bytes.toString("utf8"));
  const pairs = <T>(
    items: readonly T[],
    pair: (item: T) => readonly [string, string],
  ): Map<string, string> => new Map(items.map(pair));
  const removed: readonly { path: string }[] = predicate.removed;
  const gone = new Set(removed.map(({ path }) => path));
  const digests = pairs(subject, (item: { name: string; digest: { sha256: string } }) => [
    item.name,
    item.digest.sha256,
  ]);
  for (const path of gone) digests.delete(path);
  const replaces: readonly { path: string; payloads: string[] }[] = predicate.replaces;
  return {
    payload: createHash("sha256").update(bytes).digest("hex"),
    digests,
    removed: gone,
    replaces: new Map(replaces.map(({ path, payloads }) => [path, new Set(payloads)])),
  };
}

async function digestOf(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes && createHash("sha256").update(bytes).digest("hex");
}
