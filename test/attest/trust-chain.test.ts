import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { decodeBase64, encodeBase64 } from "../../src/attest/base64.ts";
import { preAuthentication, rootType, statementType } from "../../src/attest/dsse.ts";
import { payloadBytes } from "../../src/attest/payload.ts";
import { generateKey, type PrivateKey, readPrivateKey } from "../../src/attest/private-key.ts";
import { signerOf } from "../../src/attest/signer.ts";
import {
  type Anchor,
  makeFirstRoot,
  readTrust,
  signRoot,
  type TrustFile,
} from "../../src/attest/trust-chain.ts";
import type { TrustRoot } from "../../src/attest/trust-root.ts";
import { canonicalJson } from "../../src/base/canonical.ts";
import { sha256 } from "../../src/base/digest.ts";
import type { Json } from "../../src/base/json.ts";
import { author, path, stranger } from "../support/attest.ts";
import { alice, bob, carol, idsOf, rootOf } from "../support/trust.ts";

const p256 = readPrivateKey(Buffer.from(generateKey("ecdsa-p256").pem));

const signed = (root: TrustRoot, ...keys: readonly PrivateKey[]): Promise<TrustFile> =>
  signRoot(root, keys.map(signerOf));

function fileOf(envelope: Json, version = 1): TrustFile {
  return {
    path: path(`.lineage/trust/${version}.root.json`),
    bytes: Buffer.from(`${canonicalJson(envelope)}\n`),
  };
}

function faultOf(files: readonly TrustFile[], anchor?: Anchor): string {
  const trust = readTrust(files, anchor);
  return trust.ok ? "accepted" : `${trust.problem.code}: ${trust.problem.message}`;
}

const first = await makeFirstRoot(
  { origin: "example.com/lineage", key: author.publicKey, owner: "ci@acme" },
  signerOf(author),
);

test("the first root has one key with the roles root and entry, and mode set", () => {
  const trust = readTrust([first], undefined);
  expect(first.path).toBe(".lineage/trust/1.root.json");
  expect(trust).toMatchObject({
    ok: true,
    value: {
      anchored: false,
      sha256: sha256(first.bytes),
      root: {
        version: 1,
        log: { origin: "example.com/lineage", mode: "set" },
        roles: {
          root: { threshold: 1, keys: idsOf(author) },
          entry: { threshold: 1, keys: idsOf(author), paths: ["**"] },
        },
      },
    },
  });
});

test("the published schema fits the roots that are written", async () => {
  const schema: object = JSON.parse(readFileSync("schemas/trust-root.schema.json", "utf8"));
  const fits = new Ajv2020({ strict: true, strictRequired: false }).compile(schema);
  const full = rootOf([alice, bob], {
    principals: {
      "growth-lead": {
        keys: idsOf(alice),
        teams: ["team/growth"],
        handles: ["@acme/growth"],
        emails: ["lead@example.com"],
      },
    },
    revoked: [{ key: idsOf(bob)[0] ?? "", from: "12", reason: "lost" }],
    endorsed: [sha256("entry")],
  });
  for (const file of [first, await signed(full, alice)]) {
    const envelope = JSON.parse(Buffer.from(file.bytes).toString()) as { readonly payload: string };
    const root: unknown = JSON.parse(Buffer.from(decodeBase64(envelope.payload) ?? []).toString());
    expect(fits(root)).toBe(true);
    expect(fits({ ...(root as object), extra: 1 })).toBe(false);
  }
});

test("a P-256 root works as an Ed25519 one does", async () => {
  expect(faultOf([await signed(rootOf([p256]), p256)])).toBe("accepted");
});

test("a chain grows by thresholds of the old and of the new root", async () => {
  const one = await signed(
    rootOf([alice, bob], {
      roles: {
        root: { threshold: 2, keys: idsOf(alice, bob) },
        entry: { threshold: 1, keys: idsOf(alice), paths: ["**"] },
      },
    }),
    alice,
    bob,
  );
  const two = rootOf([bob, carol], { version: 2, previous: sha256(one.bytes) });
  expect(faultOf([one])).toBe("accepted");
  expect(faultOf([one, await signed(two, alice, bob, carol)])).toBe("accepted");
  expect(faultOf([await signed(two, alice, bob), one])).toBe("accepted");
  expect(faultOf([one, await signed(two, bob, carol)])).toContain(
    "1 of the 2 signatures that root 1 asks for",
  );
  expect(
    faultOf([
      one,
      await signed(
        { ...two, roles: { ...two.roles, root: { threshold: 1, keys: idsOf(carol) } } },
        alice,
        bob,
      ),
    ]),
  ).toContain("0 of the 1 signatures that root 2 asks for");
});

test("below its threshold a root is refused, however many strangers sign", async () => {
  const root = rootOf([alice, bob], {
    roles: {
      root: { threshold: 2, keys: idsOf(alice, bob) },
      entry: { threshold: 1, keys: idsOf(alice), paths: ["**"] },
    },
  });
  expect(faultOf([await signed(root, alice)])).toContain("1 of the 2 signatures");
  expect(faultOf([await signed(root, alice, carol)])).toContain("which is no root key");
  expect(faultOf([await signed(root, alice, bob, carol)])).toContain("which is no root key");
});

test("an update that skips a version, forks, changes the origin or takes back a revocation is refused", async () => {
  const one = await signed(
    rootOf([alice], { revoked: [{ key: idsOf(bob)[0] ?? "", reason: "lost" }] }),
    alice,
  );
  const next = rootOf([alice], {
    version: 2,
    previous: sha256(one.bytes),
    revoked: [{ key: idsOf(bob)[0] ?? "", reason: "lost" }],
  });
  const { revoked, ...forgiving } = next;
  expect(revoked).toHaveLength(1);
  expect(faultOf([one, await signed(next, alice)])).toBe("accepted");
  expect(faultOf([await signed(next, alice)])).toContain("version 1 is missing");
  expect(faultOf([one, await signed({ ...next, version: 3 }, alice)])).toContain(
    "version 2 is missing",
  );
  expect(faultOf([one, await signed({ ...next, previous: sha256("x") }, alice)])).toContain(
    "its predecessor has another digest",
  );
  expect(
    faultOf([
      one,
      await signed({ ...next, log: { origin: "example.com/other", mode: "set" } }, alice),
    ]),
  ).toContain("changes the origin");
  expect(faultOf([one, await signed(forgiving, alice)])).toContain("takes back the revocation");
});

test("the anchor must be one version of the chain, given as digest or as file", async () => {
  const two = await signed(
    { ...rootOf([author]), version: 2, previous: sha256(first.bytes) },
    author,
  );
  const other = await signed(rootOf([stranger]), stranger);
  for (const file of [first, two]) {
    expect(readTrust([first, two], { trustRootBytes: file.bytes })).toMatchObject({
      ok: true,
      value: { anchored: true },
    });
    expect(readTrust([first, two], { trustRootSha256: sha256(file.bytes) })).toMatchObject({
      ok: true,
      value: { anchored: true },
    });
  }
  expect(faultOf([other], { trustRootBytes: first.bytes })).toContain("not part of the chain");
  expect(faultOf([first], { trustRootBytes: two.bytes })).toContain("not part of the chain");
  expect(faultOf([first], { trustRootSha256: "" })).toContain("not part of the chain");
});

test("no root at all has a code of its own", () => {
  expect(faultOf([])).toBe("trust.none: there is no trust root");
});

test("an entry's signature is none of a root: the payload type is signed", async () => {
  const payload = payloadBytes(rootOf([alice]));
  const sig = encodeBase64(await signerOf(alice).sign(preAuthentication(statementType, payload)));
  const keyid = alice.publicKey.keyId;
  const file = fileOf({
    payload: encodeBase64(payload),
    payloadType: rootType,
    signatures: [{ keyid, sig }],
  });
  expect(faultOf([file])).toContain("is wrong");
  const typed = fileOf({
    payload: encodeBase64(payload),
    payloadType: statementType,
    signatures: [{ keyid, sig }],
  });
  expect(faultOf([typed])).toContain(`expected ${rootType}`);
});

test("every flipped bit in a trust root is caught, anchored or not", () => {
  for (let at = 0; at < first.bytes.length; at += 5) {
    const bytes = Uint8Array.from(first.bytes, (byte, index) =>
      index === at ? byte ^ (1 << (at % 8)) : byte,
    );
    expect(faultOf([{ path: first.path, bytes }])).toContain("trust.chain");
  }
});

test("other spellings of the same root are refused, and so is a file under another name", () => {
  const text = Buffer.from(first.bytes).toString();
  const spellings = [text.trimEnd(), `${text}\n`, text.replace(":", ": ")];
  const faults = spellings.map((spelling) =>
    faultOf([{ path: first.path, bytes: Buffer.from(spelling) }]),
  );
  expect(faults.filter((fault) => !fault.includes("canonical form"))).toEqual([]);
  const unpadded = Buffer.from(text.replace('=="}', '"}'));
  expect(faultOf([{ path: first.path, bytes: unpadded }])).toContain("its signature");
  expect(faultOf([{ ...first, path: path(".lineage/trust/01.root.json") }])).toContain(
    "version 1 is missing",
  );
  expect(faultOf([{ ...first, path: path(".lineage/trust/2.root.json") }])).toContain(
    "version 1 is missing",
  );
});

test("a root of another version than its file name says is refused", async () => {
  const two = await signed({ ...rootOf([alice]), version: 2, previous: sha256("x") }, alice);
  expect(faultOf([{ ...two, path: path(".lineage/trust/1.root.json") }])).toContain(
    "it says version 2",
  );
});
