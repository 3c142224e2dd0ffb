import { expect, test } from "vitest";
import { encodeBase64 } from "../../src/attest/base64.ts";
import { payloadBytes } from "../../src/attest/payload.ts";
import { readRoot, type TrustRoot } from "../../src/attest/trust-root.ts";
import { signerOf } from "../../src/attest/signer.ts";
import { signRoot } from "../../src/attest/trust-chain.ts";
import { type Sha256, sha256 } from "../../src/base/digest.ts";
import type { Json } from "../../src/base/json.ts";
import { alice, bob, idsOf, rootOf } from "../support/trust.ts";

function faultOf(value: Json): string {
  const read = readRoot(payloadBytes(value));
  return read.ok ? "accepted" : `${read.problem.code}: ${read.problem.message}`;
}

const mode = { origin: "example.com/lineage", mode: "log" } as const;
const sealed = (keys: readonly string[]): TrustRoot["roles"] => ({
  ...rootOf([alice, bob]).roles,
  sealer: { threshold: 1, keys },
});
const base = rootOf([alice]);
/** Mode log, with a sealer that holds no other role. */
const withSealer = {
  log: mode,
  keys: rootOf([alice, bob]).keys,
  roles: { ...base.roles, sealer: { threshold: 1, keys: idsOf(bob) } },
};
const malformed: readonly (readonly [string, Json, string])[] = [
  ["an unknown member", { ...base, expires: "2030-01-01" }, "malformed at the top"],
  ["another kind", { ...base, kind: "lineagectl.dev/root/v2" }, "malformed at /kind"],
  [
    "a threshold of zero",
    { ...base, roles: { ...base.roles, root: { threshold: 0, keys: idsOf(alice) } } },
    "malformed at /roles/root/threshold",
  ],
  [
    "a threshold above its keys",
    { ...base, roles: { ...base.roles, entry: { ...base.roles.entry, threshold: 2 } } },
    "its role entry asks for 2 signers and has 1",
  ],
  [
    "a key listed twice",
    {
      ...base,
      roles: { ...base.roles, root: { threshold: 2, keys: [...idsOf(alice), ...idsOf(alice)] } },
    },
    "malformed at /roles/root/keys/1",
  ],
  [
    "a role of an unlisted key",
    { ...base, roles: { ...base.roles, root: { threshold: 1, keys: idsOf(bob) } } },
    "names the unlisted key",
  ],
  [
    "a key under another id",
    {
      ...base,
      keys: { ...base.keys, [idsOf(bob)[0] ?? ""]: base.keys[idsOf(alice)[0] ?? ""] ?? {} },
    },
    "is not what it is listed as",
  ],
  [
    "a key of another type",
    {
      ...base,
      keys: Object.fromEntries(
        Object.entries(base.keys).map(([id, key]) => [id, { ...key, type: "ecdsa-p256" }]),
      ),
    },
    "is not what it is listed as",
  ],
  [
    "an owner with an address",
    {
      ...base,
      keys: Object.fromEntries(
        Object.entries(base.keys).map(([id, key]) => [id, { ...key, owner: "ada@example.com" }]),
      ),
    },
    "/owner",
  ],
  ["no roles", { ...base, roles: {} }, "malformed at /roles/root"],
  [
    "no paths for entries",
    { ...base, roles: { ...base.roles, entry: { ...base.roles.entry, paths: [] } } },
    "malformed at /roles/entry/paths",
  ],
  [
    "a previous version of version 1",
    { ...base, previous: sha256("x") },
    "version 1 names a previous one",
  ],
  ["mode log without sealer", { ...base, log: mode }, "mode log and no sealer"],
  [
    "a sealer that is root",
    { ...rootOf([alice, bob]), log: mode, roles: sealed(idsOf(bob)) },
    "both root and sealer",
  ],
  [
    "an origin with a space",
    { ...base, log: { origin: "a b", mode: "set" } },
    "malformed at /log/origin",
  ],
];

test.each(malformed)("a root with %s is refused", (_, value, message) => {
  const fault = faultOf(value);
  expect(fault).toContain("trust.chain");
  expect(fault).toContain(message);
});

test("roots that are sound are read: with a sealer of its own, with names that are no addresses", () => {
  expect(faultOf(base)).toBe("accepted");
  expect(faultOf({ ...rootOf([alice]), ...withSealer })).toBe("accepted");
  const named = Object.entries(base.keys).map(([id, key]) => [id, { ...key, owner: "ci@acme" }]);
  expect(faultOf({ ...base, keys: Object.fromEntries(named) })).toBe("accepted");
});

test("a payload that is not canonical is no root", () => {
  const read = readRoot(Buffer.from(JSON.stringify(base)));
  expect(read).toMatchObject({ ok: false, problem: { code: "trust.chain" } });
});

test("what no reader would accept is not written", async () => {
  await expect(signRoot({ ...base, version: 2 }, [signerOf(alice)])).rejects.toThrow(
    "does not name its previous version",
  );
});

test("a key of small order cannot enter a root", () => {
  const spki = Buffer.concat([
    Buffer.from("302a300506032b6570032100", "hex"),
    Buffer.from([1]),
    Buffer.alloc(31),
  ]);
  const id = encodeBase64(Buffer.from(sha256(spki), "hex"));
  const keys = { ...base.keys, [id]: { type: "ed25519", spki: encodeBase64(spki), owner: "x" } };
  expect(faultOf({ ...base, keys })).toContain("is a point of small order");
});

test("digests in a root are digests", async () => {
  const endorsed = ["entry" as Sha256];
  await expect(signRoot({ ...base, endorsed }, [signerOf(alice)])).rejects.toThrow(
    "malformed at /endorsed/0",
  );
});
