import { byCodeUnit } from "../../base/compare.ts";
import { isObjectId, type ObjectId } from "../../base/digest.ts";
import { visible } from "../../base/text.ts";
import { defaultAmong, remoteAmong, withoutCredentials } from "../refs.ts";
import { readCommit, readStored } from "./objects.ts";
import { unsupported, type PortablePlace } from "./place.ts";

/** The commit that the revision names: a ref, an id or its beginning, with `~n`, `^n`, `^{commit}`. */
export async function resolveCommit(
  place: PortablePlace,
  revision: string,
): Promise<ObjectId | undefined> {
  if (/@\{|^:\/|\^\{\//u.test(revision)) throw unsupported(`the revision ${visible(revision)}`);
  const [, name, steps] = /^([^~^:]+)((?:[~^]\d*|\^\{commit\})*)$/u.exec(revision) ?? [];
  if (name === undefined || steps === undefined) return undefined;
  const start = await idOf(place, name === "@" ? "HEAD" : name);
  let at = start && (await peeled(place, start));
  for (const [, sign, count] of steps.matchAll(/([~^])(\d*)(?:\{commit\})?/gu)) {
    // oxlint-disable-next-line no-await-in-loop -- one step leads to the next
    at = at && (await stepped(place, at, { sign, count }));
  }
  return at;
}

async function stepped(
  place: PortablePlace,
  start: ObjectId,
  { sign, count }: { readonly sign: string | undefined; readonly count: string | undefined },
): Promise<ObjectId | undefined> {
  const n = count === "" ? 1 : Number(count);
  if (sign === "^") return n === 0 ? start : (await readCommit(place, start)).info.parents[n - 1];
  let at: ObjectId | undefined = start;
  for (let left = n; left > 0 && at !== undefined; left -= 1) {
    // oxlint-disable-next-line no-await-in-loop -- one step leads to the next
    [at] = (await readCommit(place, at)).info.parents;
  }
  return at;
}

/** What the name of a ref or the digits of an id stand for: a commit or a tag. */
async function idOf(place: PortablePlace, name: string): Promise<ObjectId | undefined> {
  const { fs, git, gitDirectory, cache } = place;
  if (isObjectId(name)) return name;
  // oxlint-disable-next-line no-control-regex -- no ref holds control characters
  if (/[\0-\x20\x7f?*[\\]|^[-/]|\.\.|\/\//u.test(name)) return undefined;
  const asked = { fs, gitdir: gitDirectory, cache };
  const ref = await git.resolveRef({ ...asked, ref: name }).catch(() => "");
  if (isObjectId(ref)) return ref;
  if (!/^[0-9a-f]{4,39}$/iu.test(name)) return undefined;
  const id = await git.expandOid({ ...asked, oid: name.toLowerCase() }).catch(() => "");
  return isObjectId(id) ? id : undefined;
}

/** The commit behind annotated tags; undefined for another object or none. */
async function peeled(place: PortablePlace, id: ObjectId): Promise<ObjectId | undefined> {
  const stored = await readStored(place, id);
  if (stored?.type === "commit") return id;
  if (stored?.type !== "tag") return undefined;
  const [, target = ""] =
    /^object ([0-9a-f]{40})\n/u.exec(Buffer.from(stored.bytes).toString()) ?? [];
  return isObjectId(target) ? peeled(place, target) : undefined;
}

/** The name of the current branch, born or not; undefined on a detached HEAD. */
export async function currentBranch({
  fs,
  git,
  gitDirectory,
}: PortablePlace): Promise<string | undefined> {
  return (await git.currentBranch({ fs, gitdir: gitDirectory })) ?? undefined;
}

/** Names of the local branches, sorted. */
export async function branches({
  fs,
  git,
  gitDirectory,
}: PortablePlace): Promise<readonly string[]> {
  return (await git.listBranches({ fs, gitdir: gitDirectory })).toSorted(byCodeUnit);
}

/** As `defaultBranch` of the native refs. */
export async function defaultBranch(place: PortablePlace): Promise<string | undefined> {
  const { fs, git, gitDirectory } = place;
  const remotes = await git.listRemotes({ fs, gitdir: gitDirectory });
  const targets = new Map<string, string>();
  for (const name of remotes.flatMap(({ remote }) =>
    ["HEAD", "main", "master"].map((end) => `${remote}/${end}`),
  )) {
    // oxlint-disable-next-line no-await-in-loop -- a handful of names
    const target = await targetOf(place, name);
    if (target !== undefined) targets.set(name, target);
  }
  return defaultAmong(targets);
}

/** What a remote ref points at by name, `""` for one that holds an id; undefined where there is none. */
async function targetOf(
  { fs, git, gitDirectory }: PortablePlace,
  name: string,
): Promise<string | undefined> {
  const options = { fs, gitdir: gitDirectory, ref: `refs/remotes/${name}` };
  const id = await git.resolveRef(options).catch(() => undefined);
  if (id === undefined) return undefined;
  const target = await git.resolveRef({ ...options, depth: 2 });
  return target.startsWith("refs/remotes/") ? target.slice("refs/remotes/".length) : "";
}

/** As `remoteUrl` of the native refs. */
export async function remoteUrl({
  fs,
  git,
  gitDirectory,
}: PortablePlace): Promise<string | undefined> {
  const remotes = await git.listRemotes({ fs, gitdir: gitDirectory });
  const name = remoteAmong(remotes.map(({ remote }) => remote));
  const url = remotes.find(({ remote }) => remote === name)?.url;
  return url && withoutCredentials(url);
}
