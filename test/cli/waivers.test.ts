// The sample story: a mart keeps personal data longer than its source, under a litigation hold.
import { expect, test } from "vitest";
import { review } from "../../src/app/review.ts";
import { statementOf } from "../../src/app/statement.ts";
import { hostAt, testDay } from "../support/host.ts";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import type { FilesToWrite } from "../support/repository.ts";

function dataset(name: string, retentionDays: number, column: string): string {
  return `apiVersion: lineagectl.dev/v1
kind: Dataset
metadata: {name: ${name}, namespace: growth, owner: {team: growth, email: growth@acme.example}}
spec:
  type: table
  region: eu-central-1
  zone: restricted
  columns: [{name: email, type: string, description: Address for mail., tags: [pii.contact]${column}}]
  privacy:
    retentionDays: ${retentionDays}
    lawfulBasis: contract
    purposes: [segmentation]
    subjects: [customer]
    recipients: []
    subjectKey: email
    securityMeasures: [tls]
`;
}

function waiver(expires = "2027-01-31", more = ""): string {
  return `apiVersion: lineagectl.dev/v1
kind: Waiver
metadata: {id: WVR-2026-014, owner: team/growth}
spec:
  rule: PRIV-008
  asset: growth/customer-segments
  path: /spec/privacy/retentionDays
  reason: Litigation hold until the case is closed
  ticket: LEGAL-881
  approvedBy: [team/dpo]
  created: 2026-11-02
  expires: ${expires}
${more}`;
}

const story: FilesToWrite = {
  "lineagectl.yaml": "repo: {urls: [https://git.example.com/acme/growth]}\n",
  "lineage/customers.yaml": dataset("customers", 180, ""),
  "lineage/segments.yaml": dataset(
    "customer-segments",
    365,
    ', from: [{column: "growth/customers#email", via: identity}]',
  ),
};
const held: FilesToWrite = { ...story, "waivers/WVR-2026-014.yaml": waiver() };

test("without a waiver the longer retention fails the check", async () => {
  const { status, out } = await programIn(await given(story)).run("check");
  expect(status).toBe(1);
  expect(out).toMatch(/^✗ PRIV-008/mu);
});

test("under the waiver it is shown as waived, with id, end, reason and approver, and fails nothing", async () => {
  const { status, out } = await programIn(await given(held)).run("check");
  expect(status).toBe(0);
  expect(out).toContain("✓ no findings   1 waived");
  expect(out).toMatch(/^· PRIV-008 {2}customer-segments keeps personal data for 365 days/mu);
  const lines = out.replaceAll(/\s+/gu, " ");
  expect(lines).toContain(
    "but WVR-2026-014 covers it until 2027-01-31, approved by team/dpo (claimed): Litigation hold until the case is closed waivers/WVR-2026-014.yaml:3:16",
  );
  expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("as JSON the finding bears its waiver and counts as nothing else", async () => {
  const { status, value } = await programIn(await given(held)).json("check");
  expect(status).toBe(0);
  expect(value).toMatchObject({
    verdict: "pass",
    summary: { error: 0, waived: 1 },
    policy: { counts: { fail: 1 } },
    diagnostics: [
      {
        rule: "PRIV-008",
        verdict: "fail",
        waiver: { id: "WVR-2026-014", expires: "2027-01-31", approvedBy: ["team/dpo"] },
      },
    ],
  });
});

test("from its last day on the finding counts again, as --as-of says", async () => {
  const program = programIn(await given(held));
  expect(await program.run("check", "--as-of", "2027-01-30")).toMatchObject({ status: 0 });
  const { status, out } = await program.run("check", "--as-of", "2027-01-31");
  expect(status).toBe(1);
  expect(out).toMatch(/^✗ PRIV-008/mu);
  expect(out).toContain("! WVR-001  waiver WVR-2026-014: it expired on 2027-01-31");
});

test("a waiver that nothing needs is a warning, gateable like any other", async () => {
  const unneeded = { ...held, "lineage/segments.yaml": dataset("customer-segments", 90, "") };
  const program = programIn(await given(unneeded));
  const { status, out } = await program.run("check");
  expect(status).toBe(0);
  expect(out.replaceAll(/\s+/gu, " ")).toContain(
    "! WVR-002 waiver WVR-2026-014: it covers nothing: growth/customer-segments does not violate PRIV-008",
  );
  expect(await program.run("check", "--fail-on", "warning")).toMatchObject({ status: 1 });
});

test.each([
  ["without an end", waiver().replace(/ {2}expires.*\n/u, ""), "SCH-002"],
  ["without an approver", waiver().replace("[team/dpo]", "[]"), "SCH-005"],
  ["with a reason of one word", waiver().replace(/Litigation.*/u, "because"), "SCH-005"],
  ["for an unknown rule", waiver().replace("PRIV-008", "PRIV-800"), "WVR-004"],
  ["for everything", waiver().replace("growth/customer-segments", '"*"'), "WVR-003"],
  ["for years", waiver("2029-01-31"), "WVR-005"],
  ["approved by its owner", waiver().replace("team/dpo", "team/growth"), "WVR-006"],
])("a waiver %s is refused: no verdict rests on it", async (_, text, rule) => {
  const files = { ...held, "waivers/WVR-2026-014.yaml": text };
  const { status, value } = await programIn(await given(files)).json("check");
  expect(status).toBe(2);
  expect(value).toHaveProperty(
    "diagnostics",
    expect.arrayContaining([
      expect.objectContaining({ rule }),
      expect.not.objectContaining({ waiver: expect.anything() }),
    ]),
  );
});

test("--new-only shows what a waiver covered at the base and covers no more", async () => {
  const repository = await given(held);
  await repository.commit({ "README.md": "hello\n" });
  const program = programIn(repository);
  await repository.write({ "lineage/customers.yaml": `# note\n${dataset("customers", 180, "")}` });
  expect(await program.run("check", "--new-only")).toMatchObject({ status: 0 });
  await repository.write({ "waivers/WVR-2026-014.yaml": undefined });
  const { status, out } = await program.run("check", "--new-only");
  expect(status).toBe(1);
  expect(out).toMatch(/^✗ PRIV-008/mu);
});

test("a signed statement names the waiver beside the finding, and covers its file", async () => {
  const host = await hostAt((await given(held)).root);
  const reviewed = await review(host, {});
  const request = { asOf: testDay, tool: host.tool, heads: new Map() };
  const { statement } = await statementOf(reviewed, request);
  expect(statement.predicate.policy.findings).toMatchObject([
    { rule: "PRIV-008", verdict: "fail", waiver: "WVR-2026-014" },
  ]);
  expect(statement.subject.map(({ name }) => name)).toContain("waivers/WVR-2026-014.yaml");
  expect(JSON.stringify(statement.predicate)).not.toMatch(/team\/dpo|Litigation/u);
});
