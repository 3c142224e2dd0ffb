import type { Sha256 } from "../base/digest.ts";
import type { RepoPath } from "../base/path.ts";
import type { Heads, PathState } from "./heads.ts";
import { otherLedgerPath } from "./ledger-path.ts";
import type { Checked } from "./problem.ts";
import { pathsOf } from "./statement.ts";
import type { Trust } from "./trust-chain.ts";
import type { JudgedEntry, SignedStatement } from "./verify-entry.ts";
import type { Carrier } from "./verify-paths.ts";
import type {
  EntryReport,
  EntryState,
  PathReport,
  RebuildResult,
  TrustReport,
  VerifyCounts,
  VerifyInput,
} from "./verify-report.ts";

/** What entries are reported from. */
export interface Findings {
  readonly paths: readonly PathReport[];
  readonly heads: Heads;
  readonly trust: Checked<Trust>;
  readonly rebuilt: ReadonlyMap<Sha256, RebuildResult>;
}

export function entryReports(
  entries: readonly JudgedEntry[],
  findings: Findings,
): readonly EntryReport[] {
  const broken = new Set(
    findings.paths.flatMap(({ path, state }) =>
      state === "stale" || state === "missing" ? [path] : [],
    ),
  );
  return entries.map((entry) => reportOf(entry, findings, broken));
}

function reportOf(
  { path, outcome }: JudgedEntry,
  findings: Findings,
  broken: ReadonlySet<RepoPath>,
): EntryReport {
  if (!outcome.ok) return { path, state: "invalid", code: outcome.problem.code };
  const { payload, keyId, statement } = outcome.value;
  const rebuild = findings.rebuilt.get(payload);
  return {
    path,
    state: entryState(outcome.value, findings.heads, broken),
    payload,
    keyId,
    signer: signerOf(outcome.value, findings.trust),
    statement,
    ...(rebuild && { rebuild }),
  };
}

/** By the paths that the statement is head of: none, some broken, or only good ones. */
function entryState(
  { payload, statement }: SignedStatement,
  heads: Heads,
  broken: ReadonlySet<RepoPath>,
): EntryState {
  const led = pathsOf(statement).filter((path) =>
    heads.get(path)?.some((head) => head.payload === payload),
  );
  if (led.length === 0) return "historical";
  return led.some((path) => broken.has(path)) ? "stale" : "current";
}

/** Per payload the entry that carries it (the last by path) and who signed it. */
export function carriersOf(
  entries: readonly JudgedEntry[],
  trust: Checked<Trust>,
): ReadonlyMap<Sha256, Carrier> {
  return new Map(
    entries.flatMap(({ path, outcome }) =>
      outcome.ok
        ? [[outcome.value.payload, { path, signer: signerOf(outcome.value, trust) }] as const]
        : [],
    ),
  );
}

function signerOf({ keyId }: SignedStatement, trust: Checked<Trust>): string {
  return (trust.ok ? trust.value.root.keys[keyId]?.owner : undefined) ?? keyId;
}

export function trustReport({ root, sha256, anchored }: Trust): TrustReport {
  return { version: root.version, sha256, origin: root.log.origin, mode: root.log.mode, anchored };
}

export function countsOf(
  entries: readonly EntryReport[],
  paths: readonly PathReport[],
  { covered, ledgerPaths }: VerifyInput,
): VerifyCounts {
  const inState = (state: EntryState): number =>
    entries.filter((entry) => entry.state === state).length;
  const held = (state: PathState): number => paths.filter((path) => path.state === state).length;
  const rebuilt = (state: RebuildResult["state"]): number =>
    entries.filter((entry) => entry.rebuild?.state === state).length;
  return {
    entries: {
      current: inState("current"),
      historical: inState("historical"),
      stale: inState("stale"),
      invalid: inState("invalid"),
    },
    paths: {
      attested: held("attested"),
      removed: held("removed"),
      stale: held("stale"),
      missing: held("missing"),
      uncovered: held("uncovered"),
    },
    covered: covered.length,
    pending: ledgerPaths.filter((path) => otherLedgerPath(path) === "pending").length,
    rebuilt: {
      match: rebuilt("match"),
      differs: rebuilt("differs"),
      "not checked": rebuilt("not checked"),
    },
  };
}
