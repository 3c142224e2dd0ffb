import type { Anchor, TrustFile } from "../attest/trust-chain.ts";
import type { VerifyInput, VerifyReport } from "../attest/verify-report.ts";
import { namedPaths, verify as verifyLedger } from "../attest/verify.ts";
import type { RepoPath } from "../base/path.ts";
import { isSha256, type ObjectId } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import { isRegular } from "../base/git-tree.ts";
import type { ReadTree, Repository } from "../base/ports.ts";
import { ordered, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { assetKinds, type AssetKind } from "../model/kinds.ts";
import type { Host } from "./host.ts";
import { readLedger, type Ledger } from "./ledger.ts";
import { rebuilder } from "./rebuild.ts";
import { openReader, type ReadState } from "./snapshots.ts";
import { rememberedRoot } from "./known-roots.ts";
import { digestsOf, repositoryName } from "./statement.ts";

export interface VerifyOptions {
  /** The commit to verify; otherwise the working tree as `git add -A` would store it. */
  readonly at?: string | undefined;
  readonly rebuild?: boolean | undefined;
  /** A trust root file, or `sha256:` and its digest. */
  readonly trustRoot?: string | undefined;
  /** A branch whose tip says which trust root is right. */
  readonly base?: string | undefined;
  /** Kinds whose files must be attested, comma-separated, in place of the configured ones. */
  readonly require?: string | undefined;
}

export interface Verified {
  readonly report: VerifyReport;
  readonly label: string;
  readonly state: ReadState;
}

/**
 * Verifies a tree: trust, signatures, coverage and, on demand, that each statement follows from its
 * trees. Reads cold: a cache that somebody else may have written decides nothing here. Under a
 * configuration that cannot be read nothing passes, since it says what the tree holds.
 */
export async function verify(host: Host, options: VerifyOptions): Promise<Verified> {
  const tree = await treeOf(host, options.at);
  const state = await (await openReader({ tool: host.tool })).read(tree);
  const ledger = await readLedger(tree, state.entries);
  const base =
    options.base === undefined ? undefined : await baseLedger(host, options.base, options.at);
  const broken = state.settings.diagnostics.filter(({ severity }) => severity === "error");
  const isNamed = ledger.entries.length > 0 && broken.length === 0;
  const report = await verifyLedger({
    entries: ledger.entries,
    trust: [...ledger.trust, ...addedTrust(ledger, base)],
    anchor: (await anchorOf(host, options, base)) ?? (await rememberedAnchor(host, state)),
    ci: host.ci,
    repository: isNamed ? repositoryName(state) : undefined,
    covered: await coveredDigests(state),
    named: await digestsOf(state, uncovered(state, namedPaths(ledger.entries))),
    tree: new Set(state.entries.map(({ path }) => path)),
    ledgerPaths: ledger.others,
    before: base?.before,
    require: requiredKinds(options.require) ?? state.settings.config.attest.require,
    rebuild: options.rebuild === true ? rebuilder(host, tree) : undefined,
  });
  return { report: withBrokenConfig(report, broken), label: tree.label, state };
}

function withBrokenConfig(report: VerifyReport, broken: readonly Diagnostic[]): VerifyReport {
  if (broken.length === 0) return report;
  const diagnostics = ordered([...broken, ...report.diagnostics]);
  return { ...report, verdict: "fail", diagnostics };
}

async function coveredDigests(state: ReadState): Promise<VerifyInput["covered"]> {
  const { covered } = state.snapshot;
  const kinds = new Map(covered.map((file) => [file.path, file.kinds]));
  const digests = await digestsOf(state, covered);
  return digests.map(({ path, sha256 }) => ({ path, sha256, kinds: kinds.get(path) ?? [] }));
}

function requiredKinds(text: string | undefined): readonly AssetKind[] | undefined {
  return text?.split(",").map((word) => {
    const kind = assetKinds.find((one) => one === word.trim());
    if (kind !== undefined) return kind;
    throw new Failure(
      "USAGE",
      `--require does not know "${word.trim()}"`,
      `one of ${assetKinds.join(", ")}`,
    );
  });
}

async function treeOf({ repository }: Host, at: string | undefined): Promise<ReadTree> {
  if (at === undefined) return repository.openWorkingTree();
  const commit = await repository.resolve(at);
  if (commit === undefined) throw new Failure("USAGE", `there is no commit ${at}`);
  return repository.openCommit(commit);
}

/**
 * Files that a statement names and that are not covered; their bytes count all the same. A link
 * that holds the text of the file which was signed is not that file.
 */
function uncovered(
  { entries, snapshot }: ReadState,
  named: ReadonlySet<RepoPath>,
): readonly ReadState["entries"][number][] {
  const covered = new Set(snapshot.covered.map(({ path }) => path));
  return entries.filter(
    ({ path, mode }) => named.has(path) && !covered.has(path) && isRegular(mode),
  );
}

/** Trust from outside the tree: a file, a digest, or the tip of a branch (DESIGN 9.11, 9.12). */
async function anchorOf(
  host: Host,
  { trustRoot }: VerifyOptions,
  base: BaseLedger | undefined,
): Promise<Anchor | undefined> {
  if (trustRoot !== undefined) return anchorNamed(host, trustRoot);
  const newest = base?.trust.at(-1);
  return newest && { trustRootBytes: newest.bytes };
}

/** What this user once took for the repository's trust root. */
async function rememberedAnchor(host: Host, { settings }: ReadState): Promise<Anchor | undefined> {
  const [url] = settings.config.repo.urls;
  const digest = url === undefined ? undefined : await rememberedRoot(host, url);
  return digest && { trustRootSha256: digest };
}

async function anchorNamed({ files }: Host, trustRoot: string): Promise<Anchor> {
  const digest = trustRoot.startsWith("sha256:") ? trustRoot.slice("sha256:".length) : undefined;
  if (digest !== undefined) {
    if (isSha256(digest)) return { trustRootSha256: digest };
    throw new Failure("USAGE", "--trust-root sha256:… needs 64 lower-case hex digits");
  }
  const bytes = await files.read(trustRoot);
  if (bytes === undefined) throw new Failure("USAGE", `there is no file ${trustRoot}`);
  return { trustRootBytes: bytes };
}

/** What the base branch knows of the ledger. */
interface BaseLedger {
  /** At its tip, the newest last. */
  readonly trust: readonly TrustFile[];
  /** Ledger files that were there when the two histories parted: none of them may go. */
  readonly before: readonly RepoPath[];
}

/** @throws Failure BASE_MISSING, or SHALLOW where nobody can tell what the change took away */
async function baseLedger(
  { repository }: Host,
  base: string,
  at: string | undefined,
): Promise<BaseLedger> {
  const tip = await repository.resolve(base);
  if (tip === undefined) throw new Failure("BASE_MISSING", `there is no commit ${base}`);
  const head = at === undefined ? await repository.head() : await repository.resolve(at);
  const fork = head === undefined ? undefined : await repository.mergeBase(head, tip);
  const now = await ledgerAt(repository, tip);
  const then = fork === undefined || fork === tip ? now : await ledgerAt(repository, fork);
  const files = [...then.entries, ...then.trust].map(({ path }) => path);
  return { trust: now.trust, before: [...files, ...then.others] };
}

async function ledgerAt(repository: Repository, commit: ObjectId): Promise<Ledger> {
  const tree = await repository.openCommit(commit);
  return readLedger(tree, await tree.list());
}

/** Trust roots that the base branch got since the histories parted: they are in force here too. */
function addedTrust({ trust }: Ledger, base: BaseLedger | undefined): readonly TrustFile[] {
  const known = new Set<string>([...trust.map(({ path }) => path), ...(base?.before ?? [])]);
  return (base?.trust ?? []).filter(({ path }) => !known.has(path));
}
