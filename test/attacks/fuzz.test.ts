// Random trees through the whole of a review: no throw but a Failure, no hang, the same bytes twice.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compare, type States } from "../../src/app/review.ts";
import { openReader } from "../../src/app/snapshots.ts";
import { statementOf } from "../../src/app/statement.ts";
import { canonicalJson } from "../../src/base/canonical.ts";
import { sha256 } from "../../src/base/digest.ts";
import { Failure } from "../../src/base/failure.ts";
import type { Json } from "../../src/base/json.ts";
import { testDay } from "../support/host.ts";
import { mutantFiles, treeOfMutants, type MutantFile } from "../support/mutants.ts";

const tool = { name: "lineagectl", version: "0.0.0", sha256: sha256("a build") };

async function statesOf(base: readonly MutantFile[], head: readonly MutantFile[]): Promise<States> {
  const reader = await openReader({ tool });
  return {
    head: await reader.read(treeOfMutants(head)),
    base: await reader.read(treeOfMutants(base)),
  };
}

/** All that a review says, as text; functions and maps of a snapshot apart. */
async function said(states: States): Promise<string> {
  const { findings, changes, impact, cost, policy, files, snapshot } = await compare(states, {
    asOf: testDay,
    version: tool.version,
  });
  const value = { findings, changes, impact, cost, policy, files, digest: snapshot.digest };
  return canonicalJson(JSON.parse(JSON.stringify(value)) as Json);
}

async function signed(states: States): Promise<string> {
  const made = statementOf(states, { asOf: testDay, tool, heads: new Map() });
  return made.then(
    ({ payload }) => sha256(payload),
    (error: unknown) => {
      if (error instanceof Failure) return `${error.code} ${error.message}`;
      throw error;
    },
  );
}

test(
  "any two trees are compared without a crash, and the same twice, in whatever order their files come",
  { timeout: 120_000 },
  async () => {
    const property = fc.asyncProperty(mutantFiles, mutantFiles, async (base, head) => {
      const states = await statesOf(base, head);
      const again = await statesOf(base.toReversed(), head.toReversed());
      expect(await said(again)).toBe(await said(states));
      expect(await signed(again)).toBe(await signed(states));
    });
    await expect(fc.assert(property, { numRuns: 60 })).resolves.toBeUndefined();
  },
);

test(
  "a tree compared with itself has no change, no cost and nothing fresh",
  { timeout: 120_000 },
  async () => {
    const property = fc.asyncProperty(mutantFiles, async (files) => {
      const states = await statesOf(files, files);
      const {
        changes,
        findings,
        cost,
        files: changed,
      } = await compare(states, { asOf: testDay, version: tool.version });
      expect([changes, changed, findings.filter(({ fresh }) => fresh)]).toEqual([[], [], []]);
      expect(cost.change).toMatchObject({ low: "0", expected: "0", high: "0" });
    });
    await expect(fc.assert(property, { numRuns: 60 })).resolves.toBeUndefined();
  },
);
