import * as fc from "fast-check";
import { expect, test } from "vitest";
import { attestCodes, attestRules } from "../../src/attest/codes.ts";
import { trustPath } from "../../src/attest/ledger-path.ts";
import { payloadBytes } from "../../src/attest/payload.ts";
import { currentHeads, namedPaths } from "../../src/attest/verify.ts";
import { type Sha256, sha256 } from "../../src/base/digest.ts";
import { attRules } from "../../src/diagnostic/rules/att.ts";
import {
  attested,
  author,
  changed,
  codesOf,
  digestsOf,
  emptyLedger,
  coveredFile,
  errorsOf,
  path,
  statementOf,
  stranger,
  verified,
} from "../support/attest.ts";

const empty = await emptyLedger();
/** Two files, the first of them attested twice. */
const one = await attested(empty, { "a.yaml": "a1", "b.yaml": "b1" });
const two = await attested(one, { "a.yaml": "a2" });

test("a ledger in order passes, and says what it looked at", async () => {
  const report = await verified(two);
  expect(report.verdict).toBe("pass");
  expect(report.diagnostics).toEqual([]);
  expect(report.trust).toMatchObject({
    version: 1,
    mode: "set",
    origin: "example.com/lineage",
    anchored: true,
  });
  expect(report.entries.map(({ state }) => state).toSorted()).toEqual(["current", "current"]);
  expect(report.entries[0]).toMatchObject({ signer: "author", keyId: author.publicKey.keyId });
  expect(report.paths).toEqual([
    { path: "a.yaml", state: "attested", covered: true },
    { path: "b.yaml", state: "attested", covered: true },
  ]);
  expect(report.counts).toEqual({
    entries: { current: 2, historical: 0, stale: 0, invalid: 0 },
    paths: { attested: 2, removed: 0, stale: 0, missing: 0, uncovered: 0 },
    covered: 2,
    pending: 0,
    rebuilt: { match: 0, differs: 0, "not checked": 0 },
  });
});

test("a statement that is replaced for all its paths is historical", async () => {
  const three = await attested(two, { "a.yaml": "a3", "b.yaml": "b2" });
  const report = await verified(three);
  expect(report.verdict).toBe("pass");
  expect(report.counts.entries).toEqual({ current: 1, historical: 2, stale: 0, invalid: 0 });
});

test("the order of the entries and of the files changes nothing in the report", async () => {
  const turned = {
    ...two,
    entries: two.entries.toReversed(),
    files: Object.fromEntries(Object.entries(two.files).toReversed()),
  };
  expect(await verified(turned)).toEqual(await verified(two));
});

test("each byte that changes in a covered file is a stale subject of that file and nothing else", async () => {
  const content = "kind: Dataset\n";
  const ledger = await attested(empty, { "a.yaml": content });
  const changes = Array.from(content, (_, at) =>
    codesOf({ ...ledger, files: { "a.yaml": `${content.slice(0, at)}~${content.slice(at + 1)}` } }),
  );
  expect(new Set((await Promise.all(changes)).map((codes) => codes.join(" ")))).toEqual(
    new Set(["subject.stale"]),
  );
});

test("a stale file is shown with what was signed, by whom and where, and what was found", async () => {
  const report = await verified({ ...two, files: { ...two.files, "a.yaml": "a9" } });
  expect(report.verdict).toBe("fail");
  expect(report.counts.entries).toMatchObject({ stale: 1, current: 1 });
  const [found] = report.diagnostics;
  expect(found).toMatchObject({
    rule: "ATT-019",
    message: "a.yaml is not what was signed",
    place: { in: "file", path: "a.yaml" },
    help: "If the change is meant: lineagectl attest",
  });
  expect(found?.related.map(({ message }) => message)).toEqual([
    `signed sha256 ${sha256("a2").slice(0, 12)}… by author, as of 2026-11-24`,
    `found sha256 ${sha256("a9").slice(0, 12)}…`,
  ]);
  const holder = two.entries.find((_, index) => statementOf(two, index).subject.length === 1);
  expect(found?.related[0]?.place.path).toBe(holder?.path);
});

test("going back to older content is stale until it is attested again", async () => {
  const back = { ...two, files: { ...two.files, "a.yaml": "a1" } };
  expect(await codesOf(back)).toEqual(["subject.stale"]);
  expect(await codesOf(await attested(two, { "a.yaml": "a1" }))).toEqual([]);
});

test("every bit that flips in the trust root is caught, once for all entries", async () => {
  const [root] = two.trust;
  for (let at = 0; at < root!.bytes.length; at += 61) {
    const bytes = root!.bytes.map((byte, index) => (index === at ? byte ^ 4 : byte));
    // oxlint-disable-next-line no-await-in-loop -- one report after another keeps memory flat
    const report = await verified({ ...two, trust: [{ ...root!, bytes }] }, { anchor: undefined });
    expect(errorsOf(report)).toEqual(
      [attestRules["trust.chain"].id, attestRules["nothing.verified"].id].toSorted(),
    );
    expect(report.diagnostics).toHaveLength(2);
    expect(report.verdict).toBe("fail");
  }
});

test("without anchor a ledger in order is unanchored, and where CI is set that fails", async () => {
  const local = await verified(two, { anchor: undefined });
  expect(local.verdict).toBe("unanchored");
  expect(local.diagnostics.map(({ rule, severity }) => [rule, severity])).toEqual([
    [attestRules["trust.unanchored"].id, "warning"],
  ]);
  expect(await codesOf(two, { anchor: undefined, ci: true })).toEqual(["trust.unanchored"]);
  expect((await verified(two, { anchor: undefined, ci: true })).verdict).toBe("fail");
  expect((await verified(two, { ci: true })).verdict).toBe("pass");
});

test("a ledger that brings another trust root than the anchor fails", async () => {
  const forged = await emptyLedger(stranger);
  const ledger = await attested(forged, { "a.yaml": "a" }, { key: stranger });
  expect((await verified(ledger)).verdict).toBe("pass");
  expect(await codesOf(ledger, { anchor: { trustRootBytes: empty.trust[0]!.bytes } })).toEqual([
    "trust.chain",
    "nothing.verified",
  ]);
});

test("nothing to verify is a failure", async () => {
  expect(await codesOf(empty)).toEqual(["nothing.verified"]);
  expect(await codesOf({ ...empty, trust: [] })).toEqual(["trust.none", "nothing.verified"]);
  expect((await verified({ ...two, trust: [] })).verdict).toBe("fail");
});

test("a file that is gone needs a statement that removes it", async () => {
  const gone = { ...two, files: { "b.yaml": "b1" } };
  expect(await codesOf(gone)).toEqual(["subject.missing"]);
  const removed = await attested(two, { "a.yaml": undefined });
  const report = await verified(removed);
  expect(report.verdict).toBe("pass");
  expect(report.paths[0]).toEqual({ path: "a.yaml", state: "removed", covered: false });
  expect(await codesOf({ ...removed, files: { ...removed.files, "a.yaml": "a2" } })).toEqual([
    "subject.stale",
  ]);
});

test("a file that stays and is covered no more is what was signed only if its digest says so", async () => {
  const covered = [coveredFile("b.yaml", "b1")];
  const tree = new Set(["a.yaml", "b.yaml"]);
  expect(await codesOf(two, { covered, tree })).toEqual(["subject.stale"]);
  expect(await codesOf(two, { covered, tree, named: [digestsOf("a.yaml", "a9")] })).toEqual([
    "subject.stale",
  ]);
  expect(await codesOf(two, { covered, tree, named: [digestsOf("a.yaml", "a2")] })).toEqual([]);
  expect([...namedPaths(two.entries)].toSorted()).toEqual(["a.yaml", "b.yaml"]);
});

test("files that no statement names are counted, and fail for required kinds only", async () => {
  const ledger = { ...two, files: { ...two.files, "c.yaml": "c" } };
  const report = await verified(ledger);
  expect(report.verdict).toBe("pass");
  expect(report.counts.paths).toMatchObject({ attested: 2, uncovered: 1 });
  expect(await codesOf(ledger, { require: ["ml_model"] })).toEqual([]);
  const required = await verified(ledger, { require: ["dataset"] });
  expect(errorsOf(required)).toEqual([attestRules["subject.uncovered"].id]);
  expect(required.diagnostics[0]?.message).toBe(
    "c.yaml declares dataset, and no statement names it",
  );
});

test("unknown paths in the ledger are errors, known ones are not, pending statements are counted", async () => {
  const hex = "ab".repeat(32);
  const known = [
    `.lineage/pending/ab/${hex}.json`,
    `.lineage/tombstones/ab/${hex}.sigstore.json`,
    ".lineage/trust/policy",
  ].map(path);
  const report = await verified(two, { ledgerPaths: known });
  expect(report.verdict).toBe("pass");
  expect(report.counts.pending).toBe(1);
  const unknown = [
    ".lineage/notes.txt",
    ".lineage/entries/README.md",
    `.lineage/pending/aa/${hex}.json`,
    ".lineage/trust/1.root.json.bak",
  ];
  const diagnostics = (await verified(two, { ledgerPaths: unknown.map(path) })).diagnostics;
  expect(diagnostics.map(({ rule, place }) => [rule, place.path])).toEqual(
    unknown.toSorted().map((name) => [attestRules["file.unknown"].id, name]),
  );
});

test("a change may add to the ledger of its base and take nothing away", async () => {
  const before = [...one.entries, ...one.trust].map((file) => file.path);
  expect(await codesOf(two, { before })).toEqual([]);
  expect(await codesOf({ ...one, entries: [] }, { before })).toContain("file.deleted");
  expect(
    await codesOf(two, {
      before: [...before, path("a-spec.yaml"), path(".lineage/baseline.json")],
    }),
  ).toEqual([]);
  expect(await codesOf(two, { before: [...before, trustPath(2)] })).toEqual(["file.deleted"]);
});

test("statements that rebuild to other bytes fail, and those not checked are neither pass nor fail", async () => {
  const seen: Sha256[] = [];
  const report = await verified(two, {
    rebuild: async (statement, payload) => {
      seen.push(sha256(payload));
      expect(Buffer.from(payload)).toEqual(Buffer.from(payloadBytes(statement)));
      return statement.subject.length === 1
        ? { state: "differs", detail: "/predicate/cost" }
        : { state: "not checked", detail: "no such tree" };
    },
  });
  expect(new Set(seen)).toEqual(new Set(report.entries.map(({ payload }) => payload)));
  expect(report.verdict).toBe("fail");
  expect(report.counts.rebuilt).toEqual({ match: 0, differs: 1, "not checked": 1 });
  expect(report.diagnostics.map(({ rule, severity }) => [rule, severity])).toEqual([
    [attestRules["payload.rebuild"].id, "error"],
    [attestRules["rebuild.unchecked"].id, "info"],
  ]);
  const good = await verified(two, { rebuild: async () => ({ state: "match", detail: "" }) });
  expect(good.verdict).toBe("pass");
  expect(good.counts.rebuilt.match).toBe(2);
});

test("names from files are escaped before anybody sees them", async () => {
  const name = "a\u001b[31m\u202e.yaml";
  const ledger = await attested(empty, { [name]: "1" });
  const [found] = (await verified({ ...ledger, files: { [name]: "2" } })).diagnostics;
  expect(found?.message).toBe("a\\x1b[31m\\u202e.yaml is not what was signed");
});

test("heads for a new statement are refused where the trust is broken", () => {
  expect(() => currentHeads({ ...two, trust: [] })).toThrow("there is no trust root");
  expect([...currentHeads(two).keys()].toSorted()).toEqual(["a.yaml", "b.yaml"]);
});

const operations = fc.array(
  fc.record({
    name: fc.constantFrom("a.yaml", "b.yaml", "c.yaml"),
    content: fc.option(fc.constantFrom("1", "2"), { nil: undefined }),
    isAttested: fc.boolean(),
  }),
  { maxLength: 6 },
);

test("a ledger verifies if and only if every touched path was last attested as it is", async () => {
  await fc.assert(
    fc.asyncProperty(operations, async (list) => {
      let ledger = empty;
      const last = new Map<string, string | undefined>();
      for (const { name, content, isAttested } of list) {
        const isVain = content === undefined && ledger.files[name] === undefined;
        if (isVain) continue;
        // oxlint-disable-next-line no-await-in-loop -- a history is a sequence
        if (isAttested) ledger = await attested(ledger, { [name]: content });
        if (isAttested) last.set(name, content);
        else ledger = { ...ledger, files: changed(ledger.files, { [name]: content }) };
      }
      const isInOrder = [...last].every(([name, content]) => ledger.files[name] === content);
      const { verdict } = await verified(ledger);
      expect(verdict).toBe(last.size > 0 && isInOrder ? "pass" : "fail");
    }),
    { numRuns: 30 },
  );
});

test("every code is one rule, and every rule of the family is one code", () => {
  const ids = attestCodes.map((code) => attestRules[code].id);
  expect(new Set(ids).size).toBe(attestCodes.length);
  expect(ids.toSorted()).toEqual(attRules.map(({ id }) => id).toSorted());
});
