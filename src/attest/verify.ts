import { by } from "../base/compare.ts";
import type { Sha256 } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import type { RepoPath } from "../base/path.ts";
import { ordered, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { attestRules } from "./codes.ts";
import { readEntry, type LedgerFile } from "./entry.ts";
import { headsOf, type Heads } from "./heads.ts";
import { failed, type Checked } from "./problem.ts";
import { readStatement } from "./read-statement.ts";
import { pathsOf, type Statement } from "./statement.ts";
import { readTrust, type Trust } from "./trust-chain.ts";
import { judgeEntry, judgeTogether, type JudgedEntry } from "./verify-entry.ts";
import {
  entryDiagnostics,
  ledgerDiagnostics,
  nothingVerified,
  rebuildDiagnostics,
  trustDiagnostics,
} from "./verify-findings.ts";
import { judgePaths } from "./verify-paths.ts";
import type { Rebuild, RebuildResult, VerifyInput, VerifyReport } from "./verify-report.ts";
import { carriersOf, countsOf, entryReports, trustReport } from "./verify-summary.ts";

/**
 * Verifies a tree's ledger: trust, entries one by one, entries together, the files they speak of,
 * the ledger's own paths, and, if asked, the statements against their trees. The first failing step
 * of an entry is reported and the others go on; nothing verified is a failure.
 */
export async function verify(input: VerifyInput): Promise<VerifyReport> {
  const trust = supported(readTrust(input.trust, input.anchor));
  const entries = judgeEntries(input, trust);
  const heads = headsOf(entries.flatMap(({ outcome }) => (outcome.ok ? [outcome.value] : [])));
  const judged = judgePaths(heads, input, carriersOf(entries, trust));
  const rebuilt = await rebuildAll(entries, input.rebuild);
  const reports = entryReports(entries, { paths: judged.paths, heads, trust, rebuilt });
  const diagnostics = ordered([
    ...trustDiagnostics(trust, input),
    ...entries.flatMap((entry) => entryDiagnostics(entry, trust)),
    ...(trust.ok ? judged.diagnostics : []),
    ...ledgerDiagnostics(input),
    ...reports.flatMap(rebuildDiagnostics),
    ...nothingVerified(entries),
  ]);
  return {
    verdict: verdictOf(diagnostics, trust),
    ...(trust.ok && { trust: trustReport(trust.value) }),
    entries: reports,
    paths: judged.paths,
    counts: countsOf(reports, judged.paths, input),
    diagnostics,
  };
}

/**
 * The heads of a ledger: what `replaces` of a new statement is made of.
 *
 * @throws Failure TRUST_ROOT where nothing can be valid: without them a statement would replace
 *   nothing and leave the old ones standing beside it
 */
export function currentHeads(
  input: Pick<VerifyInput, "entries" | "trust" | "anchor" | "repository">,
): Heads {
  const trust = supported(readTrust(input.trust, input.anchor));
  if (!trust.ok)
    throw new Failure("TRUST_ROOT", trust.problem.message, attestRules[trust.problem.code].fix);
  const entries = judgeEntries(input, trust);
  return headsOf(entries.flatMap(({ outcome }) => (outcome.ok ? [outcome.value] : [])));
}

/**
 * Every path that any readable entry names, valid or not: files whose digests a verification needs
 * although they may not be covered any more.
 */
export function namedPaths(files: readonly LedgerFile[]): ReadonlySet<RepoPath> {
  const statements = files.flatMap((file): readonly Statement[] => {
    const bundle = readEntry(file);
    const statement = bundle.ok ? readStatement(bundle.value.payload) : bundle;
    return statement.ok ? [statement.value] : [];
  });
  return new Set(statements.flatMap(pathsOf));
}

function judgeEntries(
  { entries, repository }: Pick<VerifyInput, "entries" | "repository">,
  trust: Checked<Trust>,
): readonly JudgedEntry[] {
  const judged = entries
    .toSorted(by(({ path }) => path))
    .map((file) => judgeEntry(file, { trust, repository }));
  return trust.ok ? judgeTogether(judged, trust.value) : judged;
}

/** A log that is asked for and not checked must not look like one that is in order. */
function supported(trust: Checked<Trust>): Checked<Trust> {
  if (!trust.ok || trust.value.root.log.mode === "set") return trust;
  return failed(
    "log.unsupported",
    `trust root ${trust.value.root.version} has mode log, which this version cannot check`,
  );
}

/** Each valid statement once. */
async function rebuildAll(
  entries: readonly JudgedEntry[],
  rebuild: Rebuild | undefined,
): Promise<ReadonlyMap<Sha256, RebuildResult>> {
  const results = new Map<Sha256, RebuildResult>();
  if (rebuild === undefined) return results;
  for (const { outcome } of entries) {
    if (!outcome.ok || results.has(outcome.value.payload)) continue;
    const { payload, statement, payloadBytes } = outcome.value;
    // One at a time: each reads whole trees.
    // oxlint-disable-next-line no-await-in-loop
    results.set(payload, await rebuild(statement, payloadBytes));
  }
  return results;
}

function verdictOf(
  diagnostics: readonly Diagnostic[],
  trust: Checked<Trust>,
): VerifyReport["verdict"] {
  if (!trust.ok || diagnostics.some(({ severity }) => severity === "error")) return "fail";
  return trust.value.anchored ? "pass" : "unanchored";
}
