import { expect, test } from "vitest";
import cases from "../../fixtures/dbt/jinja/cases.json" with { type: "json" };
import { parseTemplate } from "../../src/jinja/parse.ts";
import { render } from "../../src/jinja/render.ts";

test.each(cases.map((one) => [one.title, one] as const))(
  "as Jinja in dbt renders it: %s",
  (_, { template, rendered }) => {
    const parsed = parseTemplate("case.sql", template);
    expect(parsed.problems).toEqual([]);
    const { text, unknowns } = render(parsed, { global: () => undefined });
    expect({ text, unknowns: unknowns.map(({ message }) => message) }).toEqual({
      text: rendered,
      unknowns: [],
    });
  },
);
