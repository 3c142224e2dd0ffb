import { expect, test } from "vitest";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import { config, leak, shop } from "../support/shop.ts";

async function checkedUnder(severity: string): Promise<{ status: number; value: unknown }> {
  const lines = `${config}policy: { severity: ${severity} }\n`;
  const repository = await given({ ...shop, ...leak, "lineagectl.yaml": lines });
  return programIn(repository).json("check");
}

test("a rule weighs what the configuration says", async () => {
  const { status, value } = await checkedUnder("{ PRIV-019: warning }");
  expect(status).toBe(0);
  expect(value).toMatchObject({ summary: { error: 0 } });
});

test("a family is left out, but for a rule that has an entry of its own", async () => {
  const { status, value } = await checkedUnder("{ PRIV: off, PRIV-019: info }");
  expect(status).toBe(0);
  expect(value).toMatchObject({
    diagnostics: expect.arrayContaining([
      expect.objectContaining({ rule: "PRIV-019", severity: "info" }),
    ]),
  });
});

test("a name that no rule has is a warning with the one that was meant", async () => {
  const { value } = await checkedUnder("{ PRVI-019: off }");
  expect(value).toMatchObject({
    diagnostics: expect.arrayContaining([
      expect.objectContaining({ rule: "PRIV-019", severity: "error" }),
      expect.objectContaining({ rule: "CFG-011", help: "did you mean PRIV-019?" }),
    ]),
  });
});
