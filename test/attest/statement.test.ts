import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { buildStatement, type StatementFacts } from "../../src/attest/build-statement.ts";
import { headsOf } from "../../src/attest/heads.ts";
import { payloadBytes } from "../../src/attest/payload.ts";
import { readStatement } from "../../src/attest/read-statement.ts";
import type { Statement } from "../../src/attest/statement.ts";
import { sha256 } from "../../src/base/digest.ts";
import type { Json, JsonObject } from "../../src/base/json.ts";
import type { Day } from "../../src/base/ports.ts";
import { digestsOf, facts } from "../support/attest.ts";

const schema: object = JSON.parse(readFileSync("schemas/statement.schema.json", "utf8"));
const fitsSchema = new Ajv2020({ strict: true, strictRequired: false }).compile(schema);

/** Facts with every member of a statement in use, in no good order. */
const full: StatementFacts = facts({
  base: digestsOf("base", "base").gitBlob,
  files: [digestsOf("lineage/model.yaml", "m"), digestsOf("a b/é.yaml", "x")],
  removed: [digestsOf("old.yaml", "old"), digestsOf("gone.yaml", "gone")],
  changes: [
    {
      asset: "ml_model:growth/segmentation",
      change: "modified",
      record: sha256("after"),
      before: sha256("before"),
      owner: "team/growth-ml",
      inputs: ["dataset:b", "dataset:a", "dataset:b"],
      outputs: [],
      columns: [
        { to: "m#b", from: "d#b", via: "masking:sha256" },
        { to: "m#a", from: "d#a", via: "identity" },
        { to: "m#a", from: "d#a", via: "identity" },
      ],
    },
    {
      asset: "dataset:new",
      change: "added",
      record: sha256("n"),
      owner: "ada@example.com",
      inputs: [],
      outputs: [],
      columns: [],
    },
  ],
  policy: {
    packs: [{ name: "builtin", version: "1.0.0", sha256: sha256("pack") }],
    counts: { pass: 812, fail: 1, undecided: 3, error: 0 },
    findings: [
      { rule: "PRIV-008", asset: "dataset:b", fingerprint: sha256("2"), verdict: "undecided" },
      {
        rule: "OWN-001",
        asset: "dataset:a",
        fingerprint: sha256("1"),
        verdict: "fail",
        waiver: "WVR-2026-014",
      },
    ],
  },
  pins: [
    {
      dataset: "dataset:a",
      format: "iceberg",
      version: "8744736658442914487",
      digests: { metadata: "ab" },
    },
  ],
});

test("every list is sorted and free of repetitions, whatever the order of the facts", () => {
  const { statement, payload } = buildStatement(full);
  expect(statement.subject.map(({ name }) => name)).toEqual(["a b/é.yaml", "lineage/model.yaml"]);
  expect(statement.predicate.removed.map(({ path }) => path)).toEqual(["gone.yaml", "old.yaml"]);
  expect(statement.predicate.changes.map(({ asset }) => asset)).toEqual([
    "dataset:new",
    "ml_model:growth/segmentation",
  ]);
  expect(statement.predicate.changes[1]?.inputs).toEqual(["dataset:a", "dataset:b"]);
  expect(statement.predicate.changes[1]?.columns.map(({ to }) => to)).toEqual(["m#a", "m#b"]);
  expect(statement.predicate.policy.findings.map(({ rule }) => rule)).toEqual([
    "OWN-001",
    "PRIV-008",
  ]);
  const turned: StatementFacts = {
    ...full,
    files: full.files.toReversed(),
    removed: full.removed.toReversed(),
    changes: full.changes.toReversed(),
    policy: { ...full.policy, findings: full.policy.findings.toReversed() },
  };
  expect(buildStatement(turned).payload).toEqual(payload);
});

test("a statement that is built is read back as the same value, and fits its schema", () => {
  const { statement, payload } = buildStatement(full);
  expect(readStatement(payload)).toEqual({ ok: true, value: statement });
  expect(fitsSchema(JSON.parse(Buffer.from(payload).toString()))).toBe(true);
});

test("the golden payload stays what it is, byte for byte", () => {
  expect(Buffer.from(buildStatement(full).payload).toString()).toBe(
    readFileSync("fixtures/attest/statement/full.json", "utf8"),
  );
});

test("only owners of the form team/x enter a payload", () => {
  const text = Buffer.from(buildStatement(full).payload).toString();
  expect(text).toContain("team/growth-ml");
  expect(text).not.toContain("@");
});

test("a pure deletion has the removed files as its subjects", () => {
  const { statement, payload } = buildStatement(facts({ removed: [digestsOf("old.yaml", "old")] }));
  expect(statement.subject.map(({ name }) => name)).toEqual(["old.yaml"]);
  expect(statement.predicate.removed).toEqual([{ path: "old.yaml", sha256: sha256("old") }]);
  expect(readStatement(payload).ok).toBe(true);
});

test("a statement replaces the heads of its subjects and removed paths", () => {
  const first = buildStatement(
    facts({ files: [digestsOf("a.yaml", "1"), digestsOf("b.yaml", "1")] }),
  );
  const heads = headsOf([{ payload: sha256(first.payload), statement: first.statement }]);
  const next = buildStatement(
    facts({ files: [digestsOf("a.yaml", "2")], removed: [digestsOf("b.yaml", "1")], heads }),
  );
  expect(next.statement.predicate.replaces).toEqual([
    { path: "a.yaml", payloads: [sha256(first.payload)] },
    { path: "b.yaml", payloads: [sha256(first.payload)] },
  ]);
});

test("nothing changed is nothing to attest; an address with a password is not signed", () => {
  expect(() => buildStatement(facts())).toThrow("nothing to attest");
  const files = [digestsOf("a.yaml", "1")];
  expect(() => buildStatement(facts({ files, repository: "https://u:p@example.com/x" }))).toThrow(
    "credentials",
  );
  expect(() =>
    buildStatement(facts({ files, repository: "git@example.com:acme/x" })),
  ).not.toThrow();
});

/** The payload of the full statement with a change of its JSON. */
type Change = (value: Statement) => Json;
const readChanged = (change: Change): ReturnType<typeof readStatement> =>
  readStatement(payloadBytes(change(buildStatement(full).statement)));
const inPredicate =
  (members: JsonObject): Change =>
  (value) => ({ ...value, predicate: { ...value.predicate, ...members } });
const without =
  (key: string): Change =>
  (value) => ({
    ...value,
    predicate: Object.fromEntries(Object.entries(value.predicate).filter(([name]) => name !== key)),
  });
const withSubject =
  (name: string, digest: JsonObject = digestOf("x")): Change =>
  (value) => ({ ...value, subject: [{ name, digest }] });
const digestOf = (content: string): JsonObject => {
  const { gitBlob, sha256: sum } = digestsOf("x", content);
  return { gitBlob, sha256: sum };
};
const total = { low: "1", expected: "1", high: "1", unknown: 0 };
const cost = { currency: "EUR", prices: sha256("p"), before: total, after: total, change: total };

const malformed: readonly (readonly [string, Change])[] = [
  ["an unknown member", inPredicate({ extra: 1 })],
  ["an unknown member at the top", (value) => ({ ...value, extra: 1 })],
  ["no config", without("config")],
  ["no replaces", without("replaces")],
  ["no tool", without("tool")],
  ["no subject", (value) => ({ ...value, subject: [] })],
  ["an absolute path", withSubject("/etc/passwd")],
  ["a climbing path", withSubject("a/../../b")],
  ["a path in the ledger", withSubject(".lineage/trust/1.root.json")],
  ["a subject without sha256", withSubject("x", { gitBlob: digestsOf("x", "x").gitBlob })],
  [
    "a digest in capitals",
    withSubject("x", { ...digestOf("x"), sha256: sha256("x").toUpperCase() }),
  ],
  ["a further digest", withSubject("x", { ...digestOf("x"), md5: "00" })],
  ["a subject twice", (value) => ({ ...value, subject: [...value.subject, ...value.subject] })],
  ["subjects in another order", (value) => ({ ...value, subject: value.subject.toReversed() })],
  ["a file both changed and removed", withSubject("old.yaml", digestOf("old"))],
  ["a day that does not exist", inPredicate({ asOf: "2026-02-30" })],
  ["a time instead of a day", inPredicate({ asOf: "2026-11-24T00:00:00Z" })],
  ["an address with credentials", inPredicate({ repository: "https://token@example.com/x" })],
  ["a negative count", inPredicate({ snapshot: { sha256: sha256("s"), assets: -1, edges: 0 } })],
  [
    "an owner who is a person",
    inPredicate({
      changes: [
        {
          asset: "a",
          change: "added",
          owner: "ada@example.com",
          inputs: [],
          outputs: [],
          columns: [],
        },
      ],
    }),
  ],
  [
    "an unknown kind of change",
    inPredicate({
      changes: [{ asset: "a", change: "moved", inputs: [], outputs: [], columns: [] }],
    }),
  ],
  [
    "replaces for a path that it does not name",
    inPredicate({ replaces: [{ path: "other.yaml", payloads: [sha256("p")] }] }),
  ],
  ["replaces without payloads", inPredicate({ replaces: [{ path: "old.yaml", payloads: [] }] })],
  ["a cost that is a number", inPredicate({ cost: { ...cost, after: { ...total, low: 1 } } })],
  [
    "a cost with needless zeros",
    inPredicate({ cost: { ...cost, after: { ...total, low: "1.50" } } }),
  ],
  ["a cost of minus zero", inPredicate({ cost: { ...cost, after: { ...total, low: "-0" } } })],
  [
    "a verdict that is no finding",
    inPredicate({
      policy: {
        ...full.policy,
        findings: [{ rule: "OWN-001", asset: "a", fingerprint: sha256("1"), verdict: "pass" }],
      },
    }),
  ],
  [
    "text with a line feed",
    inPredicate({ tool: { name: "lineage\nctl", version: "1", sha256: sha256("t") } }),
  ],
  ["a predicate that is a list", (value) => ({ ...value, predicate: [] })],
];

test.each(malformed)("%s is malformed, and the place is named", (_, change) => {
  const read = readChanged(change);
  expect(read).toMatchObject({ ok: false, problem: { code: "payload.schema" } });
});

// What no schema can say: the order of lists, days of the calendar, and lists that agree with others.
const beyondSchema =
  /twice|another order|day that does not exist|both changed|replaces for a path/u;
test("the published schema refuses the same, as far as a schema can", () => {
  const accepted = malformed.filter(([, change]) =>
    fitsSchema(change(buildStatement(full).statement)),
  );
  expect(accepted.map(([name]) => name).filter((name) => !beyondSchema.test(name))).toEqual([]);
});

test("a misspelled member comes with the right spelling", () => {
  const read = readChanged(inPredicate({ snapshots: 1 }));
  expect(read.ok ? "" : read.problem.expected).toContain("did you mean snapshot?");
});

test.each([
  ["_type", (value: Statement): Json => ({ ...value, _type: "https://in-toto.io/Statement/v0.1" })],
  [
    "predicateType",
    (value: Statement): Json => ({ ...value, predicateType: "https://slsa.dev/provenance/v1" }),
  ],
  ["_type", (): Json => [1]],
])("another %s is an unknown type, not a malformed statement", (member, change) => {
  const read = readChanged(change);
  expect(read).toMatchObject({ ok: false, problem: { code: "payload.type" } });
  expect(read.ok ? "" : read.problem.message).toContain(member);
});

test("any JSON in a payload is read or refused, never thrown", () => {
  const { statement } = buildStatement(full);
  const inMember = ([key, value]: readonly [string, unknown]): unknown =>
    Object.assign({}, statement, { predicate: { ...statement.predicate, [key]: value } });
  const member = fc.tuple(fc.constantFrom(...Object.keys(statement.predicate)), fc.jsonValue());
  const broken = fc.oneof(fc.jsonValue(), member.map(inMember));
  fc.assert(
    fc.property(broken, (value) => {
      const text = `${JSON.stringify(value)}\n`;
      expect(typeof readStatement(Buffer.from(text)).ok).toBe("boolean");
    }),
  );
});

test("days are days of the calendar", () => {
  const files = [digestsOf("a.yaml", "1")];
  expect(() => buildStatement(facts({ files, asOf: "2028-02-29" as Day }))).not.toThrow();
  expect(() => buildStatement(facts({ files, asOf: "2027-02-29" as Day }))).toThrow(
    "a day, YYYY-MM-DD",
  );
});
