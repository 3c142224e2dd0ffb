import { createHash, hash } from "node:crypto";
import { branded, type Brand } from "./brand.ts";

/** SHA-256 as 64 lower-case hex digits. */
export type Sha256 = Brand<string, "Sha256">;
/** Git object id as lower-case hex: 40 digits in a SHA-1 repository, 64 in a SHA-256 one. */
export type ObjectId = Brand<string, "ObjectId">;
export type ObjectFormat = "sha1" | "sha256";

export function sha256(bytes: Uint8Array | string): Sha256 {
  return branded(hash("sha256", bytes, "hex"));
}

/** The id that Git gives these bytes: H("<type> <size>\0" || bytes). */
export function objectId(
  type: "blob" | "tree",
  bytes: Uint8Array,
  format: ObjectFormat = "sha1",
): ObjectId {
  const sum = createHash(format).update(`${type} ${bytes.length}\0`).update(bytes);
  return branded(sum.digest("hex"));
}

export function isSha256(text: string): text is Sha256 {
  return /^[0-9a-f]{64}$/u.test(text);
}

export function isObjectId(text: string): text is ObjectId {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u.test(text);
}
