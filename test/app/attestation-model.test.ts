import { readdir } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { attest } from "../../src/app/attest.ts";
import { verify } from "../../src/app/verify.ts";
import { allAttested } from "../support/attestation-oracle.ts";
import {
  configFile,
  dataset,
  hostAt,
  makeTrust,
  testDay,
  type TestTrust,
} from "../support/host.ts";
import { makeRepository, type FilesToWrite, type TestRepository } from "../support/repository.ts";

/** What one pull request does to one of the specs. */
interface Edit {
  readonly does: "edit" | "rename" | "delete" | "add";
  readonly file: number;
}

type Step =
  | {
      readonly is: "pull request";
      readonly edits: readonly Edit[];
      readonly signed: boolean;
      readonly land: Landing;
    }
  /** Two pull requests from one base, landed one after the other. */
  | { readonly is: "two at once"; readonly edits: readonly [Edit, Edit]; readonly land: Landing }
  | { readonly is: "revert"; readonly signed: boolean; readonly keepsEntries: boolean }
  | { readonly is: "push"; readonly edits: readonly Edit[] };

type Landing = "merge" | "squash" | "rebase";

const edit: fc.Arbitrary<Edit> = fc.record({
  does: fc.constantFrom(
    "edit" as const,
    "edit" as const,
    "rename" as const,
    "delete" as const,
    "add" as const,
  ),
  file: fc.nat(5),
});
const landing = fc.constantFrom<Landing>("merge", "squash", "rebase");
const edits = fc.array(edit, { minLength: 1, maxLength: 2 });
const signed = fc.oneof(
  { arbitrary: fc.constant(true), weight: 3 },
  { arbitrary: fc.constant(false), weight: 1 },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    arbitrary: fc.record({
      is: fc.constant("pull request" as const),
      edits,
      signed,
      land: landing,
    }),
    weight: 5,
  },
  {
    arbitrary: fc.record({
      is: fc.constant("two at once" as const),
      edits: fc.tuple(edit, edit),
      land: landing,
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      is: fc.constant("revert" as const),
      signed,
      keepsEntries: fc.boolean(),
    }),
    weight: 2,
  },
  { arbitrary: fc.record({ is: fc.constant("push" as const), edits }), weight: 1 },
);

test(
  "the default branch verifies if and only if each path was attested",
  { timeout: 120_000 },
  async () => {
    const sequence = fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 6 }),
      async (steps) => {
        const world = await makeWorld();
        try {
          for (const next of steps) {
            // oxlint-disable-next-line no-await-in-loop -- a history has an order
            await take(world, next);
            // oxlint-disable-next-line no-await-in-loop
            await expectAgreement(world);
          }
        } finally {
          await world.repository.remove();
        }
      },
    );
    // A fixed seed: a run of the suite must not depend on luck. Other seeds are tried by hand.
    await fc.assert(sequence, { numRuns: 8, seed: 20_261_124, endOnFailure: false });
    expect(outcomes).toEqual(new Set([true, false]));
  },
);

interface World {
  readonly repository: TestRepository;
  readonly trust: TestTrust;
  /** Makes every change differ from every other. */
  count: number;
}

/** Both must come up, or the sequences would prove nothing. */
const outcomes = new Set<boolean>();

async function makeWorld(): Promise<World> {
  const trust = await makeTrust();
  const repository = await makeRepository({
    "lineagectl.yaml": configFile(["dataset"]),
    ".lineage/.gitattributes": "* -text\n",
    ...trust.files,
    "specs/d0.yaml": dataset("d0"),
    "specs/d1.yaml": dataset("d1"),
    "specs/d2.yaml": dataset("d2"),
  });
  const world = { repository, trust, count: 0 };
  await sign(world, { all: true });
  await repository.commit({}, "sign all");
  await expectAgreement(world);
  return world;
}

async function expectAgreement({ repository, trust }: World): Promise<void> {
  const host = await hostAt(repository.root);
  const { report } = await verify(host, { trustRoot: `sha256:${trust.digest}` });
  const covered = [
    ...(await specsOf(repository)).map((name) => `specs/${name}`),
    "lineagectl.yaml",
  ];
  const expected = await allAttested(repository.root, covered);
  const said = report.diagnostics.map(({ rule, message }) => `${rule} ${message}`);
  outcomes.add(expected);
  expect({ verified: report.verdict === "pass", said }).toEqual({ verified: expected, said });
  // Nothing but the state of files may make the difference.
  expect(said.filter((line) => !/^ATT-0(?:19|20|21) /u.test(line))).toEqual([]);
}

async function take(world: World, next: Step): Promise<void> {
  switch (next.is) {
    case "pull request":
      await branch(world, "work", { edits: next.edits, signed: next.signed });
      return land(world, "work", next.land);
    case "two at once": {
      const [first, second] = next.edits;
      await branch(world, "one", { edits: [first], signed: true });
      await world.repository.git("switch", "-q", "main");
      await branch(world, "two", { edits: [second], signed: true });
      await land(world, "one", next.land);
      return land(world, "two", next.land);
    }
    case "revert":
      return revert(world, next);
    case "push":
      await change(world, next.edits);
      await world.repository.commit({}, "push without a signature");
  }
}

async function branch(
  world: World,
  name: string,
  { edits: changes, signed: signs }: { readonly edits: readonly Edit[]; readonly signed: boolean },
): Promise<void> {
  await world.repository.git("switch", "-q", "-C", name, "main");
  await change(world, changes);
  if (signs) await sign(world, { base: "main" });
  await world.repository.commit({}, `work on ${name}`);
}

async function sign(
  { repository, trust }: World,
  options: { readonly base?: string; readonly all?: boolean },
): Promise<void> {
  await attest(await hostAt(repository.root), trust.signer, { ...options, asOf: testDay });
}

async function change(world: World, changes: readonly Edit[]): Promise<void> {
  for (const { does, file } of changes) {
    // oxlint-disable-next-line no-await-in-loop -- the second edit sees what the first one did
    const specs = await specsOf(world.repository);
    const name = specs[file % Math.max(1, specs.length)] ?? "d0.yaml";
    const number = (world.count += 1);
    const path = `specs/${name}`;
    const fresh = `specs/n${number}.yaml`;
    const files: Readonly<Record<Edit["does"], FilesToWrite>> = {
      edit: { [path]: dataset(name.replace(".yaml", ""), String(number)) },
      add: { [fresh]: dataset(`n${number}`) },
      delete: { [path]: undefined },
      rename: { [path]: undefined, [fresh]: dataset(name.replace(".yaml", ""), String(number)) },
    };
    // oxlint-disable-next-line no-await-in-loop
    await world.repository.write(files[does]);
  }
}

/** Lands a branch as a forge would; where it conflicts, the pull request is closed. */
async function land({ repository }: World, name: string, how: Landing): Promise<void> {
  const git = (...args: readonly string[]): Promise<string> => repository.git(...args);
  if (how === "rebase") {
    const rebased = await succeeds(git("rebase", "-q", "main", name));
    if (!rebased) await git("rebase", "--abort");
    await git("switch", "-q", "main");
    if (rebased) await git("merge", "-q", "--ff-only", name);
    return;
  }
  await git("switch", "-q", "main");
  const flags = how === "squash" ? ["--squash"] : ["--no-ff", "-m", `merge ${name}`];
  if (!(await succeeds(git("merge", "-q", ...flags, name))))
    await git("reset", "-q", "--hard", "main");
  else if (how === "squash") await git("commit", "-q", "--allow-empty", "-m", `squash ${name}`);
}

/** Undoes the newest commit of main; with `keepsEntries` the ledger stays as it was, as it should. */
async function revert(
  world: World,
  { signed: signs, keepsEntries }: Extract<Step, { is: "revert" }>,
): Promise<void> {
  const { repository } = world;
  const git = (...args: readonly string[]): Promise<string> => repository.git(...args);
  const parents = (await git("log", "-1", "--format=%P")).split(" ");
  if (parents[0] === "") return;
  const flags = parents.length > 1 ? ["-m", "1"] : [];
  if (!(await succeeds(git("revert", "--no-commit", ...flags, "HEAD")))) {
    await git("reset", "-q", "--hard", "main");
    return;
  }
  if (keepsEntries) await git("checkout", "-q", "main", "--", ".lineage");
  if (signs) await sign(world, {});
  await repository.commit({}, "revert");
}

async function specsOf({ root }: TestRepository): Promise<readonly string[]> {
  const names = await readdir(join(root, "specs")).catch(() => []);
  return names.toSorted((a, b) => (a < b ? -1 : 1));
}

function succeeds(run: Promise<unknown>): Promise<boolean> {
  return run.then(
    () => true,
    () => false,
  );
}
