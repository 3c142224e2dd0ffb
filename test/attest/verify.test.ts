import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bundleBytes } from "../../src/attest/bundle.ts";
import { attestCodes, type AttestCode, attestRules } from "../../src/attest/codes.ts";
import { preAuthentication, statementType } from "../../src/attest/dsse.ts";
import type { LedgerFile } from "../../src/attest/entry.ts";
import { publicKeyText } from "../../src/attest/keys.ts";
import { entryPath, trustPath } from "../../src/attest/ledger-path.ts";
import { payloadBytes } from "../../src/attest/payload.ts";
import type { PrivateKey } from "../../src/attest/private-key.ts";
import { signerOf } from "../../src/attest/signer.ts";
import type { Statement } from "../../src/attest/statement.ts";
import { signRoot } from "../../src/attest/trust-chain.ts";
import { rootKind, type TrustRoot } from "../../src/attest/trust-root.ts";
import { currentHeads, namedPaths } from "../../src/attest/verify.ts";
import type { VerifyInput } from "../../src/attest/verify-report.ts";
import { type Sha256, sha256 } from "../../src/base/digest.ts";
import type { Json } from "../../src/base/json.ts";
import { attRules } from "../../src/diagnostic/rules/att.ts";
import {
  attested,
  author,
  changed,
  digestsOf,
  emptyLedger,
  errorsOf,
  type Ledger,
  path,
  stranger,
  verified,
} from "../support/attest.ts";

const empty = await emptyLedger();
/** Two files, the first of them attested twice. */
const one = await attested(empty, { "a.yaml": "a1", "b.yaml": "b1" });
const two = await attested(one, { "a.yaml": "a2" });

const codesOf = async (
  ledger: Ledger,
  over: Partial<VerifyInput> = {},
): Promise<readonly AttestCode[]> => {
  const errors = errorsOf(await verified(ledger, over));
  return attestCodes.filter((code) => errors.includes(attestRules[code].id));
};

/** A trust root of these entry keys that the author signs. */
async function trusting(
  ledger: Ledger,
  keys: readonly PrivateKey[],
  over: Partial<TrustRoot> = {},
): Promise<Ledger> {
  const listed = [author, ...keys].map(({ publicKey }) => [
    publicKey.keyId,
    { type: publicKey.type, spki: publicKeyText(publicKey), owner: "somebody" },
  ]);
  const ids = [...new Set([author, ...keys].map(({ publicKey }) => publicKey.keyId))].toSorted();
  const root: TrustRoot = {
    kind: rootKind,
    version: 1,
    log: { origin: "example.com/lineage", mode: "set" },
    keys: Object.fromEntries(listed),
    roles: {
      root: { threshold: 1, keys: [author.publicKey.keyId] },
      entry: { threshold: 1, keys: ids, paths: ["**"] },
    },
    ...over,
  };
  return { ...ledger, trust: [await signRoot(root, [signerOf(author)])] };
}

/** An entry with this payload, whatever it is, signed by the author. */
async function signedEntry(payload: Uint8Array, key: PrivateKey = author): Promise<LedgerFile> {
  const signer = signerOf(key);
  const signature = await signer.sign(preAuthentication(statementType, payload));
  return named(
    bundleBytes({ payloadType: statementType, payload, keyId: signer.keyId, signature }),
  );
}

function named(bytes: Uint8Array): LedgerFile {
  return { path: entryPath(sha256(bytes)), mode: "100644", bytes };
}

function statementOf(ledger: Ledger, index: number): Statement {
  const text = Buffer.from(ledger.entries[index]?.bytes ?? []).toString();
  const bundle = JSON.parse(text) as { readonly dsseEnvelope: { readonly payload: string } };
  return JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, "base64").toString()) as Statement;
}

async function withPayload(ledger: Ledger, value: Json): Promise<Ledger> {
  return { ...ledger, entries: [...ledger.entries, await signedEntry(payloadBytes(value))] };
}

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

test("every bit that flips in an entry is caught by its name", async () => {
  const [entry] = one.entries;
  const bytes = entry!.bytes ?? new Uint8Array();
  const places = Array.from({ length: Math.ceil(bytes.length / 40) }, (_, index) => index * 40);
  const reports = places.map((place) => {
    const flipped = bytes.map((byte, at) => (at === place ? byte ^ (1 << (place % 7)) : byte));
    return codesOf({ ...one, entries: [{ ...entry!, bytes: flipped }] });
  });
  const codes = new Set((await Promise.all(reports)).map((list) => list.join(" ")));
  expect(codes).toEqual(new Set(["file.name nothing.verified"]));
});

test("a changed entry under its new name is caught by a step before its statement is believed", async () => {
  const bytes = one.entries[0]?.bytes ?? new Uint8Array();
  const allowed: readonly string[] = [
    "bundle.parse",
    "bundle.shape",
    "bundle.canonical",
    "bundle.type",
    "signer.unknown",
    "signature.bad",
  ];
  const seen = new Set<string>();
  for (let at = 0; at < bytes.length; at += 11) {
    const flipped = bytes.map((byte, index) => (index === at ? byte ^ (1 << (at % 8)) : byte));
    // oxlint-disable-next-line no-await-in-loop -- one report after another keeps memory flat
    const report = await verified({ ...one, entries: [named(flipped)] });
    seen.add(report.entries[0]?.code ?? "valid");
  }
  expect([...seen].filter((code) => !allowed.includes(code))).toEqual([]);
  expect(seen.has("signature.bad")).toBe(true);
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

const spoiled: readonly (readonly [AttestCode, string, (entry: LedgerFile) => LedgerFile])[] = [
  ["file.path", "a link", (entry) => ({ ...entry, mode: "120000" })],
  ["file.path", "executable", (entry) => ({ ...entry, mode: "100755" })],
  [
    "file.path",
    "in capitals",
    (entry) => ({
      ...entry,
      path: path(entry.path.replace(/[0-9a-f]{64}/u, (hex) => hex.toUpperCase())),
    }),
  ],
  [
    "file.path",
    "in another folder",
    (entry) => ({ ...entry, path: path(entry.path.replace(/entries\/../u, "entries/zz")) }),
  ],
  ["file.path", "not to be read", (entry) => ({ ...entry, bytes: undefined })],
  ["file.name", "cut", (entry) => ({ ...entry, bytes: entry.bytes?.subarray(1) })],
  ["file.name", "empty", (entry) => ({ ...entry, bytes: new Uint8Array() })],
  ["bundle.parse", "no JSON", () => named(Buffer.from("hello"))],
  ["bundle.shape", "some JSON", () => named(Buffer.from("{}\n"))],
];

test.each(spoiled)("%s: an entry that is %s; the other entry goes on", async (code, _, spoil) => {
  const [first, second] = two.entries;
  const report = await verified({ ...two, entries: [spoil(first!), second!] });
  expect(report.entries.map((entry) => entry.code ?? "none").toSorted()).toContain(code);
  expect(report.verdict).toBe("fail");
  expect(report.diagnostics.some(({ rule }) => rule === attestRules[code].id)).toBe(true);
  expect(report.counts.entries.invalid).toBeGreaterThanOrEqual(1);
});

test("converted line endings are recognised and named as the cause", async () => {
  const entry = two.entries[0]!;
  const bytes = Buffer.from(
    Buffer.from(entry.bytes ?? [])
      .toString()
      .replaceAll("\n", "\r\n"),
  );
  const report = await verified({ ...two, entries: [{ ...entry, bytes }] });
  const found = report.diagnostics.find(({ rule }) => rule === attestRules["file.name"].id);
  expect(found?.help).toContain(".gitattributes");
});

test("a stranger's entry is refused, also when the trust root lists the key for something else", async () => {
  const foreign = await attested(empty, { "a.yaml": "a" }, { key: stranger });
  expect(await codesOf(foreign)).toEqual(["signer.unknown", "nothing.verified"]);
  const id = stranger.publicKey.keyId;
  const listed = await trusting(foreign, [stranger], {
    roles: {
      root: { threshold: 1, keys: [author.publicKey.keyId] },
      entry: { threshold: 1, keys: [author.publicKey.keyId], paths: ["**"] },
      tombstone: { threshold: 1, keys: [id] },
    },
  });
  expect(await codesOf(listed)).toEqual(["signer.unknown", "nothing.verified"]);
  expect(await codesOf(await trusting(foreign, [stranger]))).toEqual([]);
});

test("a signature by one trusted key under the id of another is refused", async () => {
  const ledger = await trusting(one, [stranger]);
  const payload = payloadBytes(statementOf(one, 0));
  const signature = await signerOf(stranger).sign(preAuthentication(statementType, payload));
  const bytes = bundleBytes({
    payloadType: statementType,
    payload,
    keyId: author.publicKey.keyId,
    signature,
  });
  expect(await codesOf({ ...ledger, entries: [named(bytes)] })).toEqual([
    "signature.bad",
    "nothing.verified",
  ]);
});

test("a signer speaks only of the paths of the role, removed ones included", async () => {
  const scope = (paths: readonly string[], ledger: Ledger): Promise<Ledger> =>
    trusting(ledger, [], {
      roles: {
        root: { threshold: 1, keys: [author.publicKey.keyId] },
        entry: { threshold: 1, keys: [author.publicKey.keyId], paths },
      },
    });
  const ledger = await attested(empty, { "growth/a.yaml": "a" });
  expect(await codesOf(await scope(["growth/**"], ledger))).toEqual([]);
  expect(await codesOf(await scope(["finance/**", "growth/*/*"], ledger))).toEqual([
    "signer.scope",
    "nothing.verified",
  ]);
  const removing = await attested(
    { ...empty, files: { "finance/b.yaml": "b" } },
    { "growth/a.yaml": "a", "finance/b.yaml": undefined },
  );
  expect(await codesOf(await scope(["growth/**"], removing))).toEqual([
    "signer.scope",
    "nothing.verified",
  ]);
});

test("payloads that are signed but no statements of ours are refused by their own steps", async () => {
  const statement = statementOf(one, 0);
  const loose = { ...empty, entries: [await signedEntry(Buffer.from(JSON.stringify(statement)))] };
  expect(await codesOf(loose)).toEqual(["payload.canonical", "nothing.verified"]);
  const foreign = await withPayload(empty, {
    ...statement,
    predicateType: "https://example.com/x/v1",
  });
  expect(await codesOf(foreign)).toEqual(["payload.type", "nothing.verified"]);
  const unknown = await withPayload(empty, { ...statement, more: 1 });
  expect(await codesOf(unknown)).toEqual(["payload.schema", "nothing.verified"]);
});

test("a statement about another repository is refused, unless nobody knows this one's name", async () => {
  const other = "git+https://github.com/other/shop";
  const ledger = await attested(empty, { "a.yaml": "a" }, { over: { repository: other } });
  expect(await codesOf(ledger)).toEqual(["payload.repository", "nothing.verified"]);
  expect(await codesOf(ledger, { repository: undefined })).toEqual([]);
});

test("a statement that replaces one that is not there is refused: so a removed entry shows", async () => {
  const last = { ...two, entries: two.entries.slice(1) };
  expect(await codesOf(last)).toContain("payload.replaces");
  const statement = statementOf(one, 0);
  const replaces = [{ path: "a.yaml", payloads: [sha256("nothing")] }];
  const invented = await withPayload(empty, {
    ...statement,
    predicate: { ...statement.predicate, replaces },
  });
  expect(await codesOf(invented)).toEqual(["payload.replaces", "nothing.verified"]);
});

test("a checkpoint in a statement is refused where there is no log to compare it with", async () => {
  const statement = statementOf(one, 0);
  const log = { origin: "example.com/lineage", size: "1", rootHash: `${"A".repeat(43)}=` };
  const ledger = await withPayload(empty, {
    ...statement,
    predicate: { ...statement.predicate, log },
  });
  expect(await codesOf(ledger)).toEqual(["log.unsupported", "nothing.verified"]);
});

test("a trust root in mode log is no pass here, but a failure of its own", async () => {
  const ledger = await trusting(two, [stranger], {
    log: { origin: "example.com/lineage", mode: "log" },
    roles: {
      root: { threshold: 1, keys: [author.publicKey.keyId] },
      entry: { threshold: 1, keys: [author.publicKey.keyId], paths: ["**"] },
      sealer: { threshold: 1, keys: [stranger.publicKey.keyId] },
    },
  });
  expect(await codesOf(ledger)).toEqual(["log.unsupported", "nothing.verified"]);
  expect((await verified(ledger)).entries.map(({ code }) => code)).toEqual([
    "log.unsupported",
    "log.unsupported",
  ]);
});

test("entries of a revoked key fail unless they are endorsed, and do not break those that follow", async () => {
  const both = await trusting(empty, [stranger]);
  const early = await attested(both, { "a.yaml": "a1" }, { key: stranger });
  const later = await attested(early, { "a.yaml": "a2" });
  const revoked = [{ key: stranger.publicKey.keyId, reason: "compromised" }] as const;
  expect(await codesOf(later)).toEqual([]);
  const report = await verified(await trusting(later, [stranger], { revoked }));
  expect(errorsOf(report)).toEqual([attestRules["signer.revoked"].id]);
  expect(report.paths).toEqual([{ path: "a.yaml", state: "attested", covered: true }]);
  const name = early.entries[0]!.path.slice(
    -".sigstore.json".length - 64,
    -".sigstore.json".length,
  ) as Sha256;
  expect(await codesOf(await trusting(later, [stranger], { revoked, endorsed: [name] }))).toEqual(
    [],
  );
});

test("with a threshold of two a statement counts when two keys signed it, and not when one did twice", async () => {
  const ids = [author, stranger].map(({ publicKey }) => publicKey.keyId).toSorted();
  const roles = {
    root: { threshold: 1, keys: [author.publicKey.keyId] },
    entry: { threshold: 2, keys: ids, paths: ["**"] },
  };
  const alone = await trusting(one, [stranger], { roles });
  expect(await codesOf(alone)).toEqual(["signer.threshold", "nothing.verified"]);
  const payload = payloadBytes(statementOf(one, 0));
  const twice = { ...alone, entries: [...alone.entries, ...alone.entries] };
  expect(await codesOf(twice)).toEqual(["signer.threshold", "nothing.verified"]);
  const together = { ...alone, entries: [...alone.entries, await signedEntry(payload, stranger)] };
  expect(await codesOf(together)).toEqual([]);
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
  const covered = [{ ...digestsOf("b.yaml", "b1"), kinds: [] }];
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
  expect(seen.toSorted()).toEqual(report.entries.map(({ payload }) => payload).toSorted());
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
