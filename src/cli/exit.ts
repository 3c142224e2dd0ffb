import type { Outcome } from "../app/outcome.ts";
import type { FailureCode } from "../base/failure.ts";

/** The exit statuses (DESIGN 4). */
export const exit = {
  ok: 0,
  findings: 1,
  cannot: 2,
  incomplete: 3,
  internal: 4,
  policyError: 5,
  cancelled: 130,
} as const;
export type ExitStatus = (typeof exit)[keyof typeof exit];

const meanings: Readonly<Record<ExitStatus, string>> = {
  0: "ok",
  1: "findings that --fail-on lists (default: error)",
  2: "cannot do it: usage, broken configuration, policy or price table, missing or\n     cut-off base, Git or file failure",
  3: "incomplete: something is unknown or undecided, and --fail-on lists that word",
  4: "internal error: a bug, to be reported",
  5: "a policy could not be evaluated: neither pass nor fail",
  130: "interrupted",
};

/** What `lineagectl help exit-codes` prints. */
export function exitCodesText(): string {
  const lines = Object.entries(meanings).map(
    ([status, meaning]) => `${status.padStart(3)}  ${meaning}\n`,
  );
  return `Exit status of every command\n${lines.join("")}Several at once: 4 before 2 before 5 before 1 before 3.\n`;
}

/** Words that `--fail-on` takes. */
export const failOnWords = ["error", "warning", "info", "unknown", "undecided"] as const;
export type FailOn = (typeof failOnWords)[number];

/** Several at once: 4 before 2 before 5 before 1 before 3. */
export function statusOf(outcome: Outcome, failOn: readonly FailOn[]): ExitStatus {
  if (outcome.ownInputInvalid) return exit.cannot;
  if (outcome.policyErrors > 0) return exit.policyError;
  const severe = [...outcome.severities].some((severity) => failOn.includes(severity));
  if (severe) return exit.findings;
  const unknown = failOn.includes("unknown") && outcome.unknown > 0;
  const undecided = failOn.includes("undecided") && outcome.undecided > 0;
  return unknown || undecided ? exit.incomplete : exit.ok;
}

export function statusOfFailure(code: FailureCode): ExitStatus {
  return code === "CANCELLED" ? exit.cancelled : exit.cannot;
}
