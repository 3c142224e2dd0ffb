import {
  buildStatement,
  type BuiltStatement,
  type FileDigests,
} from "../attest/build-statement.ts";
import type { Heads } from "../attest/heads.ts";
import type { StatedChange, StatedCost, StatedFinding, StatedPolicy } from "../attest/statement.ts";
import { canonicalJson } from "../base/canonical.ts";
import { sha256, type ObjectId, type Sha256 } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import { isRegular, treeWithout } from "../base/git-tree.ts";
import { memberOf } from "../base/json.ts";
import type { Day } from "../base/ports.ts";
import type { CostDiff, Total } from "../model/estimate.ts";
import type { AssetChange, Review } from "../model/review.ts";
import type { ColumnEdge, ColumnId, CoveredFile, Snapshot } from "../model/snapshot.ts";
import { ledgerFolders } from "../workspace/ledger-paths.ts";
import type { Tool } from "./host.ts";
import type { ReadState } from "./snapshots.ts";
import { compare, type States } from "./review.ts";

/** The covered files that a statement about two trees is about. */
export interface Subjects {
  readonly files: readonly FileDigests[];
  readonly removed: readonly FileDigests[];
}

export interface StatementRequest {
  readonly asOf: Day;
  readonly tool: Tool;
  readonly heads: Heads;
}

/**
 * The statement about the difference of two trees: a function of the trees, the day and the tool
 * (and of `heads` in `replaces` alone), so that whoever has them can build it again.
 */
export async function statementOf(
  states: States,
  request: StatementRequest,
): Promise<BuiltStatement> {
  const { base, head } = states;
  const { asOf, tool, heads } = request;
  const reviewed = await compare(states, { asOf, version: tool.version });
  const { files, removed } = await subjectsOf(states);
  return buildStatement({
    asOf,
    repository: repositoryName(head),
    base: base.entries.length === 0 ? undefined : sourceTree(base),
    head: sourceTree(head),
    config: head.settings.digest,
    snapshot: {
      sha256: head.snapshot.digest,
      assets: head.snapshot.assets.length,
      edges: head.snapshot.edges.length,
    },
    files,
    removed,
    heads,
    changes: reviewed.changes.map((change) => statedChange(change, states)),
    policy: statedPolicy(reviewed),
    cost: statedCost(reviewed.cost, head.snapshot),
    pins: [],
    tool,
  });
}

/** The name by which statements call the repository. */
export function repositoryName({ settings }: Pick<ReadState, "settings">): string {
  const [url] = settings.config.repo.urls;
  if (url === undefined) {
    throw new Failure(
      "CONFIG",
      "the repository has no name to sign: repo.urls is empty",
      "add to lineagectl.yaml:  repo: {urls: [https://…]}",
    );
  }
  return /^[a-z+]+:\/\//u.test(url) && !url.startsWith("git+") ? `git+${url}` : url;
}

/** Id of the tree without what signatures add to it. */
export function sourceTree({ entries, tree }: Pick<ReadState, "entries" | "tree">): ObjectId {
  return treeWithout(entries, ledgerFolders, tree.format);
}

/** Covered files that were added or changed, and those that are gone, with their digests. */
export async function subjectsOf({ base, head }: States): Promise<Subjects> {
  const before = new Map(base.snapshot.covered.map((file) => [file.path, file]));
  const after = new Map(head.snapshot.covered.map((file) => [file.path, file]));
  const changed = head.snapshot.covered.filter(({ path, blob, mode }) => {
    const old = before.get(path);
    return old?.blob !== blob || old.mode !== mode;
  });
  // A link or a submodule where the file was is not that file: it is gone.
  const files = head.entries.filter(({ mode }) => isRegular(mode));
  const present = new Set(files.map(({ path }) => path));
  // A file that is still there but says nothing any more has changed its meaning: it is a subject.
  const silent = base.snapshot.covered.filter(({ path }) => !after.has(path) && present.has(path));
  const gone = base.snapshot.covered.filter(({ path }) => !present.has(path));
  return {
    files: await digestsOf(head, [...changed, ...silent.map((file) => current(file, head))]),
    removed: await digestsOf(base, gone),
  };
}

function current({ path, ...rest }: CoveredFile, { entries }: ReadState): CoveredFile {
  const entry = entries.find((other) => other.path === path);
  return { path, ...rest, ...(entry !== undefined && { blob: entry.blob, mode: entry.mode }) };
}

/** The digests of these files' bytes, in their order. */
export async function digestsOf(
  { tree }: Pick<ReadState, "tree">,
  files: readonly Pick<CoveredFile, "path" | "blob">[],
): Promise<readonly FileDigests[]> {
  const contents = await tree.read(files.map(({ blob }) => blob));
  return files.map(({ path, blob }, index) => {
    const bytes = contents[index];
    if (bytes === undefined) {
      throw new Failure(
        "GIT",
        `the content of ${path} is not in this clone`,
        "git fetch --refetch",
      );
    }
    return { path, gitBlob: blob, sha256: sha256(bytes) };
  });
}

function statedChange(change: AssetChange, { base, head }: States): StatedChange {
  const { asset, owner, before, after } = change;
  const { snapshot } = change.change === "removed" ? base : head;
  const columns = snapshot.columnEdges.filter(({ to }) => to.asset === asset);
  return {
    asset,
    change: change.change,
    ...(after !== undefined && { record: after }),
    ...(before !== undefined && { before }),
    ...(owner !== undefined && { owner }),
    inputs: snapshot.edges.filter(({ to }) => to === asset).map(({ from }) => from),
    outputs: snapshot.edges.filter(({ from }) => from === asset).map(({ to }) => to),
    columns: columns.map(({ from, to, via }: ColumnEdge) => ({
      to: columnName(to),
      from: columnName(from),
      via,
    })),
  };
}

function columnName({ asset, column }: ColumnId): string {
  return `${asset}#${column}`;
}

function statedPolicy({ policy }: Pick<Review, "policy">): StatedPolicy {
  const findings = policy.judgements.flatMap((made): StatedFinding[] =>
    made.verdict === "pass"
      ? []
      : [
          {
            rule: made.rule,
            asset: made.asset,
            fingerprint: made.diagnostic.fingerprint,
            verdict: made.verdict,
            ...(made.waiver !== undefined && { waiver: made.waiver.id }),
          },
        ],
  );
  return { packs: policy.packs, counts: policy.counts, findings };
}

function statedCost({ currency, before, after, change }: CostDiff, snapshot: Snapshot): StatedCost {
  return {
    currency,
    prices: pricesDigest(snapshot),
    before: total(before),
    after: total(after),
    change: total(change),
  };
}

/** Digest of the price tables and exchange rates as declared, formatting apart, in the order of their files. */
function pricesDigest({ declarations }: Snapshot): Sha256 {
  const tables = declarations.filter(({ kind }) => kind === "PriceTable" || kind === "FxTable");
  return sha256(canonicalJson(tables.map(({ value }) => memberOf(value, "spec") ?? null)));
}

function total({ low, expected, high, unknown }: Total): StatedCost["before"] {
  return { low, expected, high, unknown };
}
