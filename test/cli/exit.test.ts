import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Failure } from "../../src/base/failure.ts";
import type { Outcome } from "../../src/app/outcome.ts";
import { exitCodesText, failOnWords, statusOf, statusOfFailure } from "../../src/cli/exit.ts";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import { config, customers, leak, policy, prices, shop } from "../support/shop.ts";

const clean: Outcome = {
  severities: new Set(),
  ownInputInvalid: false,
  policyErrors: 0,
  unknown: 0,
  undecided: 0,
};
const everything: Outcome = {
  severities: new Set(["error", "warning", "info"]),
  ownInputInvalid: true,
  policyErrors: 1,
  unknown: 1,
  undecided: 1,
};

test("own input before policy errors before findings before what is incomplete", () => {
  expect(statusOf(everything, failOnWords)).toBe(2);
  expect(statusOf({ ...everything, ownInputInvalid: false }, failOnWords)).toBe(5);
  expect(statusOf({ ...everything, ownInputInvalid: false, policyErrors: 0 }, failOnWords)).toBe(1);
  expect(statusOf({ ...clean, unknown: 1, undecided: 1 }, failOnWords)).toBe(3);
  expect(statusOf(clean, failOnWords)).toBe(0);
});

test("--fail-on chooses which findings count, and never excuses a policy that broke", () => {
  expect(statusOf({ ...clean, severities: new Set(["warning"]) }, ["error"])).toBe(0);
  expect(statusOf({ ...clean, severities: new Set(["warning"]) }, ["error", "warning"])).toBe(1);
  expect(statusOf({ ...clean, unknown: 2 }, ["error"])).toBe(0);
  expect(statusOf({ ...clean, unknown: 2 }, ["unknown"])).toBe(3);
  expect(statusOf({ ...clean, undecided: 2 }, ["unknown"])).toBe(0);
  expect(statusOf({ ...clean, policyErrors: 1 }, ["info"])).toBe(5);
});

test("more trouble never gives success where less gave none", () => {
  const outcome = fc.record({
    severities: fc
      .uniqueArray(fc.constantFrom("error", "warning", "info"))
      .map((all) => new Set(all)),
    ownInputInvalid: fc.boolean(),
    policyErrors: fc.nat(2),
    unknown: fc.nat(2),
    undecided: fc.nat(2),
  });
  const listed = fc.uniqueArray(fc.constantFrom(...failOnWords));
  const property = fc.property(outcome, listed, (found, failOn) => {
    const worse: Outcome = { ...found, policyErrors: found.policyErrors + 1 };
    const least = Math.min(statusOf(found, failOn), 1);
    expect(Math.min(statusOf(worse, failOn), 1)).toBeGreaterThanOrEqual(least);
  });
  expect(() => fc.assert(property)).not.toThrow();
});

test("an interruption has the status that shells know, any other failure is 2", () => {
  expect(statusOfFailure("CANCELLED")).toBe(130);
  expect(statusOfFailure("SHALLOW")).toBe(2);
});

test("the table names every status", () => {
  expect(
    exitCodesText()
      .match(/^ *\d+(?= {2})/gmu)
      ?.map(Number),
  ).toEqual([0, 1, 2, 3, 4, 5, 130]);
});

test("warnings fail where they are listed, and only there", async () => {
  const program = programIn(await given({ ...shop, "lineage/unread.yaml": customers() }));
  const clash = await program.json("check");
  expect(clash.status).toBe(1); // declared twice: an error
  const repository = await given({
    ...shop,
    ...leak,
    "lineage/features.yaml": shop["lineage/features.yaml"],
  });
  const warned = programIn(repository);
  expect(await warned.run("check")).toMatchObject({
    status: 0,
    out: expect.stringContaining("! 1 warning"),
  });
  expect(await warned.run("check", "--fail-on", "error,warning")).toMatchObject({ status: 1 });
});

test("what is unknown makes a run incomplete where that is listed", async () => {
  const files = { ...shop, ...leak, "lineage/features.yaml": shop["lineage/features.yaml"] };
  const program = programIn(await given(files));
  expect(await program.run("check", "--fail-on", "error,unknown")).toMatchObject({
    status: 3,
    out: expect.stringContaining("Incomplete: 1 cost unknown"),
  });
  expect(await program.run("cost", "estimate", "--fail-on", "unknown")).toMatchObject({
    status: 3,
  });
  expect(await program.run("cost", "estimate")).toMatchObject({ status: 0 });
});

test("an undecided verdict is no failure, and gates where it is listed", async () => {
  const files = { ...shop, "lineage/customers.yaml": customers() };
  const program = programIn(await given(files));
  const { status, value } = await program.json("check");
  expect(status).toBe(0);
  expect(value).toMatchObject({ verdict: "pass", summary: { error: 0, undecided: 1 } });
  expect(await program.run("check", "--fail-on", "undecided")).toMatchObject({ status: 3 });
});

test("a policy that cannot be evaluated is neither pass nor fail: 5, before any finding", async () => {
  const params = `${config}policy: { params: { word: "yes" } }\n`;
  const files = {
    ...shop,
    ...leak,
    "lineagectl.yaml": params,
    "policies/x.yaml": policy("SHOP-001", "params.word"),
  };
  const program = programIn(await given(files));
  const { status, value } = await program.json("check");
  expect(status).toBe(5);
  expect(value).toMatchObject({ verdict: "error", exitCode: 5 });
  const { out } = await program.run("check", "--fail-on", "info");
  expect(out).toContain("No verdict");
});

test.each([
  ["a policy that does not compile", { "policies/x.yaml": policy("SHOP-001", "asset.nmae == 1") }],
  [
    "a policy against its schema",
    { "policies/x.yaml": policy("SHOP-001", "true").replace("title:", "tilte:") },
  ],
  ["a price table against its schema", { "finops/prices.yaml": prices("1,50") }],
])("%s is own input that is broken: 2, before any finding", async (_, files) => {
  const { status, value } = await programIn(await given({ ...shop, ...leak, ...files })).json(
    "check",
  );
  expect(status).toBe(2);
  expect(value).toMatchObject({ verdict: "error", summary: { undecided: 0 } });
});

test("a broken price table stops a cost as well", async () => {
  const program = programIn(await given({ ...shop, "finops/prices.yaml": prices("1,50") }));
  expect(await program.run("cost", "estimate")).toMatchObject({
    status: 2,
    err: expect.stringContaining("finops/prices.yaml:8"),
  });
});

test("a bug of ours is 4, with how to report it and without a stack trace", async () => {
  const tool = (): Promise<never> => Promise.reject(new TypeError("cannot read x of undefined"));
  const { status, out, err } = await programIn(await given(shop), { tool }).run("check");
  expect({ status, out }).toEqual({ status: 4, out: "" });
  expect(err).toContain("lineagectl: internal error: cannot read x of undefined\n");
  expect(err).toContain("please report");
  expect(err).not.toMatch(/\n\s+at /u);
});

test("the stack trace of a bug is there for whoever asks for it", async () => {
  const tool = (): Promise<never> => Promise.reject(new TypeError("broken"));
  const { err } = await programIn(await given(shop), { tool, env: { LINEAGECTL_DEBUG: "1" } }).run(
    "check",
  );
  expect(err).toMatch(/\n\s+at /u);
});

test("Ctrl-C at a question is 130", async () => {
  const tool = (): Promise<never> => Promise.reject(new Failure("CANCELLED", "interrupted"));
  expect(await programIn(await given(shop), { tool }).run("check")).toMatchObject({ status: 130 });
});
