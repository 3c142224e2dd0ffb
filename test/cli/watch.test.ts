import { expect, test } from "vitest";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import type { TestRepository } from "../support/repository.ts";
import { features, leak, shop } from "../support/shop.ts";

type Step = (repository: TestRepository) => Promise<unknown>;

/** The program while these things happen one after another; then somebody presses Ctrl-C. */
async function watched(
  steps: readonly Step[],
  ...args: readonly string[]
): Promise<{
  readonly status: number;
  readonly out: string;
  readonly err: string;
  readonly reports: readonly string[];
}> {
  const repository = await given(shop);
  async function* watch(): AsyncGenerator<void> {
    for (const step of steps) {
      await step(repository);
      yield;
    }
  }
  const ran = await programIn(repository, { watch }).run("check", "--watch", ...args);
  const reports = ran.out.split(/^(?=shop {3})/mu).filter((report) => report !== "");
  return { ...ran, reports };
}

test("check --watch judges again when something changed, and ends with 130 when interrupted", async () => {
  const { status, reports, err } = await watched([
    (repository) => repository.write(leak),
    (repository) => repository.write(shop),
  ]);
  expect(status).toBe(130);
  expect(reports.map((report) => /[✗✓] [^ ]+ [a-z]+/u.exec(report)?.[0])).toEqual([
    "✓ no findings",
    "✗ 1 error",
    "✓ no findings",
  ]);
  expect(err).toBe("watching for changes; Ctrl-C ends\n".repeat(3));
});

test("a change that leaves the tree as it was is no reason to judge again", async () => {
  const { reports } = await watched([
    () => Promise.resolve(),
    (repository) => repository.write({ "lineage/features.yaml": features() }),
  ]);
  expect(reports).toHaveLength(1);
});

test("a run that cannot judge is told, and the watch goes on", async () => {
  const { status, reports, err } = await watched([
    (repository) => repository.write({ "lineagectl.yaml": "repo: {urlz: []}\n" }),
    (repository) => repository.write({ "lineagectl.yaml": shop["lineagectl.yaml"] }),
    (repository) => repository.write(leak),
  ]);
  expect(status).toBe(130);
  expect(err).toContain("nothing was judged: the configuration lineagectl.yaml is broken");
  expect(reports.at(-1)).toContain("✗ 1 error");
});

test("what is staged is watched as well", async () => {
  const { reports } = await watched(
    [(repository) => repository.write(leak), (repository) => repository.git("add", "-A")],
    "--staged",
  );
  expect(reports).toHaveLength(2);
});

test("a usage error ends it at once", async () => {
  expect((await watched([], "--base", "nowhere")).status).toBe(130);
  expect((await watched([], "--explain-files")).status).toBe(2);
});
