import { createPublicKey, hash, verify, type KeyObject } from "node:crypto";
import { decodeBase64, encodeBase64 } from "./base64.ts";
import { ed25519KeyFault, hasLowOrderR } from "./edwards.ts";

export const keyTypes = ["ed25519", "ecdsa-p256"] as const;
export type KeyType = (typeof keyTypes)[number];

/** A public key that passed every check of its type. */
export interface PublicKey {
  readonly type: KeyType;
  /** base64(SHA-256(SPKI DER)), as cosign writes it. */
  readonly keyId: string;
  readonly spki: Uint8Array;
  readonly handle: KeyObject;
}

export type ReadKey =
  | { readonly ok: true; readonly key: PublicKey }
  | { readonly ok: false; readonly fault: string };

/** The only SPKI that is taken: no parameters, named curve, uncompressed point. */
const prefixes: readonly (readonly [KeyType, string, number])[] = [
  ["ed25519", "302a300506032b6570032100", 44],
  ["ecdsa-p256", "3059301306072a8648ce3d020106082a8648ce3d03010703420004", 91],
];

export function keyIdOf(spki: Uint8Array): string {
  return hash("sha256", spki, "base64");
}

/** The public key in SPKI DER, or why it must not be trusted; the fault is a phrase without subject. */
export function readPublicKey(spki: Uint8Array): ReadKey {
  const hex = Buffer.from(spki).toString("hex");
  const known = prefixes.find(
    ([, prefix, length]) => hex.startsWith(prefix) && spki.length === length,
  );
  if (known === undefined)
    return { ok: false, fault: "is no Ed25519 or uncompressed P-256 key in SPKI form" };
  const [type] = known;
  const fault = type === "ed25519" ? ed25519KeyFault(spki.subarray(12)) : undefined;
  if (fault !== undefined) return { ok: false, fault };
  try {
    const handle = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
    return { ok: true, key: { type, keyId: keyIdOf(spki), spki, handle } };
  } catch {
    return { ok: false, fault: "is no point of the curve P-256" };
  }
}

/** The same from base64, as trust roots hold it. */
export function readPublicKeyText(spki: string): ReadKey {
  const bytes = decodeBase64(spki);
  return bytes ? readPublicKey(bytes) : { ok: false, fault: "is no canonical base64" };
}

export function publicKeyText({ spki }: PublicKey): string {
  return encodeBase64(spki);
}

/** Whether the signature over the bytes is the key's; whatever the library throws means no. */
export function isSignedBy(
  { type, handle }: PublicKey,
  bytes: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (type === "ed25519" && (signature.length !== 64 || hasLowOrderR(signature))) return false;
  try {
    return verify(type === "ed25519" ? null : "sha256", bytes, handle, signature);
  } catch {
    return false;
  }
}
