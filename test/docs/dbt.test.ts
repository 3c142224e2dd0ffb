import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { filesOf, type Files } from "../support/dbt.ts";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";

const page = readFileSync("docs/adapters/dbt.md", "utf8");

interface Block {
  readonly command: string;
  readonly output: string;
}

/** The commands of the page with what it shows below each. */
const blocks = [...page.matchAll(/```console\n\$ lineagectl ([^\n]*)\n([^]*?)```/gu)].map(
  ([, command = "", output = ""]): Block => ({ command, output }),
);

const before: Files = {
  ...filesOf("fixtures/dbt/shop"),
  "lineagectl.yaml": "repo: { urls: [https://github.com/acme/shop] }\npolicy: { packs: [] }\n",
};
const misspelt = "models/marts/orders_v1.sql";

test("the page shows what the program prints", async () => {
  const repository = await given(before);
  const program = programIn(repository);
  const shown = new Map(blocks.map(({ command, output }) => [command, output]));
  const commands = ["graph shop/customer_segments", "explain REF-063", "check"];
  expect([...shown.keys()]).toEqual(commands);
  const [graph, explain, check] = commands.map((command) => shown.get(command) ?? "");
  expect((await program.run("graph", "shop/customer_segments")).out).toBe(graph);
  const text = before[misspelt] ?? "";
  await repository.write({ [misspelt]: text.replace("ref('stg_orders')", "ref('stg_ordres')") });
  const checked = await program.run("check");
  expect(checked.status).toBe(1);
  expect(plain(checked.out)).toBe(plain(check ?? ""));
  expect((await program.run("explain", "REF-063")).out).toBe(explain);
});

/** Ids of trees differ with the line ends of a checkout alone. */
function plain(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{10}\b/gu, "0000000000");
}
