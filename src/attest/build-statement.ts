import { by, byCodeUnit } from "../base/compare.ts";
import type { ObjectId, Sha256 } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import type { RepoPath } from "../base/path.ts";
import type { Day } from "../base/ports.ts";
import { replacesFor, type Heads } from "./heads.ts";
import {
  inTotoType,
  lineageType,
  type Predicate,
  type StatedChange,
  type StatedColumn,
  type StatedCost,
  type StatedFinding,
  type StatedPin,
  type StatedPolicy,
  type Statement,
  type Subject,
} from "./statement.ts";
import { payloadBytes } from "./payload.ts";
import { readStatement } from "./read-statement.ts";
import { fit } from "./shape.ts";
import { ownerPattern, repositoryShape } from "./statement-shape.ts";

/** A covered file: as it is at head, or as it was at base for one that is gone. */
export interface FileDigests {
  readonly path: RepoPath;
  readonly gitBlob: ObjectId;
  readonly sha256: Sha256;
}

/** All that a statement is made of, in any order; `buildStatement` sorts. */
export interface StatementFacts {
  readonly asOf: Day;
  readonly repository: string;
  /** Tree ids without the ledger folders; no base for a first statement. */
  readonly base?: ObjectId | undefined;
  readonly head: ObjectId;
  readonly config: Sha256;
  readonly snapshot: Predicate["snapshot"];
  /** Covered files that were added or changed. */
  readonly files: readonly FileDigests[];
  /** Covered files that are gone. */
  readonly removed: readonly FileDigests[];
  /** The heads of the tree that the statement is added to. */
  readonly heads: Heads;
  readonly changes: readonly StatedChange[];
  readonly policy: StatedPolicy;
  readonly cost: StatedCost;
  readonly pins: readonly StatedPin[];
  readonly tool: Predicate["tool"];
}

export interface BuiltStatement {
  readonly statement: Statement;
  /** The one byte form of the statement: what is signed. */
  readonly payload: Uint8Array;
}

/**
 * The statement of these facts: a function of them alone, whatever their order. Owners that are no
 * `team/x` are left out, since neither e-mails nor people's names enter a payload.
 *
 * @throws Failure USAGE when no file differs; CONFIG for an address that must not be signed; LIMIT when a payload cannot hold the facts
 */
export function buildStatement(facts: StatementFacts): BuiltStatement {
  const subjects = facts.files.length > 0 ? facts.files : facts.removed;
  if (subjects.length === 0) {
    throw new Failure(
      "USAGE",
      "no covered file was added, changed or removed: there is nothing to attest",
      "lineagectl attest --all attests every covered file",
    );
  }
  if (!fit(repositoryShape, facts.repository).ok) {
    throw new Failure(
      "CONFIG",
      "the repository's address cannot stand in a statement: it has white space or credentials",
      "Correct the first of repo.urls in the configuration.",
    );
  }
  const statement: Statement = {
    _type: inTotoType,
    predicateType: lineageType,
    subject: subjects.map(subjectOf).toSorted(by(({ name }) => name)),
    predicate: predicateOf(facts),
  };
  const payload = payloadBytes(statement);
  const read = readStatement(payload);
  if (read.ok) return { statement, payload };
  const { message, expected = "another value", found = "what is there" } = read.problem;
  throw new Failure("LIMIT", `${message}: expected ${expected}, found ${found}`);
}

function subjectOf({ path, gitBlob, sha256 }: FileDigests): Subject {
  return { name: path, digest: { gitBlob, sha256 } };
}

function predicateOf(facts: StatementFacts): Predicate {
  const paths = [...facts.files, ...facts.removed].map(({ path }) => path);
  return {
    asOf: facts.asOf,
    repository: facts.repository,
    ...(facts.base !== undefined && { base: { gitTree: facts.base } }),
    head: { gitTree: facts.head },
    config: { sha256: facts.config },
    snapshot: facts.snapshot,
    changes: facts.changes.map(statedChange).toSorted(by(({ asset }) => asset)),
    removed: facts.removed
      .map(({ path, sha256 }) => ({ path, sha256 }))
      .toSorted(by(({ path }) => path)),
    replaces: replacesFor(facts.heads, paths),
    policy: statedPolicy(facts.policy),
    cost: facts.cost,
    pins: facts.pins.toSorted(by(({ dataset }) => dataset)),
    tool: facts.tool,
  };
}

function statedChange({ owner, inputs, outputs, columns, ...rest }: StatedChange): StatedChange {
  return {
    ...rest,
    ...(owner !== undefined && ownerPattern.test(owner) && { owner }),
    inputs: unique(inputs, (id) => id),
    outputs: unique(outputs, (id) => id),
    columns: unique(columns, columnKey),
  };
}

function columnKey({ to, from, via }: StatedColumn): string {
  return `${to}\n${from}\n${via}`;
}

function findingKey({ rule, asset, fingerprint }: StatedFinding): string {
  return `${rule}\n${asset}\n${fingerprint}`;
}

function statedPolicy({ packs, counts, findings }: StatedPolicy): StatedPolicy {
  return {
    packs: unique(packs, ({ name }) => name),
    counts,
    findings: unique(findings, findingKey),
  };
}

/** In rising order of the key, the first of equal ones kept. */
function unique<T>(values: readonly T[], key: (value: T) => string): readonly T[] {
  const keyed = new Map(values.map((value) => [key(value), value] as const).toReversed());
  return [...keyed].toSorted(([a], [b]) => byCodeUnit(a, b)).map(([, value]) => value);
}
