import type { RepoPath } from "../base/path.ts";
import type { AttestCode } from "./codes.ts";

/** Why a step of the verification failed: what was looked at, what was expected, what was found. */
export interface Problem {
  readonly code: AttestCode;
  readonly message: string;
  /** The file at fault, where it is not the one that was asked about. */
  readonly path?: RepoPath;
  readonly expected?: string;
  readonly found?: string;
  readonly help?: string;
}

/** What a step hands to the next one, or why there is no next one. */
export type Checked<T> = { readonly ok: true; readonly value: T } | Failed;
export type Failed = { readonly ok: false; readonly problem: Problem };

export function passed<T>(value: T): Checked<T> {
  return { ok: true, value };
}

export function failed(
  code: AttestCode,
  message: string,
  more: Omit<Problem, "code" | "message"> = {},
): Failed {
  return { ok: false, problem: { code, message, ...more } };
}
