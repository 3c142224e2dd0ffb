import type { Anchor } from "../attest/trust-chain.ts";
import type { VerifyReport } from "../attest/verify-report.ts";
import { namedPaths, verify as verifyLedger } from "../attest/verify.ts";
import type { RepoPath } from "../base/path.ts";
import { isSha256 } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import type { ReadTree } from "../base/ports.ts";
import { assetKinds, type AssetKind } from "../model/kinds.ts";
import type { Host } from "./host.ts";
import { readLedger } from "./ledger.ts";
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
 * trees. Reads cold: a cache that somebody else may have written decides nothing here.
 */
export async function verify(host: Host, options: VerifyOptions): Promise<Verified> {
  const tree = await treeOf(host, options.at);
  const state = await (await openReader({ tool: host.tool })).read(tree);
  const ledger = await readLedger(tree, state.entries);
  const { covered } = state.snapshot;
  const named = namedPaths(ledger.entries);
  const others = uncovered(state, named);
  const digests = await digestsOf(state, covered);
  const kinds = new Map(covered.map((file) => [file.path, file.kinds]));
  const report = await verifyLedger({
    entries: ledger.entries,
    trust: ledger.trust,
    anchor: (await anchorOf(host, options)) ?? (await rememberedAnchor(host, state)),
    ci: host.ci,
    repository: ledger.entries.length === 0 ? undefined : repositoryName(state),
    covered: digests.map(({ path, sha256 }) => ({ path, sha256, kinds: kinds.get(path) ?? [] })),
    named: await digestsOf(state, others),
    tree: new Set(state.entries.map(({ path }) => path)),
    ledgerPaths: ledger.others,
    before: await ledgerBefore(host, options.base),
    require: requiredKinds(options.require) ?? state.settings.config.attest.require,
    rebuild: options.rebuild === true ? rebuilder(host, tree) : undefined,
  });
  return { report, label: tree.label, state };
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

/** Files that a statement names and that are not covered; their bytes count all the same. */
function uncovered(
  { entries, snapshot }: ReadState,
  named: ReadonlySet<RepoPath>,
): readonly ReadState["entries"][number][] {
  const covered = new Set(snapshot.covered.map(({ path }) => path));
  return entries.filter(
    ({ path, mode }) => named.has(path) && !covered.has(path) && mode !== "160000",
  );
}

/** Trust from outside the tree: a file, a digest, or the tip of a branch (DESIGN 9.11, 9.12). */
async function anchorOf(
  host: Host,
  { trustRoot, base }: VerifyOptions,
): Promise<Anchor | undefined> {
  if (trustRoot !== undefined) return anchorNamed(host, trustRoot);
  if (base === undefined) return undefined;
  const tip = await tipOf(host, base);
  const { trust } = await readLedger(tip, await tip.list());
  const newest = trust.at(-1);
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

async function tipOf({ repository }: Host, base: string): Promise<ReadTree> {
  const commit = await repository.resolve(base);
  if (commit === undefined) throw new Failure("BASE_MISSING", `there is no commit ${base}`);
  return repository.openCommit(commit);
}

async function ledgerBefore(
  host: Host,
  base: string | undefined,
): Promise<readonly RepoPath[] | undefined> {
  if (base === undefined) return undefined;
  const tip = await tipOf(host, base);
  const { entries, others } = await readLedger(tip, await tip.list());
  return [...entries.map(({ path }) => path), ...others];
}
