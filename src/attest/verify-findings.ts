import { repoPath, type RepoPath } from "../base/path.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { isLedgerPath, otherLedgerPath, trustPath, trustVersion } from "./ledger-path.ts";
import type { Checked, Problem } from "./problem.ts";
import type { Trust, TrustFile } from "./trust-chain.ts";
import type { JudgedEntry } from "./verify-entry.ts";
import { diagnosticOf, type EntryReport, type VerifyInput } from "./verify-report.ts";

export function entryDiagnostics(
  { path, outcome }: JudgedEntry,
  trust: Checked<Trust>,
): readonly Diagnostic[] {
  if (outcome.ok) return [];
  // What fails every entry is said once, of the trust root.
  const isShared = !trust.ok && outcome.problem === trust.problem;
  return isShared ? [] : [diagnosticOf(outcome.problem, path)];
}

export function trustDiagnostics(
  trust: Checked<Trust>,
  { ci, trust: files }: VerifyInput,
): readonly Diagnostic[] {
  if (!trust.ok) {
    const place = newestFirst(files)[0]?.path ?? folder(".lineage/trust");
    return [diagnosticOf(trust.problem, trust.problem.path ?? place)];
  }
  if (trust.value.anchored) return [];
  const problem: Problem = {
    code: "trust.unanchored",
    message: "the trust root is known from this tree alone: the repository vouches for itself",
    expected: "a trust root or digest from elsewhere, or a base branch",
  };
  const diagnostic = diagnosticOf(problem, trustPath(trust.value.root.version));
  return [ci ? { ...diagnostic, severity: "error" } : diagnostic];
}

function newestFirst(files: readonly TrustFile[]): readonly TrustFile[] {
  return files.toSorted((a, b) => (trustVersion(b.path) ?? 0) - (trustVersion(a.path) ?? 0));
}

export function ledgerDiagnostics({
  ledgerPaths,
  entries,
  trust,
  before = [],
}: VerifyInput): readonly Diagnostic[] {
  const unknown = ledgerPaths
    .filter((path) => otherLedgerPath(path) === "unknown")
    .map((path) =>
      diagnosticOf({ code: "file.unknown", message: "it is no file of a ledger" }, path),
    );
  const present = new Set<string>(
    [...entries, ...trust].map(({ path }) => path).concat(ledgerPaths),
  );
  const deleted = before
    .filter((path) => isLedgerPath(path) && !present.has(path))
    .map((path) =>
      diagnosticOf(
        { code: "file.deleted", message: "the base has this file, and it is gone" },
        path,
      ),
    );
  return [...unknown, ...deleted];
}

export function rebuildDiagnostics({ path, rebuild }: EntryReport): readonly Diagnostic[] {
  switch (rebuild?.state) {
    case undefined:
    case "match":
      return [];
    case "differs":
      return [
        diagnosticOf(
          {
            code: "payload.rebuild",
            message: "its statement is not what its tree gives",
            found: rebuild.detail,
          },
          path,
        ),
      ];
    case "not checked":
      return [
        diagnosticOf(
          {
            code: "rebuild.unchecked",
            message: `its statement was not rebuilt: ${rebuild.detail}`,
          },
          path,
        ),
      ];
  }
}

export function nothingVerified(entries: readonly JudgedEntry[]): readonly Diagnostic[] {
  if (entries.some(({ outcome }) => outcome.ok)) return [];
  const message =
    entries.length === 0 ? "there is no entry" : `none of ${entries.length} entries is valid`;
  return [
    diagnosticOf(
      { code: "nothing.verified", message: `nothing was verified: ${message}` },
      folder(".lineage/entries"),
    ),
  ];
}

function folder(path: string): RepoPath {
  const checked = repoPath(path);
  if (checked === undefined) throw new RangeError(`not a path: ${path}`);
  return checked;
}
