import { isObjectId, isSha256, type ObjectId, type Sha256 } from "../base/digest.ts";
import { repoPath, type RepoPath } from "../base/path.ts";
import type { Day } from "../base/ports.ts";
import { isLedgerPath } from "./ledger-path.ts";
import { branded, integer, mapOf, oneOf, record, sorted, text, type Shape } from "./shape.ts";
import {
  inTotoType,
  lineageType,
  type Predicate,
  type Replaced,
  type StatedChange,
  type StatedCost,
  type StatedPin,
  type StatedPolicy,
  type StatedTotal,
  type Statement,
  type Subject,
} from "./statement.ts";

const digestShape: Shape<Sha256> = branded(isSha256, "64 lower-case hex digits");
const objectShape: Shape<ObjectId> = branded(isObjectId, "a Git object id in lower-case hex");
const treeShape: Shape<{ readonly gitTree: ObjectId }> = record({ gitTree: objectShape });
const dayShape: Shape<Day> = branded(isDay, "a day, YYYY-MM-DD");
// oxlint-disable-next-line no-control-regex -- one line of text without control characters
const lineShape: Shape<string> = text(/^[^\u0000-\u001f\u007f]+$/u, "one line of text");
const decimalShape: Shape<string> = text(
  /^(?:0|-?(?:[1-9]\d*(?:\.\d*[1-9])?|0\.\d*[1-9]))$/u,
  "an exact decimal in its shortest form",
);

/** A path that a statement may speak of: in the tree, and outside the four ledger folders. */
const coveredPathShape: Shape<RepoPath> = branded(
  (value): value is RepoPath => repoPath(value) !== undefined && !isLedgerPath(value),
  "a path of the tree outside the ledger folders",
);

/** Where a statement says it belongs: an address without credentials. */
export const repositoryShape: Shape<string> = text(
  /^(?![a-z][a-z0-9+.-]*:\/\/[^/]*@)[^\s]+$/u,
  "an address without white space and credentials",
);

/** The only form of an owner that a payload holds. */
export const ownerPattern: RegExp = /^team\/[^\s@]+$/u;

const subjectShape: Shape<Subject> = record({
  name: coveredPathShape,
  digest: record({ gitBlob: objectShape, sha256: digestShape }),
});

const listOfLines: Shape<readonly string[]> = sorted(lineShape, (line) => line);

const changeShape: Shape<StatedChange> = record(
  {
    asset: lineShape,
    change: oneOf("added", "removed", "modified"),
    inputs: listOfLines,
    outputs: listOfLines,
    columns: sorted(
      record({ to: lineShape, from: lineShape, via: lineShape }),
      ({ to, from, via }) => `${to}\n${from}\n${via}`,
    ),
  },
  { record: digestShape, before: digestShape, owner: text(ownerPattern, "an owner team/x") },
);

const replacedShape: Shape<Replaced> = record({
  path: coveredPathShape,
  payloads: sorted(digestShape, (digest) => digest, 1),
});

const policyShape: Shape<StatedPolicy> = record({
  packs: sorted(
    record({ name: lineShape, version: lineShape, sha256: digestShape }),
    ({ name }) => name,
  ),
  counts: record({ pass: integer(0), fail: integer(0), undecided: integer(0), error: integer(0) }),
  findings: sorted(
    record(
      {
        rule: text(/^[A-Z0-9]+-\d{3}$/u, "a rule id"),
        asset: lineShape,
        fingerprint: digestShape,
        verdict: oneOf("fail", "undecided", "error"),
      },
      { waiver: lineShape },
    ),
    ({ rule, asset, fingerprint }) => `${rule}\n${asset}\n${fingerprint}`,
  ),
});

const totalShape: Shape<StatedTotal> = record({
  low: decimalShape,
  expected: decimalShape,
  high: decimalShape,
  unknown: integer(0),
});

const costShape: Shape<StatedCost> = record({
  currency: text(/^[A-Z]{3}$/u, "a currency code of three letters"),
  prices: digestShape,
  before: totalShape,
  after: totalShape,
  change: totalShape,
});

const pinShape: Shape<StatedPin> = record({
  dataset: lineShape,
  format: lineShape,
  version: lineShape,
  digests: mapOf(/^[A-Za-z0-9_-]{1,64}$/u, lineShape),
});

const predicateShape: Shape<Predicate> = record(
  {
    asOf: dayShape,
    repository: repositoryShape,
    head: treeShape,
    config: record({ sha256: digestShape }),
    snapshot: record({ sha256: digestShape, assets: integer(0), edges: integer(0) }),
    changes: sorted(changeShape, ({ asset }) => asset),
    removed: sorted(record({ path: coveredPathShape, sha256: digestShape }), ({ path }) => path),
    replaces: sorted(replacedShape, ({ path }) => path),
    policy: policyShape,
    cost: costShape,
    pins: sorted(pinShape, ({ dataset }) => dataset),
    tool: record({ name: lineShape, version: lineShape, sha256: digestShape }),
  },
  {
    base: treeShape,
    log: record({
      origin: lineShape,
      size: text(/^(?:0|[1-9]\d{0,15})$/u, "a size in decimal digits"),
      rootHash: text(/^[A-Za-z0-9+/]{43}=$/u, "a hash in base64"),
    }),
  },
);

export const statementShape: Shape<Statement> = record({
  _type: oneOf(inTotoType),
  predicateType: oneOf(lineageType),
  subject: sorted(subjectShape, ({ name }) => name, 1),
  predicate: predicateShape,
});

function isDay(value: string): value is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(value);
}
