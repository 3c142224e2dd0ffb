import { expect, test } from "vitest";
import { placeholdersIn, rendered } from "../../src/policy/message.ts";

const names = {
  asset: {
    id: "dataset:shop/orders",
    owner: { team: "shop" },
    columns: [{ name: "email" }, { name: "id" }],
  },
  days: 180n,
  odd: {
    get hidden(): string {
      throw new Error("no answer");
    },
  },
  env: { name: "DB", db_password: "hunter2" },
};

test.each([
  ["{{asset.owner.team}} keeps {{ days }} days", "shop keeps 180 days"],
  ["{{asset.columns[1].name}} of {{asset}}", "id of dataset:shop/orders"],
  ["{{asset.columns}}", "email, id"],
  ["{{asset.nothing.there}} {{odd.hidden}} {{asset.constructor}}", "? ? ?"],
  ["no placeholder { {asset} }", "no placeholder { {asset} }"],
])("%s becomes %s", (template, message) => {
  expect(rendered(template, names)).toBe(message);
});

test("a secret is not shown, whatever the template asks for", () => {
  expect(rendered("{{env.name}}: {{env.db_password}}", names)).toBe("DB: (hidden)");
});

test("values cannot move the terminal's cursor, nor fill the screen", () => {
  expect(rendered("{{x}}", { x: "a\u001b[2Jb\nc" })).toBe("a\\x1b[2Jb\\x0ac");
  expect(rendered("{{x}}", { x: "y".repeat(500) })).toHaveLength(200);
});

test("placeholders are found in order", () => {
  expect(placeholdersIn("{{asset.id}} and {{ culprit.tag }}")).toEqual(["asset.id", "culprit.tag"]);
});
