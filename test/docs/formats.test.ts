// The examples of docs/formats.md are what the program prints; `npx vitest run test/docs --update` writes them anew.
import { readFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { expect, test } from "vitest";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";

const page = readFileSync("docs/formats.md", "utf8");
const example = /(<!-- example: (.+?) -->\n(````+)\w+\n)[\s\S]*?(\3\n)/gu;

/** What a page has room for: up to the first details, the head of a page, the parts of a result that differ. */
const excerpts: Readonly<Record<string, (text: string) => string>> = {
  markdown: (text) => text.split("\n<details>")[0]!,
  html: (text) => /<header>[\s\S]*?<\/article>\n/u.exec(text)![0],
  sarif: (text) => {
    const { ruleId, level, message, partialFingerprints, baselineState } =
      JSON.parse(text).runs[0].results[0];
    const shown = { ruleId, level, message, partialFingerprints, baselineState };
    return `${JSON.stringify(shown, null, 2)}\n`;
  },
};

test("each format is shown by an example, and each example is what the program prints", async () => {
  const repository = await given({});
  await cp("examples/customer-segmentation", repository.root, { recursive: true });
  await repository.commit({}, "Declare customer segmentation");
  await repository.git("switch", "-q", "-c", "add-email");
  await cp("examples/customer-segmentation.pull-request", repository.root, { recursive: true });
  await repository.commit({}, "Add e-mail to segments, train on a GPU");
  const program = programIn(repository);
  const printed = new Map<string, string>();
  for (const [, , command = ""] of page.matchAll(example)) {
    const { out, err } = await program.run(...command.split(" "));
    expect({ command, err }).toEqual({ command, err: "" });
    printed.set(command, out);
  }
  const formats = new Set([...printed.keys()].map(formatOf));
  expect(formats).toEqual(new Set(["github", "gitlab", "html", "junit", "markdown", "sarif"]));
  const rebuilt = page.replaceAll(example, (...[, open, command = "", , close]) => {
    const text = (excerpts[formatOf(command)] ?? String)(printed.get(command) ?? "");
    return `${open}${steady(text)}${close}`;
  });
  await expect(rebuilt).toMatchFileSnapshot("../../docs/formats.md");
}, 120_000);

function formatOf(command: string): string {
  return command.split(" ").at(-1) ?? "";
}

/** Names of commits depend on every byte of the example; a page does not. */
function steady(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{10,40}\b(?![0-9a-f])/gu, "3f2a91c0de");
}
