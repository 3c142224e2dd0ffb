// A budget in a whole run: what `check` says and how it ends.
import { expect, test } from "vitest";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import { pipeline, shop } from "../support/shop.ts";

function budget(amount: string, more = ""): string {
  return [
    "apiVersion = 'lineagectl.dev/v1'",
    "kind = 'Budget'",
    "[metadata]",
    "name = 'growth-monthly'",
    "[spec]",
    `amount = '${amount}'`,
    "currency = 'EUR'",
    "period = 'month'",
    more,
    "[spec.scope]",
    "owner = 'growth'",
    "[[spec.rules]]",
    "kind = 'crossing'",
    "action = 'fail'",
    "",
  ].join("\n");
}

const dearer = { "lineage/pipeline.yaml": pipeline('{ cpu: "8", memory: 16 GiB }') };

test("a change that crosses a budget fails, with the line that causes it", async () => {
  const repository = await given({ ...shop, "finops/budget.toml": budget("4.00") });
  const program = programIn(repository);
  await repository.write({ "README.md": "hello\n" });
  expect(await program.run("check")).toMatchObject({ status: 0 });
  await repository.write(dearer);
  const { status, out } = await program.run("check");
  expect(status).toBe(1);
  expect(out).toContain("✗ BUD-001  growth-monthly is exceeded: 6.09 of 4.00 EUR a month (152 %");
  expect(out).toMatch(/^ {2}finops\/budget\.toml:13:\d+$/mu);
  expect(out).toMatch(/see +\+2\.43 a month by step prepare cpu of shop\/nightly/u);
});

test("near its amount a budget warns, and within its mark it is silent", async () => {
  const repository = await given({ ...shop, "finops/budget.toml": budget("7.00") });
  const program = programIn(repository);
  await repository.write(dearer);
  const { status, out } = await program.run("check");
  expect(status).toBe(0);
  expect(out).toContain("! BUD-003  growth-monthly reaches 86 % of 7.00 EUR a month (was 52 %)");
  await repository.write({ "finops/budget.toml": budget("70.00") });
  expect((await program.run("check")).out).toContain("✓ no findings");
});

test("with unknown costs it is undecided: shown, gateable and never green by itself", async () => {
  const repository = await given({ ...shop, "finops/budget.toml": budget("70.00") });
  const program = programIn(repository);
  await repository.write({
    "lineage/pipeline.yaml": pipeline('{ cpu: "8", memory: 16 GiB, gpu: { count: 1 } }'),
  });
  const { status, out } = await program.run("check");
  expect(status).toBe(0);
  expect(out).toMatch(
    /\? BUD-004 {2}growth-monthly cannot be decided: 1 cost in its scope is unknown/u,
  );
  expect(await program.run("check", "--fail-on", "undecided")).toMatchObject({ status: 3 });
});

test("a budget that cannot be read is no budget, and the run has no verdict", async () => {
  const files = { ...shop, "finops/budget.toml": budget("4.00", "perod = 'month'") };
  const { status, out } = await programIn(await given(files)).run("check");
  expect(status).toBe(2);
  expect(out).toContain('SCH-001  unknown field "perod" in spec');
});

test("a budget is a gate file that statements cover", async () => {
  const repository = await given({ ...shop, "finops/budget.toml": budget("70.00") });
  const { value } = await programIn(repository).json("check");
  expect(value).toHaveProperty(
    "files",
    expect.arrayContaining([
      expect.objectContaining({ path: "finops/budget.toml", meaning: true }),
    ]),
  );
});
