import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";

const page = "docs/adapters/argo-workflows.md";
const folder = "fixtures/argoworkflows/segmentation";

/** The commands of the page with what it says they print. */
const examples = [
  ...readFileSync(page, "utf8").matchAll(
    /```console\n\$ lineagectl (?<args>[^\n]*)\n(?<out>[^]*?)```/gu,
  ),
].map(({ groups }) => [groups?.["args"] ?? "", groups?.["out"] ?? ""] as const);

test("the page shows a command", () => {
  expect(examples.length).toBeGreaterThan(0);
});

test.each(examples)("lineagectl %s prints what the page shows", async (args, out) => {
  const files = readdirSync(folder).map(
    (name) => [name, readFileSync(`${folder}/${name}`, "utf8")] as const,
  );
  const ran = await programIn(await given(Object.fromEntries(files))).run(...args.split(" "));
  expect(ran.err).toBe("");
  expect(ran.out).toBe(out);
});
