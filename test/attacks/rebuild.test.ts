// A signer who is trusted and lies about what follows from the files: only a rebuild can tell.
import { expect, test } from "vitest";
import type { Predicate, Statement } from "../../src/attest/statement.ts";
import { sha256 } from "../../src/base/digest.ts";
import {
  entriesOf,
  errorsIn,
  forged,
  givenAttested,
  statementAt,
  verified,
  type Attested,
} from "../support/ledger-attacks.ts";

/** The same files signed by the same key, with another story about them. */
async function retold(
  change: (predicate: Predicate) => Partial<Predicate>,
): Promise<Attested & { readonly path: string }> {
  const at = await givenAttested();
  const [path = ""] = await entriesOf(at.repository);
  const honest = await statementAt(at.repository, path);
  const told: Statement = {
    ...honest,
    predicate: { ...honest.predicate, ...change(honest.predicate) },
  };
  const entry = await forged(told, at.trust.signer);
  await at.repository.write({ [path]: undefined, ...entry });
  return { ...at, path: Object.keys(entry)[0] ?? "" };
}

const anchored = (at: Attested): object => ({ trustRoot: `sha256:${at.trust.digest}` });

test.each<readonly [string, (predicate: Predicate) => Partial<Predicate>]>([
  ["findings", ({ policy }) => ({ policy: { ...policy, counts: { ...policy.counts, fail: 9 } } })],
  ["costs", ({ cost }) => ({ cost: { ...cost, after: { ...cost.after, expected: "1" } } })],
  ["changes", () => ({ changes: [] })],
  ["the graph", ({ snapshot }) => ({ snapshot: { ...snapshot, sha256: sha256("another") } })],
  ["the configuration", () => ({ config: { sha256: sha256("another") } })],
])("a lie about %s is found by a rebuild", async (_, change) => {
  const at = await retold(change);
  expect(errorsIn(await verified(at))).toEqual([]);
  const report = await verified(at, { ...anchored(at), rebuild: true });
  expect(errorsIn(report)).toEqual([`ATT-022 ${at.path}`]);
});

test("what another build made, and what no commit holds, is not checked and never a match", async () => {
  const tree = { gitTree: "0".repeat(40) } as Predicate["head"];
  const made = await Promise.all([
    retold(({ tool }) => ({ tool: { ...tool, sha256: sha256("another build") } })),
    retold(() => ({ head: tree })),
    retold(() => ({ base: tree })),
  ]);
  const reports = await Promise.all(
    made.map((at) => verified(at, { ...anchored(at), rebuild: true })),
  );
  expect(reports.map(({ counts }) => counts.rebuilt)).toEqual(
    made.map(() => ({ match: 0, differs: 0, "not checked": 1 })),
  );
  const rules = reports.map(({ diagnostics }) => diagnostics.map(({ rule }) => rule));
  expect(rules).toEqual(made.map(() => ["ATT-023"]));
});

test("an honest statement is rebuilt to the same bytes", async () => {
  const at = await givenAttested();
  const { counts } = await verified(at, { ...anchored(at), rebuild: true });
  expect(counts.rebuilt).toEqual({ match: 1, differs: 0, "not checked": 0 });
});
