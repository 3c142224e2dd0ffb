/**
 * Why a run could not do its work. A closed set: the exit status follows from it (cli/exit.ts).
 * Findings about a user's file are never failures; they are diagnostics.
 */
export type FailureCode =
  | "USAGE"
  | "CONFIG"
  | "NOT_A_REPOSITORY"
  | "NO_COMMIT"
  | "BARE_REPOSITORY"
  | "BASE_MISSING"
  | "SHALLOW"
  | "GIT"
  | "GIT_MISSING"
  | "FILTER"
  | "PARTIAL"
  | "UNSUPPORTED"
  | "IO"
  | "LIMIT"
  | "PATH"
  | "KEY"
  | "TRUST_ROOT"
  | "PRICES"
  | "POLICY_PACK"
  | "ASSET_UNKNOWN"
  | "CONFLICT"
  | "CANCELLED";

export class Failure extends Error {
  readonly code: FailureCode;
  /** What the person can do about it, as a sentence or a command; printed on a line of its own. */
  readonly help: string | undefined;

  constructor(code: FailureCode, message: string, help?: string) {
    super(message);
    this.name = "Failure";
    this.code = code;
    this.help = help;
  }
}

/** The message of whatever was thrown, without its stack. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
