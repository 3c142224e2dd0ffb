// docs/kinds.md cannot rot: each of its examples is read, and together they are a repository that passes.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { adapters } from "../../src/spec/registry.ts";
import { schemaOfKind } from "../../src/spec/own/kinds.ts";
import { budRules } from "../../src/diagnostic/rules/bud.ts";
import { wvrRules } from "../../src/diagnostic/rules/wvr.ts";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import { readText } from "../support/specs.ts";

const page = readFileSync("docs/kinds.md", "utf8");

interface Example {
  readonly section: string;
  readonly path: string;
  readonly text: string;
}

/** The fenced blocks that name a file, each with the heading above it. */
function examplesIn(text: string): readonly Example[] {
  return text.split(/^## /mu).flatMap((part) => {
    const section = part.slice(0, part.indexOf("\n"));
    return [...part.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gmsu)].map(
      ([, path = "", body = ""]): Example => ({ section, path, text: body }),
    );
  });
}

const examples = examplesIn(page);
const specs = examples.filter(({ path }) => path !== "CODEOWNERS");

test("every kind has a section of its name with an example of it", () => {
  // The first of a section is the one that it is about.
  const shown = new Map(examples.toReversed().map(({ section, text }) => [section, text]));
  for (const kind of Object.keys(schemaOfKind)) {
    expect(shown.get(kind) ?? kind).toMatch(new RegExp(`^kind\\s*[:=]\\s*"?${kind}\\b`, "mu"));
  }
  expect(shown.get("Data contracts")).toContain("kind: DataContract");
  expect(shown.has("CODEOWNERS")).toBe(true);
  expect(page.split("```").length).toBe(2 * examples.length + 1);
});

test.each(specs.map((one) => [one.path, one] as const))(
  "%s is read without a finding",
  async (path, { text }) => {
    const readings = await Promise.all(
      adapters
        .filter((adapter) => adapter.claims(path as never, text))
        .map((adapter) => readText(adapter, path, text)),
    );
    expect(readings.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    expect(
      readings.flatMap(({ claims, declarations }) => [...claims, ...declarations]),
    ).not.toEqual([]);
  },
);

test("together they are a repository that passes, with one waived finding and known costs", async () => {
  const repository = await given(
    Object.fromEntries(examples.map(({ path, text }) => [path, text])),
  );
  const program = programIn(repository);
  const { status, value } = await program.json("check");
  expect(value).toMatchObject({
    diagnostics: [
      { rule: "PRIV-008", waiver: { id: "WVR-2026-014" } },
      { rule: "BUD-003", severity: "warning" },
    ],
    cost: { currency: "USD", after: { unknown: 0 } },
  });
  expect(status).toBe(0);
  expect(await program.run("policy", "list")).toMatchObject({ status: 0 });
});

test("the findings that it names exist", () => {
  const known = [...budRules, ...wvrRules].map(({ id }) => id);
  for (const id of page.match(/\b(?:BUD|WVR)-\d{3}\b/gu) ?? []) expect(known).toContain(id);
});
