import { createCipheriv, createDecipheriv, scryptSync } from "node:crypto";
import { decodeDer, derInteger, encodeDer, integerOf, tags, type Element } from "./der.ts";

/**
 * Encrypted PKCS#8 with PBES2, scrypt (RFC 7914, 7) and AES-256-CBC. Our own, because Node writes
 * only PBKDF2 with 2048 rounds, and reads scrypt only up to N = 2^14.
 */
const oids = {
  pbes2: "2a864886f70d01050d",
  scrypt: "2b06010401da47040b",
  aes256Cbc: "60864801650304012a",
} as const;

export interface EncryptionParameters {
  readonly salt: Uint8Array;
  readonly iv: Uint8Array;
  /** scrypt's N, a power of two; memory is 1 KiB × N. */
  readonly cost: number;
}

interface Scrypt {
  readonly salt: Uint8Array;
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

export type Decrypted =
  | { readonly state: "decrypted"; readonly der: Uint8Array }
  /** Wrong passphrase or damaged file: the two cannot be told apart. */
  | { readonly state: "refused" }
  /** Encrypted in another way than ours. */
  | { readonly state: "foreign" }
  /** Ours, but so costly that reading it could exhaust the machine. */
  | { readonly state: "excessive" };

/** Most N·r·p that is read: 128 MiB and about a second. */
const costMax = 2 ** 20;

export function encryptPkcs8(
  der: Uint8Array,
  passphrase: string,
  parameters: EncryptionParameters,
): Uint8Array {
  const { salt, iv, cost } = parameters;
  const key = derivedKey(passphrase, { salt, N: cost, r: 8, p: 1 });
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  const ciphertext = Buffer.concat([cipher.update(der), cipher.final()]);
  key.fill(0);
  const kdf = sequence(
    oid(oids.scrypt),
    sequence(encodeDer(tags.octets, salt), derInteger(cost), derInteger(8), derInteger(1)),
  );
  const encryption = sequence(oid(oids.aes256Cbc), encodeDer(tags.octets, iv));
  const algorithm = sequence(oid(oids.pbes2), sequence(kdf, encryption));
  return sequence(algorithm, encodeDer(tags.octets, ciphertext));
}

export function decryptPkcs8(bytes: Uint8Array, passphrase: string): Decrypted {
  const [outer] = decodeDer(bytes) ?? [];
  const [algorithm, ciphertext] = inside(outer);
  const [scheme, parameters] = inside(algorithm);
  const [kdf, encryption] = inside(parameters);
  const [cipher, iv] = inside(encryption);
  const scrypt = scryptOf(kdf);
  const isOurs = isOid(scheme, oids.pbes2) && isOid(cipher, oids.aes256Cbc);
  if (!isOurs || !scrypt || iv?.content.length !== 16 || !ciphertext) return { state: "foreign" };
  if (!isBearable(scrypt)) return { state: "excessive" };
  return opened(ciphertext.content, iv.content, derivedKey(passphrase, scrypt));
}

function opened(ciphertext: Uint8Array, iv: Uint8Array, key: Buffer): Decrypted {
  try {
    const decipher = createDecipheriv("aes-256-cbc", key, iv);
    const der = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
    return { state: "decrypted", der };
  } catch {
    return { state: "refused" };
  } finally {
    key.fill(0);
  }
}

function scryptOf(kdf: Element | undefined): Scrypt | undefined {
  const [name, parameters] = inside(kdf);
  const [salt, cost, block, parallel, keyLength] = inside(parameters);
  if (!isOid(name, oids.scrypt) || salt?.tag !== tags.octets || !cost || !block || !parallel)
    return undefined;
  const [N, r, p] = [integerOf(cost), integerOf(block), integerOf(parallel)];
  if (N === undefined || r === undefined || p === undefined) return undefined;
  if (keyLength !== undefined && integerOf(keyLength) !== 32) return undefined;
  return { salt: salt.content, N, r, p };
}

function isBearable({ N, r, p }: Scrypt): boolean {
  return N > 1 && Number.isInteger(Math.log2(N)) && r > 0 && p > 0 && N * r * p <= costMax;
}

function derivedKey(passphrase: string, { salt, N, r, p }: Scrypt): Buffer {
  // OpenSSL counts a little more than the 128·N·r bytes of the algorithm itself.
  return scryptSync(passphrase, salt, 32, { N, r, p, maxmem: 128 * r * (N + p + 2) + 2 ** 20 });
}

function inside(element: Element | undefined): readonly Element[] {
  return element?.tag === tags.sequence ? (decodeDer(element.content) ?? []) : [];
}

function isOid(element: Element | undefined, hex: string): boolean {
  return element?.tag === tags.oid && Buffer.from(element.content).toString("hex") === hex;
}

function oid(hex: string): Uint8Array {
  return encodeDer(tags.oid, Buffer.from(hex, "hex"));
}

function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return encodeDer(tags.sequence, ...parts);
}
