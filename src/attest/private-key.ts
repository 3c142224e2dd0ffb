import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from "node:crypto";
import { Failure } from "../base/failure.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";
import { decryptPkcs8, encryptPkcs8 } from "./pbes2.ts";
import { readPublicKey, type KeyType, type PublicKey } from "./keys.ts";

/** A private key in memory, with its checked public half. */
export interface PrivateKey {
  readonly publicKey: PublicKey;
  readonly handle: KeyObject;
}

export interface NewKey {
  readonly publicKey: PublicKey;
  /** PKCS#8 PEM, encrypted if a passphrase was given. */
  readonly pem: string;
}

export interface KeyProtection {
  readonly passphrase?: string | undefined;
  /** N = 2^14, which OpenSSL and Node can read, instead of 2^17. */
  readonly compatible?: boolean;
}

/** A key file is a few hundred bytes; more is something else. */
const pemBytesMax = 64 * 1024;
const plainLabel = "PRIVATE KEY";
const encryptedLabel = "ENCRYPTED PRIVATE KEY";

/**
 * A fresh key pair. The one place below `host` that uses randomness: a key, its salt and its
 * initialisation vector cannot be functions of the tree.
 *
 * @throws Failure KEY for an empty passphrase
 */
export function generateKey(type: KeyType, protection: KeyProtection = {}): NewKey {
  const pair =
    type === "ed25519"
      ? generateKeyPairSync("ed25519")
      : generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const { publicKey } = checked(pair.privateKey);
  const der = pair.privateKey.export({ format: "der", type: "pkcs8" });
  return { publicKey, pem: pemOfKey(der, protection) };
}

/** PKCS#8 PEM of a key in DER, encrypted with a fresh salt if there is a passphrase. */
function pemOfKey(der: Uint8Array, { passphrase, compatible = false }: KeyProtection): string {
  if (passphrase === undefined) return pemOf(plainLabel, der);
  if (passphrase === "")
    throw new Failure(
      "KEY",
      "the passphrase is empty",
      "Give one, or none at all for an unencrypted key.",
    );
  const parameters = {
    salt: randomBytes(16),
    iv: randomBytes(16),
    cost: compatible ? 2 ** 14 : 2 ** 17,
  };
  return pemOf(encryptedLabel, encryptPkcs8(der, passphrase, parameters));
}

/**
 * The private key in a PKCS#8 PEM file, plain or encrypted.
 *
 * @throws Failure KEY; its message never holds any of the file or the passphrase
 */
export function readPrivateKey(pem: Uint8Array, passphrase?: string): PrivateKey {
  const { label, der } = blockOf(pem);
  return checked(label === plainLabel ? plainKey(der) : encryptedKey(der, passphrase));
}

/** Whether reading this file needs a passphrase: so that nobody is asked for one in vain. */
export function isEncryptedKey(pem: Uint8Array): boolean {
  return blockOf(pem).label === encryptedLabel;
}

function blockOf(pem: Uint8Array): { readonly label: string; readonly der: Uint8Array } {
  const text = pem.length <= pemBytesMax ? Buffer.from(pem).toString("latin1").trim() : "";
  const match =
    /^-----BEGIN ((?:ENCRYPTED )?PRIVATE KEY)-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END ([A-Z ]+)-----$/u.exec(
      text,
    );
  const [, label = "", body = "", end] = match ?? [];
  const der = decodeBase64(body.replaceAll(/[\r\n]/gu, ""));
  if (match && der && end === label) return { label, der };
  const help = "Convert it with: openssl pkcs8 -topk8 -in KEY -out NEW.pem";
  throw new Failure(
    "KEY",
    "the key file is no PKCS#8 PEM file (BEGIN PRIVATE KEY or BEGIN ENCRYPTED PRIVATE KEY)",
    help,
  );
}

function plainKey(der: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" });
  } catch {
    throw new Failure("KEY", "the key file holds no private key that can be read");
  }
}

function encryptedKey(der: Uint8Array, passphrase: string | undefined): KeyObject {
  if (passphrase === undefined) throw wrongPassphrase();
  const decrypted = decryptPkcs8(der, passphrase);
  switch (decrypted.state) {
    case "decrypted":
      return pkcs8Of(decrypted.der);
    case "refused":
      throw wrongPassphrase();
    case "excessive":
      throw new Failure(
        "KEY",
        "the key file asks for more memory or time than is given (scrypt N × r × p above 2^20)",
      );
    case "foreign":
      return foreignKey(der, passphrase);
  }
}

/** One wrong passphrase in 256 leaves well-formed padding: what then is no key was no right one. */
function pkcs8Of(der: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" });
  } catch {
    throw wrongPassphrase();
  } finally {
    der.fill(0);
  }
}

/** Encrypted by another tool (PBKDF2, say): Node's own reader knows those. */
function foreignKey(der: Uint8Array, passphrase: string): KeyObject {
  try {
    return createPrivateKey({ key: pemOf(encryptedLabel, der), format: "pem", passphrase });
  } catch {
    throw wrongPassphrase();
  }
}

function wrongPassphrase(): Failure {
  return new Failure(
    "KEY",
    "the passphrase of the key is missing or wrong, or the file is damaged",
  );
}

function checked(handle: KeyObject): PrivateKey {
  const read = readPublicKey(createPublicKey(handle).export({ format: "der", type: "spki" }));
  if (read.ok) return { publicKey: read.key, handle };
  throw new Failure("KEY", `the key ${read.fault}`, "Make one with: lineagectl key new");
}

function pemOf(label: string, der: Uint8Array): string {
  const lines = encodeBase64(der).match(/.{1,64}/gu) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
