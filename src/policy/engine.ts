import type { Asset } from "../model/snapshot.ts";
import type { FieldPath } from "./model.ts";
import type { CarriedTag } from "./view.ts";

/** Why an expression has no verdict. None of these is a pass or a failure. */
export type PolicyErrorCode =
  | "SYNTAX"
  | "TYPE"
  | "UNKNOWN_NAME"
  | "FORBIDDEN"
  | "COST"
  | "BUDGET"
  | "UNDECIDED"
  | "NOT_BOOLEAN"
  | "EVALUATION";

/** What the static check found; a half-open range of UTF-16 offsets in the expression. */
export interface CheckError {
  readonly code: PolicyErrorCode;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** A name that was probably meant. */
  readonly suggestion?: string;
}

export interface CheckResult {
  /** CEL type of the expression; undefined where it could not be told. */
  readonly type?: string;
  readonly errors: readonly CheckError[];
  /** Steps it may take on the largest lists of a large repository. */
  readonly cost: number;
  /** Greatest length of its value, where that is a list. */
  readonly bound: number;
}

export interface VariableInfo {
  /** A CEL type, or a type of the asset model. */
  readonly type: string;
  /** Greatest length, for a list. */
  readonly bound?: number | undefined;
}
export type Environment = Readonly<Record<string, VariableInfo>>;

export type Variables = Readonly<Record<string, unknown>>;

/** A compiled expression; only the engine that made it can run it. */
export interface Program {
  readonly source: string;
  /** Fields of `asset` whose values alone decide this one's; undefined where more does. */
  readonly fields?: readonly FieldPath[] | undefined;
  /** @throws whatever the expression, a function or a field it reads throws */
  readonly run: (variables: Variables) => unknown;
}

/** Bounds one evaluation: loop turns, plus elements compared, joined or searched. */
export interface Budget {
  readonly steps: number;
}

export interface PolicyError {
  readonly code: PolicyErrorCode;
  readonly message: string;
  readonly cause?: unknown;
}

export type Evaluation =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: PolicyError };

/** One read of the asset model by an expression. */
export interface ReadLog<Read> {
  readonly reads: readonly Read[];
  clear(): void;
}

export interface Explanation<Read> {
  readonly evaluation: Evaluation;
  /** In the order in which they happened. */
  readonly reads: readonly Read[];
}

/** The policy language, whoever implements it (policy-and-schemas.md, 3). */
export interface PolicyEngine {
  /** Types, names, forbidden functions and worst-case cost, without evaluating anything. */
  check(source: string, environment: Environment): CheckResult;
  /** @throws Error for a source that does not parse; `check` says why */
  compile(source: string): Program;
  /** Never throws and never hangs: what goes wrong is the error of the evaluation. */
  evaluate(program: Program, variables: Variables, budget: Budget): Evaluation;
  /** Evaluates once more on recording variables, to tell what the verdict depends on. */
  explain<Read>(program: Program, variables: Variables, log: ReadLog<Read>): Explanation<Read>;
}

/** About a tenth of a second, some hundred times what the largest rule needs on a wide table. */
export const defaultBudget: Budget = { steps: 1_000_000 };

/** Above this estimate a rule is refused when it is loaded: ancestors × columns × tags still fit. */
export const costMax = 2_000_000_000;

/**
 * Thrown by a field or function whose answer nobody declared. CEL lets `&&`, `||`, `all` and
 * `exists` absorb it where the rest decides alone, so a verdict is undecided only if it must be.
 */
export class Undecided extends Error {
  /** What has no answer, for whoever points at it. */
  readonly about: Unknown | undefined;
  readonly #reason: () => string;

  /** The reason is put into words when somebody reads it: most such errors are absorbed unread. */
  constructor(reason: () => string, about?: Unknown) {
    super();
    this.#reason = reason;
    this.about = about;
  }

  override get message(): string {
    return this.#reason();
  }
}

export type Unknown =
  | { readonly is: "field"; readonly asset: Asset; readonly path: FieldPath }
  | { readonly is: "tag"; readonly tag: CarriedTag };
