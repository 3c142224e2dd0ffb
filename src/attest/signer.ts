import { sign } from "node:crypto";
import type { Signer } from "../base/ports.ts";
import { readPrivateKey, type PrivateKey } from "./private-key.ts";

/** Signs with a key in memory: pure Ed25519, or ECDSA P-256 over SHA-256 in DER. */
export function signerOf({ publicKey, handle }: PrivateKey): Signer {
  const digest = publicKey.type === "ed25519" ? null : "sha256";
  return {
    keyId: publicKey.keyId,
    sign: async (bytes) => new Uint8Array(sign(digest, bytes, handle)),
  };
}

/**
 * A signer from the bytes of a PKCS#8 PEM file.
 *
 * @throws Failure KEY as `readPrivateKey` does
 */
export function signerFromPem(pem: Uint8Array, passphrase?: string): Signer {
  return signerOf(readPrivateKey(pem, passphrase));
}
