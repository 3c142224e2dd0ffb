import { expect, test } from "vitest";
import { costDiffJsonReporter, costEstimateJsonReporter } from "../../src/report/cost-json.ts";
import { costDiffTextReporter, costEstimateTextReporter } from "../../src/report/cost-text.ts";
import { paintFor } from "../../src/report/paint.ts";
import { golden } from "../support/goldens.ts";
import { cost, costLines, sameCost } from "../support/review-costs.ts";
import { sources } from "../support/review-places.ts";
import { ascii, day, failingReview, plain } from "../support/reviews.ts";

const { base, head } = failingReview;
const difference = { cost, sources, base, head, asOf: day };
const estimate = {
  estimate: { currency: "EUR", hoursPerMonth: "730", lines: costLines, total: cost.after },
  sources,
  head,
  asOf: day,
};

test("a difference line by line, with what caused it", async () => {
  await expect(costDiffTextReporter.render(difference, plain)).toMatchFileSnapshot(
    golden("cost-text/diff.txt"),
  );
  await expect(costDiffTextReporter.render(difference, ascii)).toMatchFileSnapshot(
    golden("cost-text/diff.ascii.txt"),
  );
});

test("where there is room, the formula stands beside its amounts", () => {
  const wide = paintFor({ color: false, unicode: true, width: 120 });
  const text = costDiffTextReporter.render(difference, wide);
  expect(text).toMatch(
    /step train memory .*\+412\.20 {2}32 GiB × 22 min × 30\.4369 runs at 0\.0042 per GiB\.h\n/u,
  );
});

test("no difference is one sentence", async () => {
  const text = costDiffTextReporter.render({ ...difference, cost: sameCost }, plain);
  await expect(text).toMatchFileSnapshot(golden("cost-text/same.txt"));
});

test("an estimate line by line, with its range and what it leaves out", async () => {
  await expect(costEstimateTextReporter.render(estimate, plain)).toMatchFileSnapshot(
    golden("cost-text/estimate.txt"),
  );
});

test("nothing that costs is said, not summed", () => {
  const empty = { ...estimate.estimate, lines: [], total: { ...cost.before, unknown: 0 } };
  const text = costEstimateTextReporter.render({ ...estimate, estimate: empty }, plain);
  expect(text).toContain("nothing that costs is declared");
});

test("costs as JSON: money is text, unknown has no number", async () => {
  const text = costDiffJsonReporter.render(difference, plain);
  await expect(text).toMatchFileSnapshot(golden("cost-json/diff.json"));
  await expect(costEstimateJsonReporter.render(estimate, plain)).toMatchFileSnapshot(
    golden("cost-json/estimate.json"),
  );
  expect(JSON.parse(text)).toMatchObject({
    change: { expected: "412.2" },
    lines: [{ change: { state: "unknown", reason: "no-price" } }, {}],
  });
});
