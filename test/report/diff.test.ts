import { expect, test } from "vitest";
import { diffJsonReporter, diffTextReporter } from "../../src/report/diff.ts";
import { golden } from "../support/goldens.ts";
import { sources } from "../support/review-places.ts";
import { cleanReview, crowdedReview, failingReview, plain } from "../support/reviews.ts";

test("what changes in meaning, whom it reaches, and what only looks like a change", async () => {
  await expect(
    diffTextReporter.render({ review: failingReview, sources }, plain),
  ).toMatchFileSnapshot(golden("diff/changes.txt"));
  await expect(
    diffTextReporter.render({ review: cleanReview, sources }, plain),
  ).toMatchFileSnapshot(golden("diff/formatting.txt"));
});

test("what lies downstream is cut after a page", () => {
  const text = diffTextReporter.render({ review: crowdedReview, sources }, plain);
  expect(text).toContain("Downstream: 60 assets\n");
  expect(text).toContain("  and 10 more: --format json lists all\n");
});

test("the changes as JSON", async () => {
  await expect(
    diffJsonReporter.render({ review: failingReview, sources }, plain),
  ).toMatchFileSnapshot(golden("diff/changes.json"));
});
