import { expect, test } from "vitest";
import { bundleBytes } from "../../src/attest/bundle.ts";
import { type AttestCode, attestRules } from "../../src/attest/codes.ts";
import { preAuthentication, statementType } from "../../src/attest/dsse.ts";
import type { LedgerFile } from "../../src/attest/entry.ts";
import { payloadBytes } from "../../src/attest/payload.ts";
import { signerOf } from "../../src/attest/signer.ts";
import { type Sha256, sha256 } from "../../src/base/digest.ts";
import {
  attested,
  author,
  codesOf,
  emptyLedger,
  errorsOf,
  type Ledger,
  named,
  path,
  signedEntry,
  statementOf,
  stranger,
  trusting,
  verified,
  withPayload,
} from "../support/attest.ts";

const empty = await emptyLedger();
/** Two files, the first of them attested twice. */
const one = await attested(empty, { "a.yaml": "a1", "b.yaml": "b1" });
const two = await attested(one, { "a.yaml": "a2" });

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
  const allowed: ReadonlySet<string> = new Set([
    "bundle.parse",
    "bundle.shape",
    "bundle.canonical",
    "bundle.type",
    "signer.unknown",
    "signature.bad",
  ]);
  const seen = new Set<string>();
  for (let at = 0; at < bytes.length; at += 11) {
    const flipped = bytes.map((byte, index) => (index === at ? byte ^ (1 << (at % 8)) : byte));
    // oxlint-disable-next-line no-await-in-loop -- one report after another keeps memory flat
    const report = await verified({ ...one, entries: [named(flipped)] });
    seen.add(report.entries[0]?.code ?? "valid");
  }
  expect([...seen].filter((code) => !allowed.has(code))).toEqual([]);
  expect(seen.has("signature.bad")).toBe(true);
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

/** The ledger under a root whose entry role has these paths only. */
function scope(paths: readonly string[], ledger: Ledger): Promise<Ledger> {
  const keys = [author.publicKey.keyId];
  return trusting(ledger, [], {
    roles: { root: { threshold: 1, keys }, entry: { threshold: 1, keys, paths } },
  });
}

test("a signer speaks only of the paths of the role, removed ones included", async () => {
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
