import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBase64, encodeBase64 } from "../../src/attest/base64.ts";
import { bundleBytes, readBundle } from "../../src/attest/bundle.ts";
import { preAuthentication, rootType, statementType } from "../../src/attest/dsse.ts";
import { makeEntry } from "../../src/attest/entry.ts";
import { signerOf } from "../../src/attest/signer.ts";
import { sha256 } from "../../src/base/digest.ts";
import { author } from "../support/attest.ts";

const vector = "fixtures/attest/vector";
const payload = readFileSync(`${vector}/payload.json`);
const bundle = readFileSync(`${vector}/bundle.sigstore.json`);
const signature =
  "OM/zT2UKtOFiB2wFYPb26yutk7+f7z+Jzu4E59bPCJWCn8LiUnKzbC7LWUzILx1LWBz1QZFQTgl1arOLWa5oAQ==";

test("the worked vector: payload, signed bytes, key id, signature and file", async () => {
  expect(payload.length).toBe(284);
  expect(sha256(payload)).toBe("a744c57938aa1eb04f81e6b705a9a45303d084b87e06a9969a003028f578f55e");
  expect(sha256(preAuthentication(statementType, payload))).toBe(
    "0ffc6a45d5bda2e463d268ac6b768e11cbad570f76fef0e72144c3ba1fa5bf96",
  );
  expect(author.publicKey.keyId).toBe("25ASG5lX1YK3X57i0dHYm0tmAUu/wYw4nM8Fj6iu9e4=");
  const entry = await makeEntry(payload, signerOf(author));
  expect(entry.bytes.length).toBe(779);
  expect(sha256(entry.bytes)).toBe(
    "ce39b51148d5b40c92f5f1f3cc555a0e5bc77b8af8678a7c5bf88bc09bcc9604",
  );
  expect(entry.path).toBe(`.lineage/entries/ce/${sha256(entry.bytes)}.sigstore.json`);
  expect(entry.payload).toBe(sha256(payload));
  expect(Buffer.from(entry.bytes)).toEqual(bundle);
  expect(bundle.toString()).toContain(`"sig":"${signature}"`);
});

test("openssl verifies the signature over the signed bytes, and refuses other bytes", () => {
  const folder = mkdtempSync(join(tmpdir(), "lineagectl-test-"));
  const file = (name: string): string => join(folder, name);
  writeFileSync(file("pub.der"), author.publicKey.spki);
  writeFileSync(file("sig.bin"), Buffer.from(signature, "base64"));
  writeFileSync(file("good.bin"), preAuthentication(statementType, payload));
  writeFileSync(file("bad.bin"), preAuthentication(rootType, payload));
  const verify = (input: string): string =>
    execFileSync(
      "openssl",
      [
        "pkeyutl",
        "-verify",
        "-rawin",
        "-pubin",
        "-keyform",
        "DER",
        "-inkey",
        file("pub.der"),
        "-in",
        file(input),
        "-sigfile",
        file("sig.bin"),
      ],
      { stdio: ["ignore", "pipe", "ignore"] },
    ).toString();
  expect(verify("good.bin")).toContain("Verified Successfully");
  expect(() => verify("bad.bin")).toThrow("Command failed");
  rmSync(folder, { recursive: true });
});

test("what is written is read, for any payload, key id and signature", () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(bytes, bytes, fc.string({ unit: "grapheme" }), (content, sig, keyId) => {
      const written = {
        payloadType: statementType,
        payload: content,
        keyId,
        signature: sig,
      } as const;
      expect(readBundle(bundleBytes(written), statementType)).toEqual({ ok: true, value: written });
    }),
    { numRuns: 50 },
  );
});

const variants: readonly (readonly [string, string, (text: string) => string])[] = [
  ["white space", "bundle.canonical", (text) => text.replace(":{", ": {")],
  ["no line feed at the end", "bundle.canonical", (text) => text.trimEnd()],
  ["two line feeds at the end", "bundle.canonical", (text) => `${text}\n`],
  [
    "another order of keys",
    "bundle.canonical",
    (text) => text.replace(/"keyid":("[^"]*"),"sig":("[^"]*")/u, '"sig":$2,"keyid":$1'),
  ],
  [
    "an escape where none is needed",
    "bundle.canonical",
    (text) => text.replace("dsseEnvelope", "\\u0064sseEnvelope"),
  ],
  ["junk inside base64", "bundle.canonical", (text) => text.replace('"sig":"OM/z', '"sig":"OM/z!')],
  ["base64 without padding", "bundle.canonical", (text) => text.replace('oAQ=="', 'oAQ"')],
  ["base64 in the URL alphabet", "bundle.canonical", (text) => text.replace('"OM/z', '"OM_z')],
  ["unused bits in base64", "bundle.canonical", (text) => text.replace('oAQ=="', 'oAR=="')],
  ["a BOM", "bundle.parse", (text) => `\uFEFF${text}`],
  ["a duplicate member", "bundle.parse", (text) => text.replace('"sig":', '"keyid":"","sig":')],
  [
    "a member __proto__",
    "bundle.parse",
    (text) => text.replace('"mediaType"', '"__proto__":{},"mediaType"'),
  ],
  ["text after it", "bundle.parse", (text) => `${text}{}`],
  ["another media type", "bundle.shape", (text) => text.replace("v0.3", "v0.2")],
  [
    "an unknown member",
    "bundle.shape",
    (text) => text.replace('"mediaType"', '"extra":1,"mediaType"'),
  ],
  [
    "no signature",
    "bundle.shape",
    (text) => text.replace(/"signatures":\[.*?\]/u, '"signatures":[]'),
  ],
  [
    "two signatures",
    "bundle.shape",
    (text) => text.replace(/"signatures":\[(.*?)\]/u, '"signatures":[$1,$1]'),
  ],
  [
    "a certificate instead of a key",
    "bundle.shape",
    (text) => text.replace(/"publicKey":\{.*?\}/u, '"certificate":{"rawBytes":""}'),
  ],
  [
    "a message signature",
    "bundle.shape",
    (text) => text.replace('"mediaType"', '"messageSignature":{},"mediaType"'),
  ],
  [
    "the payload type of trust roots",
    "bundle.type",
    (text) => text.replace(statementType, rootType),
  ],
  ["another hint than key id", "bundle.type", (text) => text.replace('"hint":"25', '"hint":"26')],
];

test.each(variants)("a bundle with %s fails as %s", (_, code, change) => {
  const text = change(bundle.toString());
  expect(text).not.toBe(bundle.toString());
  expect(readBundle(Buffer.from(text), statementType)).toMatchObject({
    ok: false,
    problem: { code },
  });
});

test("the older spelling of the same media type is read", () => {
  const text = bundle.toString().replace("bundle.v0.3+json", "bundle+json;version=0.3");
  expect(readBundle(Buffer.from(text), statementType).ok).toBe(true);
});

test("only canonical base64 decodes", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
    }),
  );
  const wrong = ["Y*Q=!", "YQ", "YQ==YQ==", "YR==", "YQ==\n", "_-8=", "A", "="];
  expect(wrong.filter((text) => decodeBase64(text) !== undefined)).toEqual([]);
});

test("the length in the signed bytes counts bytes, not characters", () => {
  const signed = Buffer.from(preAuthentication(statementType, Buffer.from("é"))).toString();
  expect(signed).toBe("DSSEv1 28 application/vnd.in-toto+json 2 é");
});
