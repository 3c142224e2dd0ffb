// What docs/commands.md shows is what the commands print: `npx vitest run -u test/docs` writes it anew.
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { programFor } from "../../src/cli/program.ts";
import type { Io } from "../../src/cli/io.ts";
import { withRealOutput } from "../support/docs.ts";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import type { FilesToWrite, TestRepository } from "../support/repository.ts";
import { filesBelow } from "../support/sources.ts";

const page = "docs/commands.md";

function filesOf(root: string): FilesToWrite {
  return Object.fromEntries(
    filesBelow(root).map((path) => [path.slice(root.length + 1), readFileSync(path, "utf8")]),
  );
}

/** The example with its pull request on top. */
async function example(): Promise<TestRepository> {
  const repository = await given(filesOf("examples/customer-segmentation"));
  await repository.commit(
    filesOf("examples/customer-segmentation.pull-request"),
    "Segments with the address of each customer",
  );
  return repository;
}

test("the page shows what the commands print", async () => {
  const repository = await example();
  const program = programIn(repository);
  const model = "lineage/model.yaml";
  const address = "https://git.example.com/acme/shop";
  const real = await withRealOutput(readFileSync(page, "utf8"), program.run, {
    "set-up": async () => {
      await program.run("init", "--yes", "--key", "docs", "--repository", address);
      await repository.commit({}, "set up");
    },
    commit: () => repository.commit({}, "attest"),
    "without-owner": () =>
      repository.write({
        [model]: readFileSync(`examples/customer-segmentation/${model}`, "utf8").replace(
          /^ {2}owner:.*\n/mu,
          "",
        ),
      }),
  });
  await expect(real).toMatchFileSnapshot(`../../${page}`);
});

test("every command has a section with an example", () => {
  const text = readFileSync(page, "utf8");
  const sections = text.split(/^### /mu).slice(1);
  const shown = new Set(
    sections
      .filter((section) => section.includes("\n$ lineagectl "))
      .map((section) => section.split("\n")[0]),
  );
  expect(
    commandsOf(programFor({} as Io, () => undefined)).filter((name) => !shown.has(name)),
  ).toEqual([]);
});

test("a block is run anew, command by command, and the rest of the page stays", async () => {
  const before =
    '# A\n\n```console\n$ lineagectl a "b c"\nold\n$ lineagectl d\n```\n\n```yaml\n$ lineagectl e\n```\n';
  const real = await withRealOutput(before, (...args) =>
    Promise.resolve({ status: 0, out: `${args.join("|")}\n`, err: "" }),
  );
  expect(real).toBe(
    '# A\n\n```console\n$ lineagectl a "b c"\na|b c\n$ lineagectl d\nd\n```\n\n```yaml\n$ lineagectl e\n```\n',
  );
  const none = (): Promise<never> => Promise.reject(new Error("run"));
  await expect(withRealOutput("```console\n$ rm -rf x\n```\n", none)).rejects.toThrow(
    /no command of ours/u,
  );
  await expect(withRealOutput("<!-- first x -->\n", none)).rejects.toThrow(/no step x/u);
});

/** Names of the commands that people call, groups unfolded. */
function commandsOf(command: Command, before = ""): readonly string[] {
  return command.commands.flatMap((one) => {
    const name = `${before}${one.name()}`;
    if (one.name().startsWith("_")) return [];
    return one.commands.length > 0 ? commandsOf(one, `${name} `) : [name];
  });
}
