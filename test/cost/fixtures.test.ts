import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { Estimated } from "../../src/cost/estimate.ts";
import { prcRules } from "../../src/diagnostic/rules/prc.ts";
import { buildSnapshot } from "../../src/lineage/snapshot.ts";
import { adapters } from "../../src/spec/registry.ts";
import { priced, rulesOf } from "../support/costs.ts";
import { readText, textAtPath } from "../support/specs.ts";

/** The estimate of one file, read by every adapter as a run reads it. */
const estimateOf = async (path: string): Promise<Estimated> => {
  const readings = await Promise.all(
    adapters.map((adapter) => readText(adapter, path, textAtPath(path))),
  );
  const { assets, declarations } = buildSnapshot({
    claims: readings.flatMap(({ claims }) => claims),
    declarations: readings.flatMap((reading) => reading.declarations),
    diagnostics: [],
    covered: [],
    documents: 0,
    aliases: {},
  });
  return priced(assets, declarations);
};

test("every rule has its fixture, and every fixture its rule", () => {
  expect(readdirSync("fixtures/cost").toSorted()).toEqual(prcRules.map(({ id }) => id));
});

test.each(prcRules.map(({ id }) => [id]))(
  "%s finds what fails and nothing in what passes",
  async (id) => {
    const passes = await estimateOf(`fixtures/cost/${id}/passes.yaml`);
    expect(rulesOf(passes)).toEqual([]);
    expect(passes.estimate.lines.map(({ cost }) => cost.state)).not.toContain("unknown");
    expect(rulesOf(await estimateOf(`fixtures/cost/${id}/fails.yaml`))).toContain(id);
  },
);

test("a Deployment costs what its pods request, all month", async () => {
  const { estimate } = await estimateOf("fixtures/cost/PRC-001/passes.yaml");
  expect(estimate.lines.map(({ meter, formula, cost }) => [meter, formula, cost])).toEqual([
    [
      "cpu",
      "0.5 vCPU × 2 × 730 h",
      { state: "known", low: "23.068", expected: "23.068", high: "23.068" },
    ],
    [
      "memory",
      "1 GiB × 2 × 730 h",
      { state: "known", low: "6.132", expected: "6.132", high: "6.132" },
    ],
  ]);
  expect(estimate.total).toEqual({ low: "29.2", expected: "29.2", high: "29.2", unknown: 0 });
});
