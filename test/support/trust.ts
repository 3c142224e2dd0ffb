// Trust roots for tests, of three people whose keys are public.
import { publicKeyText } from "../../src/attest/keys.ts";
import type { PrivateKey } from "../../src/attest/private-key.ts";
import { rootKind, type TrustRoot } from "../../src/attest/trust-root.ts";
import { testKey } from "./attest.ts";

export const alice: PrivateKey = testKey("alice");
export const bob: PrivateKey = testKey("bob");
export const carol: PrivateKey = testKey("carol");

export function idsOf(...keys: readonly PrivateKey[]): readonly string[] {
  return keys.map(({ publicKey }) => publicKey.keyId).toSorted();
}

/** Version 1 in mode set, of keys that each hold the roles root and entry. */
export function rootOf(keys: readonly PrivateKey[], over: Partial<TrustRoot> = {}): TrustRoot {
  const listed = keys.map(({ publicKey }) => [
    publicKey.keyId,
    { type: publicKey.type, spki: publicKeyText(publicKey), owner: "somebody" },
  ]);
  return {
    kind: rootKind,
    version: 1,
    log: { origin: "example.com/lineage", mode: "set" },
    keys: Object.fromEntries(listed),
    roles: {
      root: { threshold: 1, keys: idsOf(...keys) },
      entry: { threshold: 1, keys: idsOf(...keys), paths: ["**"] },
    },
    ...over,
  };
}
