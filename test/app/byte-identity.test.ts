import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { statementOf } from "../../src/app/statement.ts";
import { readSides, sidesOf } from "../../src/app/review.ts";
import { configFile, dataset, hostAt, testDay } from "../support/host.ts";
import { given, givenFolder } from "../support/opened.ts";
import { repositoryAt, runGit } from "../support/repository.ts";

test("two clones of one commit give the same payload, whatever surrounds them", async () => {
  const origin = await given({
    "lineagectl.yaml": configFile(),
    "specs/orders.yaml": dataset("orders"),
    "specs/customers.yaml": dataset("customers"),
    ".gitignore": "ignored/\n",
  });
  await origin.git("switch", "-q", "-c", "work");
  await origin.commit({
    "specs/orders.yaml": dataset("orders", "2"),
    "specs/é.yaml": dataset("accent"),
  });

  const plain = await clone(origin.root, "plain");
  const other = await clone(origin.root, join("another", "deeper", "place"));
  await other.git("remote", "set-url", "origin", "ssh://git@elsewhere.example.com/fork.git");
  await other.git("branch", "extra", "HEAD~1");
  await other.git("gc", "-q");
  await other.git("config", "core.precomposeunicode", "false");
  await other.write({ "ignored/specs.yaml": dataset("ignored") });

  const first = await payloadIn(plain.root, { base: "HEAD~1" });
  await inPlace(
    { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
    async () => {
      expect(await payloadIn(other.root, { base: "HEAD~1" })).toBe(first);
    },
  );
  expect(first).toContain("specs/orders.yaml");
});

test("the payload differs as soon as one byte of a covered file does", async () => {
  const one = await given({ "lineagectl.yaml": configFile(), "specs/a.yaml": dataset("a") });
  const two = await given({ "lineagectl.yaml": configFile(), "specs/a.yaml": dataset("a", "x") });
  expect(await payloadIn(one.root, {})).not.toBe(await payloadIn(two.root, {}));
});

async function clone(from: string, name: string): ReturnType<typeof given> {
  const folder = await givenFolder();
  const root = join(folder, name);
  await runGit(folder, ["clone", "-q", "--branch", "work", from, root]);
  return repositoryAt(root);
}

async function payloadIn(root: string, options: { readonly base?: string }): Promise<string> {
  const host = await hostAt(root);
  const states = await readSides({ tool: host.tool }, await sidesOf(host, options));
  const { payload } = await statementOf(states, {
    asOf: testDay,
    tool: host.tool,
    heads: new Map(),
  });
  return new TextDecoder().decode(payload);
}

/** Runs in a process environment that differs, and puts it back. */
async function inPlace(
  variables: Readonly<Record<string, string>>,
  run: () => Promise<void>,
): Promise<void> {
  const before = Object.fromEntries(
    Object.keys(variables).map((name) => [name, process.env[name]]),
  );
  onTestFinished(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  Object.assign(process.env, variables);
  await run();
}
