// The repository's own policies under their own cases.
import { expect, test } from "vitest";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import { config } from "../support/shop.ts";

function policyWith(assert: string, ...cases: readonly string[]): string {
  return [
    "apiVersion: lineagectl.dev/v1",
    "kind: Policy",
    "metadata: { id: SHOP-001, version: 1.0.0 }",
    "spec:",
    "  title: Tables are important enough",
    "  severity: error",
    "  match: { kinds: [dataset] }",
    "  inputs: []",
    `  assert: ${assert}`,
    '  message: "{{asset.name}} is tier {{asset.tier}}"',
    "  tests:",
    ...cases.map((one, index) => `    - { name: case ${index + 1}, ${one} }`),
    "",
  ].join("\n");
}

const tier = (number: number, expected: string): string =>
  `given: { asset: { tier: ${number} } }, expect: ${expected}`;

async function testedIn(text: string | undefined): Promise<ReturnType<typeof programIn>> {
  const files = { "lineagectl.yaml": config, ...(text !== undefined && { "p/x.yaml": text }) };
  return programIn(await given(files));
}

test("a policy whose cases prove every clause passes, and says how many", async () => {
  const cases = [tier(2, "pass"), tier(3, "fail")];
  const program = await testedIn(policyWith("asset.tier <= 2", ...cases));
  expect(await program.run("policy", "test")).toMatchObject({
    status: 0,
    out: "✓ SHOP-001  2 cases, 1 of 1 exchanged operators noticed\n",
  });
});

test("a case that comes out otherwise fails at its place", async () => {
  const cases = [tier(2, "pass"), tier(3, "pass"), tier(4, "fail")];
  const program = await testedIn(policyWith("asset.tier <= 2", ...cases));
  const { status, out } = await program.run("policy", "test");
  expect(status).toBe(1);
  expect(out.replaceAll(/\s+/gu, " ")).toContain("POL-011 SHOP-001, case case 2: expected pass");
  expect(out).toContain("p/x.yaml:13:");
  expect(out).toContain("✗ SHOP-001  3 cases\n");
});

test("a rule that was never seen to fail is no tested rule", async () => {
  const program = await testedIn(policyWith("asset.tier <= 2", tier(1, "pass")));
  const { status, value } = await program.json("policy", "test");
  expect(status).toBe(1);
  expect(value).toMatchObject({
    exitCode: 1,
    diagnostics: expect.arrayContaining([expect.objectContaining({ rule: "POL-012" })]),
  });
});

test("a clause that no case proves is a warning, gateable like any other", async () => {
  const cases = [tier(1, "pass"), tier(4, "fail")];
  const program = await testedIn(policyWith("asset.tier <= 2", ...cases));
  const { status, value } = await program.json("policy", "test");
  expect(status).toBe(0);
  expect(value).toMatchObject({
    rules: [{ rule: "SHOP-001", cases: 2, mutants: 1, caught: 0 }],
    diagnostics: [
      { rule: "POL-013", severity: "warning", location: { path: "p/x.yaml", line: 9 } },
    ],
  });
  expect((await program.run("policy", "test", "--fail-on", "warning")).status).toBe(1);
});

test("only the policies that are named are tested, and a wrong name says which was meant", async () => {
  const program = await testedIn(policyWith("asset.tier <= 2", tier(2, "pass"), tier(3, "fail")));
  expect((await program.run("policy", "test", "SHOP-001")).status).toBe(0);
  expect(await program.run("policy", "test", "SHOP-010")).toMatchObject({
    status: 2,
    err: expect.stringContaining("did you mean SHOP-001?"),
  });
});

test("a policy that does not compile cannot be tested, and none is called proved", async () => {
  const program = await testedIn(policyWith("asset.teir <= 2", tier(2, "pass"), tier(3, "fail")));
  const { status, out } = await program.run("policy", "test");
  expect(status).toBe(2);
  expect(out).toContain("POL-001");
  expect(out).not.toContain("✓");
});

test("without policies of its own there is nothing to test", async () => {
  const { status, out } = await (await testedIn(undefined)).run("policy", "test");
  expect(status).toBe(0);
  expect(out).toContain("no policy of this repository to test");
});
