// Attacks on where trust comes from: another root, an unsigned successor, a forgotten revocation.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PrivateKey } from "../../src/attest/private-key.ts";
import { signerOf } from "../../src/attest/signer.ts";
import { signRoot } from "../../src/attest/trust-chain.ts";
import type { TrustRoot } from "../../src/attest/trust-root.ts";
import { sha256 } from "../../src/base/digest.ts";
import { canonicalJson } from "../../src/base/canonical.ts";
import { dataset, testAddress, type TestTrust } from "../support/host.ts";
import {
  attestAll,
  attestChange,
  entriesOf,
  errorsIn,
  givenAttested,
  verified,
  type Attested,
} from "../support/ledger-attacks.ts";
import { givenFolder } from "../support/opened.ts";
import { alice, bob, idsOf, rootOf } from "../support/trust.ts";

/** Alice's first root, and what somebody makes of it. */
async function trustOf(root: TrustRoot, ...keys: readonly PrivateKey[]): Promise<TestTrust> {
  const { path, bytes } = await signRoot(root, keys.map(signerOf));
  return { signer: signerOf(keys[0] ?? alice), files: { [path]: bytes }, digest: sha256(bytes) };
}

const first = await trustOf(rootOf([alice]), alice);

function successor(
  keys: readonly PrivateKey[],
  version: number,
  before: TestTrust,
  more: Partial<TrustRoot> = {},
): TrustRoot {
  return rootOf(keys, {
    version,
    previous: sha256(Object.values(before.files)[0] as Uint8Array),
    ...more,
  });
}

/** Everything signed anew by somebody else, under a root of his own, as a commit on a branch. */
async function takenOver(): Promise<Attested> {
  const at = await givenAttested({}, first);
  await at.repository.git("switch", "-q", "-c", "attack");
  const own = await trustOf(rootOf([bob]), bob);
  const entries = (await entriesOf(at.repository)).map((path) => [path, undefined] as const);
  await at.repository.write({
    ...own.files,
    ...Object.fromEntries(entries),
    "a.yaml": dataset("a", "theirs"),
  });
  await attestAll(at.repository, own.signer);
  await at.repository.commit({}, "nothing to see");
  return at;
}

test("a trust root that was exchanged with all entries fails with an anchor, is named without, and fails in CI", async () => {
  const at = await takenOver();
  const fails = [
    await verified(at, { trustRoot: `sha256:${first.digest}` }),
    await verified(at, { base: "main" }),
    await verified(at, {}, { ci: true }),
  ];
  expect(fails.map(({ verdict }) => verdict)).toEqual(["fail", "fail", "fail"]);
  expect(errorsIn(fails[0]!)).toContain("ATT-007 .lineage/trust/1.root.json");
  expect(errorsIn(fails[1]!)).toContain("ATT-007 .lineage/trust/1.root.json");
  expect(errorsIn(fails[2]!)).toEqual(["ATT-028 .lineage/trust/1.root.json"]);
  const local = await verified(at, {});
  expect(local.verdict).toBe("unanchored");
  expect(local.diagnostics.map(({ rule }) => rule)).toEqual(["ATT-028"]);
});

test("whoever once set the repository up remembers its root", async () => {
  const at = await takenOver();
  const userDirectory = await givenFolder();
  await writeFile(
    join(userDirectory, "known-roots.json"),
    canonicalJson({ [testAddress]: first.digest }),
  );
  expect((await verified(at, {}, { userDirectory })).verdict).toBe("fail");
  await at.repository.git("switch", "-q", "main");
  expect((await verified(at, {}, { userDirectory })).verdict).toBe("pass");
  await writeFile(join(userDirectory, "known-roots.json"), "{broken");
  expect((await verified(at, {}, { userDirectory })).verdict).toBe("unanchored");
});

test.each([
  [
    "that the first one did not sign",
    (): Promise<TestTrust> => trustOf(successor([bob], 2, first), bob),
  ],
  [
    "that names another predecessor",
    (): Promise<TestTrust> =>
      trustOf({ ...successor([alice, bob], 2, first), previous: sha256("x") }, alice),
  ],
  [
    "that skips a version",
    (): Promise<TestTrust> => trustOf(successor([alice, bob], 3, first), alice),
  ],
  [
    "of another log",
    (): Promise<TestTrust> =>
      trustOf(
        successor([alice, bob], 2, first, { log: { origin: "elsewhere", mode: "set" } }),
        alice,
      ),
  ],
])("a second trust root %s breaks the chain", async (_, make) => {
  const at = await givenAttested({}, first);
  const { files } = await make();
  await at.repository.write(files);
  const report = await verified(at);
  expect(errorsIn(report)).toContain(`ATT-007 ${Object.keys(files)[0]}`);
  expect(report.entries.map(({ state }) => state)).toEqual(["invalid"]);
});

test("a key that the newest root of the base has revoked signs nothing more, on no branch", async () => {
  const both = rootOf([alice, bob]);
  const start = await trustOf(both, alice);
  const at = await givenAttested({}, start);
  await at.repository.git("switch", "-q", "-c", "work");
  await at.repository.write({ "a.yaml": dataset("a", "by bob") });
  await attestChange(at.repository, signerOf(bob));
  await at.repository.commit({}, "by bob");
  expect(errorsIn(await verified(at, { base: "main" }))).toEqual([]);
  await at.repository.git("switch", "-q", "main");
  const revoked = [{ key: bob.publicKey.keyId, reason: "compromised" }] as const;
  const roles = {
    root: { threshold: 1, keys: idsOf(alice) },
    entry: { threshold: 1, keys: idsOf(alice, bob), paths: ["**"] },
  };
  const next = await trustOf(successor([alice, bob], 2, start, { roles, revoked }), alice);
  await at.repository.commit(next.files, "bob's key was stolen");
  await at.repository.git("switch", "-q", "work");
  const stolen = errorsIn(await verified(at, { base: "main" }));
  expect(stolen.filter((error) => error.startsWith("ATT-017"))).toHaveLength(1);
  // Nor does it help to leave that root away again.
  await at.repository.git("merge", "-q", "--no-edit", "main");
  await at.repository.commit({ [Object.keys(next.files)[0] ?? ""]: undefined }, "forget");
  expect(errorsIn(await verified(at, { base: "main" }))).toContain(
    "ATT-025 .lineage/trust/2.root.json",
  );
});

test("of twelve roots the twelfth is the newest", async () => {
  const chain: TestTrust[] = [first];
  for (let version = 2; version <= 12; version += 1) {
    const last = chain.at(-1) ?? first;
    // The eleventh takes Bob in, the twelfth puts him out again.
    const keys = version === 11 ? [alice, bob] : [alice];
    // oxlint-disable-next-line no-await-in-loop -- each names the one before it
    chain.push(await trustOf(successor(keys, version, last), alice));
  }
  const at = await givenAttested(Object.assign({}, ...chain.map(({ files }) => files)), first);
  expect(errorsIn(await verified(at, { base: "main" }))).toEqual([]);
  await at.repository.git("switch", "-q", "-c", "attack");
  const eleventh = chain[10] ?? first;
  const own = await trustOf(successor([bob], 12, eleventh), bob);
  await at.repository.commit(own.files, "a twelfth root of Bob's own");
  expect(errorsIn(await verified(at, { base: "main" }))).toContain(
    "ATT-007 .lineage/trust/12.root.json",
  );
});
