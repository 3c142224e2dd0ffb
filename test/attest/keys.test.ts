import { execFileSync } from "node:child_process";
import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeDer, derInteger, encodeDer, integerOf, tags } from "../../src/attest/der.ts";
import {
  isSignedBy,
  keyIdOf,
  keyTypes,
  readPublicKey,
  readPublicKeyText,
} from "../../src/attest/keys.ts";
import { decryptPkcs8, encryptPkcs8 } from "../../src/attest/pbes2.ts";
import { generateKey, isEncryptedKey, readPrivateKey } from "../../src/attest/private-key.ts";
import { signerFromPem } from "../../src/attest/signer.ts";
import { Failure } from "../../src/base/failure.ts";
import { author } from "../support/attest.ts";

const message = Buffer.from("message");
const openssl = (args: readonly string[], input: string): string =>
  execFileSync("openssl", [...args], { input, stdio: ["pipe", "pipe", "ignore"] }).toString();
const failureOf = (run: () => unknown): Failure => {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return error;
  }
  throw new Error("expected a Failure");
};

test.each(keyTypes)(
  "a new %s key signs, its public half verifies, and one bit more does not",
  async (type) => {
    const { publicKey, pem } = generateKey(type);
    expect(publicKey.type).toBe(type);
    expect(publicKey.keyId).toBe(keyIdOf(publicKey.spki));
    const signer = signerFromPem(Buffer.from(pem));
    expect(signer.keyId).toBe(publicKey.keyId);
    const signature = await signer.sign(message);
    expect(isSignedBy(publicKey, message, signature)).toBe(true);
    expect(isSignedBy(publicKey, Buffer.from("massage"), signature)).toBe(false);
    const flipped = Uint8Array.from(signature, (byte, index) => (index === 40 ? byte ^ 1 : byte));
    expect(isSignedBy(publicKey, message, flipped)).toBe(false);
    expect(isSignedBy(publicKey, message, signature.subarray(1))).toBe(false);
    expect(isSignedBy(author.publicKey, message, signature)).toBe(false);
  },
);

test.each(keyTypes)("an encrypted %s key is read with its passphrase and with no other", (type) => {
  const { publicKey, pem } = generateKey(type, { passphrase: "right 🗝", compatible: true });
  expect(pem).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/u);
  expect(isEncryptedKey(Buffer.from(pem))).toBe(true);
  expect(readPrivateKey(Buffer.from(pem), "right 🗝").publicKey.keyId).toBe(publicKey.keyId);
  for (const passphrase of ["wrong", "", undefined]) {
    const failure = failureOf(() => readPrivateKey(Buffer.from(pem), passphrase));
    expect(failure.code).toBe("KEY");
    expect(failure.message).toBe(
      "the passphrase of the key is missing or wrong, or the file is damaged",
    );
  }
});

test("the default protection is scrypt with N = 2^17, which our reader reads", () => {
  const { publicKey, pem } = generateKey("ed25519", { passphrase: "right" });
  const der = Buffer.from(pem.replaceAll(/-----.*?-----|\n/gu, ""), "base64");
  expect(der.includes(Buffer.from("0203020000020108020101", "hex"))).toBe(true);
  expect(readPrivateKey(Buffer.from(pem), "right").publicKey.keyId).toBe(publicKey.keyId);
});

test("openssl reads the compatible form, and the plain one", () => {
  const encrypted = generateKey("ed25519", { passphrase: "right", compatible: true });
  const spki = openssl(["pkey", "-passin", "pass:right", "-pubout"], encrypted.pem);
  expect(createPublicKey(spki).export({ format: "der", type: "spki" })).toEqual(
    Buffer.from(encrypted.publicKey.spki),
  );
  const plain = generateKey("ecdsa-p256");
  expect(openssl(["pkey", "-pubout"], plain.pem)).toContain("BEGIN PUBLIC KEY");
});

test("keys that openssl encrypted, with scrypt or with PBKDF2, are read", () => {
  const { publicKey, pem } = generateKey("ed25519");
  const common = ["pkcs8", "-topk8", "-passout", "pass:right"];
  for (const kdf of [["-scrypt"], ["-v2", "aes-256-cbc"], ["-v2", "aes-128-cbc"]]) {
    const encrypted = Buffer.from(openssl([...common, ...kdf], pem));
    expect(readPrivateKey(encrypted, "right").publicKey.keyId).toBe(publicKey.keyId);
    expect(failureOf(() => readPrivateKey(encrypted, "wrong")).message).toContain(
      "missing or wrong",
    );
  }
});

test("an empty passphrase protects nothing and is refused", () => {
  expect(failureOf(() => generateKey("ed25519", { passphrase: "" })).code).toBe("KEY");
});

test("a file that asks for more than 2^20 units of scrypt is refused before any work", () => {
  const salt = Buffer.alloc(16);
  const file = encryptPkcs8(Buffer.alloc(48, 1), "right", { salt, iv: salt, cost: 2 ** 10 });
  expect(decryptPkcs8(file, "right").state).toBe("decrypted");
  const parameters = (N: number, p: number): Buffer => {
    const text = Buffer.from(file).toString("hex");
    const at = `${Buffer.from(derInteger(2 ** 10)).toString("hex")}020108020101`;
    expect(text).toContain(at);
    const changed = `${Buffer.from(derInteger(N)).toString("hex")}020108${Buffer.from(derInteger(p)).toString("hex")}`;
    expect(changed).toHaveLength(at.length);
    return Buffer.from(text.replace(at, changed), "hex");
  };
  expect(decryptPkcs8(parameters(2 ** 14, 9), "right").state).toBe("excessive");
  expect(decryptPkcs8(parameters(2 ** 10 + 1, 1), "right").state).toBe("excessive");
  expect(decryptPkcs8(parameters(2 ** 10, 2), "right").state).toBe("refused");
});

test.each([
  ["nothing", ""],
  ["text", "hello"],
  [
    "a public key",
    generateKeyPairSync("ed25519").publicKey.export({ format: "pem", type: "spki" }).toString(),
  ],
  [
    "a SEC1 key",
    generateKeyPairSync("ec", { namedCurve: "P-256" })
      .privateKey.export({ format: "pem", type: "sec1" })
      .toString(),
  ],
  [
    "a PEM with other labels at its ends",
    generateKey("ed25519").pem.replace("END PRIVATE", "END ENCRYPTED PRIVATE"),
  ],
  ["a PEM with junk inside", generateKey("ed25519").pem.replace("MC4", "M*4")],
  ["a PEM with nothing inside", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"],
  [
    "a key on another curve",
    generateKeyPairSync("ec", { namedCurve: "P-384" })
      .privateKey.export({ format: "pem", type: "pkcs8" })
      .toString(),
  ],
  [
    "an RSA key",
    generateKeyPairSync("rsa", { modulusLength: 2048 })
      .privateKey.export({ format: "pem", type: "pkcs8" })
      .toString(),
  ],
])("%s as a key file is one clear failure that shows none of it", (_, pem) => {
  const failure = failureOf(() => readPrivateKey(Buffer.from(pem), "secret passphrase"));
  expect(failure.code).toBe("KEY");
  const [, line] = pem.split("\n");
  expect(`${failure.message} ${failure.help ?? ""}`).not.toContain("secret passphrase");
  expect(`${failure.message} ${failure.help ?? ""}`).not.toContain(line ?? "no second line");
});

test("a damaged key file never escapes as anything but that failure", () => {
  const { pem } = generateKey("ed25519", { passphrase: "right", compatible: true });
  const der = Buffer.from(pem.replaceAll(/-----.*?-----|\n/gu, ""), "base64");
  // The header only: a flip in the ciphertext costs a derivation each and ends in the same place.
  for (let at = 0; at < 40; at += 1) {
    const damaged = Buffer.from(der);
    damaged[at] = (damaged[at] ?? 0) ^ 0x40;
    const text = `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${damaged.toString("base64")}\n-----END ENCRYPTED PRIVATE KEY-----\n`;
    expect(failureOf(() => readPrivateKey(Buffer.from(text), "right")).code).toBe("KEY");
  }
});

test("public keys of other types and forms are refused", () => {
  const p256 = generateKey("ecdsa-p256").publicKey.spki;
  const compressed = Buffer.concat([
    Buffer.from("3039301306072a8648ce3d020106082a8648ce3d030107032200", "hex"),
    Buffer.from([2 + ((p256[90] ?? 0) & 1)]),
    p256.subarray(27, 59),
  ]);
  const offCurve = Uint8Array.from(p256, (byte, index) => (index === 90 ? byte ^ 1 : byte));
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({
    format: "der",
    type: "spki",
  });
  const faults = [
    compressed,
    offCurve,
    rsa,
    p256.subarray(1),
    Buffer.concat([p256, Buffer.alloc(1)]),
  ].map((spki) => {
    const read = readPublicKey(spki);
    return read.ok ? "accepted" : read.fault;
  });
  const form = "is no Ed25519 or uncompressed P-256 key in SPKI form";
  expect(faults).toEqual([form, "is no point of the curve P-256", form, form, form]);
  expect(createPrivateKey(generateKey("ecdsa-p256").pem).asymmetricKeyType).toBe("ec");
  expect(readPublicKey(p256).ok).toBe(true);
  expect(readPublicKeyText("AA").ok).toBe(false);
});

test("DER that is written is read, and cut or lengthened DER is refused", () => {
  const octets = fc.uint8Array({ maxLength: 700 });
  fc.assert(
    fc.property(octets, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (content, number) => {
      const bytes = encodeDer(tags.sequence, encodeDer(tags.octets, content), derInteger(number));
      const [outer, ...rest] = decodeDer(bytes) ?? [];
      const [inner, integer] = decodeDer(outer?.content ?? bytes) ?? [];
      expect(rest).toEqual([]);
      expect(inner).toEqual({ tag: tags.octets, content });
      expect(integer && integerOf(integer)).toBe(number);
      expect(decodeDer(bytes.subarray(0, -1))).toBeUndefined();
      expect(decodeDer(Buffer.concat([bytes, Uint8Array.of(4)]))).toBeUndefined();
    }),
  );
});

test("lengths that DER would write shorter are refused", () => {
  const wrong = ["048101aa", "0482000100", "0480", "04840000000100", "04"];
  expect(wrong.filter((hex) => decodeDer(Buffer.from(hex, "hex")) !== undefined)).toEqual([]);
  expect(decodeDer(Buffer.from("0401aa", "hex"))).toHaveLength(1);
});
