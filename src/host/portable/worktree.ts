import { join } from "node:path";
import { byCodeUnit } from "../../base/compare.ts";
import { isObjectId, objectId, type ObjectId } from "../../base/digest.ts";
import { Failure } from "../../base/failure.ts";
import { parentOf, type RepoPath } from "../../base/path.ts";
import type { FileMode, TreeEntry } from "../../base/ports.ts";
import { visible } from "../../base/text.ts";
import { storedBytes } from "./convert.ts";
import { gitDirectoryOf, unsupported, type PortablePlace } from "./place.ts";
import { readBlob } from "./objects.ts";
import { rulesOf, type TreeRules } from "./rules.ts";
import { refuseSettings } from "./settings.ts";
import { stageEntries, type StageEntry } from "./stage.ts";
import { trackedOf, walk, type Found } from "./walk.ts";

/** The index and when it was written. */
export interface Stage {
  readonly entries: readonly StageEntry[];
  readonly seconds: number;
}

/** A working tree as `git add -A` would store it. */
export interface WorkingTree {
  readonly entries: readonly TreeEntry[];
  /** The stored bytes of a file that the repository does not hold; undefined for other blobs. */
  readonly read: (blob: ObjectId) => Promise<Uint8Array> | undefined;
}

export async function readStage({ disk, gitDirectory }: PortablePlace): Promise<Stage> {
  const path = join(gitDirectory, "index");
  // Before the bytes: an older time makes more files be looked at, a newer one would hide a change.
  const facts = await disk.target(path);
  const bytes = await disk.bytes(path);
  if (facts === undefined || bytes === undefined) return { entries: [], seconds: 0 };
  return { entries: stageEntries(bytes), seconds: Math.floor(facts.mtimeMs / 1000) };
}

/** What a file is made into. */
interface Work {
  readonly place: PortablePlace;
  readonly rules: TreeRules;
  readonly stage: Stage;
  readonly staged: ReadonlyMap<string, StageEntry>;
  readonly fileMode: boolean;
  readonly autocrlf: string | undefined;
}

const batchSize = 64;
/** Git writes size 0 into the index for files that it must look into; files that are empty apart. */
const emptyBlob = objectId("blob", new Uint8Array());

export async function readWorkingTree(place: PortablePlace, stage: Stage): Promise<WorkingTree> {
  await refuseSettings(place);
  const staged = new Map<string, StageEntry>();
  for (const entry of stage.entries) if (entry.stage === 0) staged.set(entry.path, entry);
  const rules = rulesOf(place, async (path) => {
    const entry = staged.get(path);
    return entry && readBlob(place, entry.blob, path);
  });
  const fileMode = (await place.config("core.filemode")) !== "false";
  const autocrlf = await place.config("core.autocrlf");
  const work: Work = { place, rules, stage, staged, fileMode, autocrlf };
  const found = await walk(place, rules, trackedOf(stage.entries));
  await refuseSparse(work, found);
  const entries: TreeEntry[] = [];
  const changed = new Map<ObjectId, Found>();
  for (let at = 0; at < found.length; at += batchSize) {
    const batch = found.slice(at, at + batchSize);
    // oxlint-disable-next-line no-await-in-loop -- in batches: each holds its files open
    const made = await Promise.all(batch.map((file) => entryOf(work, file)));
    for (const [index, file] of batch.entries()) {
      const entry = made[index];
      if (entry === undefined) continue;
      entries.push(entry);
      if (entry.blob !== staged.get(entry.path)?.blob) changed.set(entry.blob, file);
    }
  }
  const present = new Set(found.map(({ path }) => path));
  const kept = stage.entries.filter(
    ({ path, skipWorktree, assumedUnchanged, stage: version }) =>
      version === 0 && (skipWorktree || assumedUnchanged) && !present.has(path),
  );
  return {
    entries: [...entries, ...kept.map(plain)].toSorted((a, b) => byCodeUnit(a.path, b.path)),
    read: (blob) => {
      const file = changed.get(blob);
      return file && readAgain(work, file, blob);
    },
  };
}

function plain({ path, mode, blob }: TreeEntry): TreeEntry {
  return { path, mode, blob };
}

async function entryOf(work: Work, found: Found): Promise<TreeEntry> {
  const { path, kind } = found;
  const before = work.staged.get(path);
  if (before !== undefined) {
    const isGiven = before.assumedUnchanged || before.skipWorktree || kind === "empty repository";
    if (isGiven || isUnchanged(work, found, before)) return plain(before);
  }
  if (kind === "repository") return { path, mode: "160000", blob: await headOf(work.place, path) };
  const blob = objectId("blob", await bytesOf(work, found));
  return { path, mode: modeOf(work, found, before), blob };
}

/**
 * Whether the file is as old and as long as when it was last found equal. As Git does, a file that is
 * not older than the index is looked into.
 */
function isUnchanged(work: Work, { kind, facts }: Found, before: StageEntry): boolean {
  const seen = before.size > 0 || before.blob === emptyBlob;
  return (
    seen &&
    !before.intentToAdd &&
    sameMode(work, { kind, facts }, before) &&
    before.size === facts.size % 2 ** 32 &&
    before.mtimeSeconds === seconds(facts.mtimeMs) &&
    before.ctimeSeconds === seconds(facts.ctimeMs) &&
    before.mtimeSeconds < work.stage.seconds
  );
}

function sameMode(work: Work, found: Pick<Found, "kind" | "facts">, before: StageEntry): boolean {
  return before.mode !== "160000" && modeOf(work, found, before) === before.mode;
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) % 2 ** 32;
}

function modeOf(
  { fileMode }: Work,
  { kind, facts }: Pick<Found, "kind" | "facts">,
  before: StageEntry | undefined,
): FileMode {
  if (kind === "link") return "120000";
  const executable = fileMode ? (facts.mode & 0o100) !== 0 : before?.mode === "100755";
  return executable ? "100755" : "100644";
}

async function bytesOf(
  { place, rules, staged, autocrlf }: Work,
  { path, kind }: Found,
): Promise<Buffer> {
  const full = join(place.root, path);
  if (kind === "link") return place.disk.link(full);
  const bytes = await place.disk.bytes(full);
  if (bytes === undefined) throw changing(path);
  const before = staged.get(path);
  return storedBytes(path, bytes, {
    attributes: await rules.attributes(path),
    autocrlf,
    stored: () => (before ? readBlob(place, before.blob, path) : Promise.resolve(undefined)),
  });
}

async function readAgain(work: Work, found: Found, blob: ObjectId): Promise<Uint8Array> {
  const bytes = await bytesOf(work, found);
  if (objectId("blob", bytes) === blob) return bytes;
  throw changing(found.path);
}

function changing(path: RepoPath): Failure {
  return new Failure("IO", `${visible(path)} changed while it was read`, "run the command again");
}

/** The commit of a repository inside the working tree. */
async function headOf(place: PortablePlace, path: RepoPath): Promise<ObjectId> {
  const { disk, fs, git, root } = place;
  const gitdir = await gitDirectoryOf(disk, join(root, path));
  const id = await git.resolveRef({ fs, gitdir, ref: "HEAD" }).catch(() => "");
  if (isObjectId(id)) return id;
  throw new Failure("GIT", `the repository ${visible(path)} has no commit that could be stored`);
}

/**
 * In a sparse checkout, Git leaves out what lies outside of its patterns; those are not read here. In
 * a cone, a folder of which one file is checked out has all of them checked out.
 */
async function refuseSparse(
  { place, stage, staged }: Work,
  found: readonly Found[],
): Promise<void> {
  if ((await place.config("core.sparsecheckout")) !== "true") return;
  const isCone = (await place.config("core.sparsecheckoutcone")) === "true";
  const inside = stage.entries.filter(({ skipWorktree }) => isCone && !skipWorktree);
  const folders = new Set(inside.map(({ path }) => parentOf(path)));
  const outside = found.find(({ path }) => {
    const before = staged.get(path);
    return before === undefined ? !folders.has(parentOf(path)) : before.skipWorktree;
  });
  if (outside === undefined) return;
  throw unsupported(`the file ${visible(outside.path)}, maybe outside of a sparse checkout,`);
}
