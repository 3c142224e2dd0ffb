// docs/ci.md shows what `init` writes and what action.yml declares: `npx vitest run -u test/docs` writes it anew.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import manifest from "../../package.json" with { type: "json" };
import {
  gitlabText,
  huskyEntry,
  lefthookEntry,
  preCommitEntry,
  workflowText,
} from "../../src/app/init-files.ts";
import { commandsOfBlocks } from "../support/docs.ts";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import { shop } from "../support/shop.ts";

const page = readFileSync("docs/ci.md", "utf8");
const { version } = manifest;
const setting = { version, branch: "main", run: `npx --yes lineagectl@${version}` };
const blocks: Readonly<Record<string, string>> = {
  "file: .github/workflows/lineage.yml": workflowText(setting),
  "file: .gitlab-ci.yml": gitlabText(setting),
  "entry: pre-commit": `repos:\n${preCommitEntry(setting)}`,
  "entry: lefthook": lefthookEntry(setting),
  "entry: husky": huskyEntry(setting),
};

interface Described {
  readonly description: string;
  readonly default?: string;
}

const action: Readonly<Record<"inputs" | "outputs", Readonly<Record<string, Described>>>> = parse(
  readFileSync("action.yml", "utf8"),
);

function table(name: "inputs" | "outputs"): string {
  const rows = Object.entries(action[name]).map(([key, { description, default: usual }]) => {
    const cells = [`\`${key}\``, description];
    return `| ${[...cells, ...(name === "inputs" ? [usual === undefined ? "" : `\`${usual}\``] : [])].join(" | ")} |\n`;
  });
  const head =
    name === "inputs"
      ? "| input | what for | default |\n|---|---|---|\n"
      : "| output | what it holds |\n|---|---|\n";
  return `${head}${rows.join("")}`;
}

test("the page shows the files and entries that init writes, and what the action takes and gives", async () => {
  const names: string[] = [];
  const written = page
    .replaceAll(
      /(<!-- ((?:file|entry): \S+) -->\n```\w+\n)[^]*?(^```$)/gmu,
      (...[, open, name, close]) => {
        names.push(name);
        return `${open}${blocks[name]}${close}`;
      },
    )
    .replaceAll(
      /(<!-- table: (inputs|outputs) -->\n)(?:\n|\|.*\n)*/gu,
      (...[, open, name]) => `${open}\n${table(name)}\n`,
    );
  expect(names.toSorted()).toEqual(Object.keys(blocks).toSorted());
  await expect(written).toMatchFileSnapshot("../../docs/ci.md");
});

test("every block of YAML on the page is YAML, and pins this version", () => {
  const yaml = [...page.matchAll(/^```yaml\n([^]*?)^```$/gmu)].map(([, text = ""]) => text);
  expect(yaml.length).toBeGreaterThan(4);
  for (const text of yaml) expect(parse(text), text).toBeTypeOf("object");
  const pins = [...page.matchAll(/lineagectl@v?([\d.]+\d)|rev: v(\S+)/gu)];
  expect(new Set(pins.map(([, one, other]) => one ?? other))).toEqual(new Set([version]));
});

test("every command line of the page is one that the program takes", async () => {
  const repository = await given(shop);
  await repository.git("branch", "feature");
  const program = programIn(repository);
  const commands = commandsOfBlocks(page);
  expect(commands.length).toBeGreaterThan(4);
  for (const words of commands) {
    const known = words.map((word) =>
      word.startsWith("$") || word.startsWith("origin/") ? "HEAD" : word,
    );
    const safe = known.map((word) => word.replace(/^(\w+)=(\S+)$/u, "$1=.git/../$1.out"));
    expect(await program.run(...safe), words.join(" ")).toMatchObject({ status: 0 });
  }
});
