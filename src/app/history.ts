import type { ObjectId } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import type { RepoPath } from "../base/path.ts";
import type { CommitLog, LoggedCommit, ReadTree } from "../base/ports.ts";
import { speaksOf, wordsOf, type Words } from "../lineage/mentions.ts";
import type { AssetHistory, CommitFacts, HistoryEntry } from "../model/history.ts";
import type { Asset } from "../model/snapshot.ts";
import { readConfig, type ReadConfig } from "../workspace/config.ts";
import { cacheFingerprint, loadKnown, storeKnown, type Known } from "../workspace/known.ts";
import { mainlineOf, type Mainline } from "../workspace/lines.ts";
import { readingKey, type FileReading } from "../workspace/readings.ts";
import { snapshotOf, type TreeSnapshot } from "../workspace/snapshot.ts";
import { speakingVersions, type Version } from "../workspace/versions.ts";
import { statesOf, type AssetState, type States } from "./asset-states.ts";
import type { Host } from "./host.ts";
import { assetNamed } from "./named.ts";

/** Rounds of looking for older names: each finds at least one more. */
const roundsMax = 8;

/**
 * The commits that changed what an asset is, along the first parents of a commit: who, when and what.
 * Only files that spoke of the asset are parsed, each content once; what it refers to in other files
 * is taken as the commit declares it. The asset is followed over changes of its id by any key that it
 * shares with its former self.
 *
 * @throws Failure ASSET_UNKNOWN for an asset that the commit does not have
 */
export async function historyOf(
  host: Pick<Host, "repository" | "cache" | "tool">,
  log: CommitLog,
  { asset: name, head }: { readonly asset: string; readonly head?: string | undefined },
): Promise<AssetHistory> {
  const commit = await commitNamed(host, head);
  const tree = await host.repository.openCommit(commit);
  const settings = await readConfig(tree);
  const [{ snapshot, readings }, commits] = await Promise.all([
    headRead(host, tree, settings),
    log.from(commit),
  ]);
  const asset = assetNamed(snapshot, name);
  const mainline = mainlineOf(commits);
  const parsed = new Map(readings.map((reading) => [readingKey(reading), reading]));
  let words = wordsOf([asset]);
  let walked: Walked | undefined;
  for (let round = 0; round < roundsMax; round += 1) {
    const read = { readings: parsed, silent: new Set<string>() };
    // Older names are known only when the newer ones have been followed.
    // oxlint-disable-next-line no-await-in-loop
    const speaking = await speakingVersions(tree, versionsIn(commits), {
      words,
      scan: settings.config.scan,
      read,
    });
    const states = statesOf(readings, { words, aliases: settings.config.aliases });
    walked = walk(asset, mainline, { speaking, states, start: startOf(readings, words) });
    const more = new Set([...words, ...wordsOf(walked.assets)]);
    if (more.size === words.size) break;
    words = more;
  }
  const entries = walked?.entries ?? [];
  const created = entries.at(-1);
  const cutOff =
    created?.change.change === "added" &&
    created.id === mainline.commits.at(-1)?.id &&
    (await log.isCutOff());
  return {
    asset: asset.id,
    entries: cutOff ? entries.slice(0, -1) : entries,
    commits: commits.length,
    cutOff,
  };
}

/** Keeps what it read for the next run: a head is asked about more than once. */
async function headRead(
  { cache, tool }: Pick<Host, "cache" | "tool">,
  tree: ReadTree,
  settings: ReadConfig,
): Promise<TreeSnapshot> {
  const fingerprint = cacheFingerprint(tool.sha256);
  const before: Known =
    cache === undefined ? { readings: new Map() } : await loadKnown(cache, fingerprint);
  const made = await snapshotOf(tree, settings, before.readings);
  const used = new Map(made.readings.map((reading) => [readingKey(reading), reading]));
  if (cache !== undefined) await storeKnown(cache, fingerprint, { before, used });
  return made;
}

async function commitNamed(
  { repository }: Pick<Host, "repository">,
  head: string | undefined,
): Promise<ObjectId> {
  const commit = head === undefined ? await repository.head() : await repository.resolve(head);
  if (commit !== undefined) return commit;
  if (head !== undefined) throw new Failure("USAGE", `there is no commit ${head}`);
  throw new Failure("NO_COMMIT", "there is no commit yet, hence no history");
}

function versionsIn(commits: readonly LoggedCommit[]): readonly Version[] {
  return commits.flatMap(({ changes }) =>
    changes.flatMap(({ path, before, after }) =>
      [before, after].flatMap((blob) => (blob === undefined ? [] : [{ path, blob }])),
    ),
  );
}

type Files = ReadonlyMap<RepoPath, FileReading>;

function startOf(readings: readonly FileReading[], words: Words): Files {
  const speaking = readings.filter(({ claims }) => speaksOf(claims, words));
  return new Map(speaking.map((reading) => [reading.path, reading]));
}

interface Walked {
  readonly entries: readonly HistoryEntry[];
  /** What the asset was at each state met. */
  readonly assets: readonly Asset[];
}

interface Ground {
  /** Versions that speak of the asset, by `readingKey`. */
  readonly speaking: ReadonlyMap<string, FileReading>;
  readonly states: States;
  readonly start: Files;
}

/** From the newest commit back: each is compared with what was before it. */
function walk(
  asset: Asset,
  { commits, broughtBy }: Mainline,
  { speaking, states, start }: Ground,
): Walked {
  const entries: HistoryEntry[] = [];
  const assets: Asset[] = [];
  let files = start;
  let after: AssetState = states.at(files.values(), asset.keys);
  for (const commit of commits) {
    const before = undone(files, commit, speaking);
    if (before === files) continue;
    files = before;
    const former = states.at(files.values(), after.keys);
    const change = states.change(former, after);
    if (change !== undefined) {
      const merged = broughtBy(commit.id).filter((one) => touches(one, speaking));
      entries.push({ ...factsOf(commit), change, merged: merged.map(factsOf) });
    }
    if (former.asset !== undefined) assets.push(former.asset);
    after = former;
  }
  return { entries, assets };
}

/** The files that spoke of the asset before the commit; the same map where it touched none. */
function undone(files: Files, commit: LoggedCommit, speaking: Ground["speaking"]): Files {
  if (!touches(commit, speaking)) return files;
  const earlier = new Map(files);
  for (const { path, before } of commit.changes) {
    const reading = before && speaking.get(readingKey({ path, blob: before }));
    if (reading === undefined) earlier.delete(path);
    else earlier.set(path, reading);
  }
  return earlier;
}

function touches({ changes }: LoggedCommit, speaking: Ground["speaking"]): boolean {
  return changes.some(({ path, before, after }) =>
    [before, after].some((blob) => blob !== undefined && speaking.has(readingKey({ path, blob }))),
  );
}

function factsOf({ id, author, when, subject }: LoggedCommit): CommitFacts {
  return { id, author, when, subject };
}
