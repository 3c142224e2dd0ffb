import { expect, test } from "vitest";
import type { Place } from "../../src/diagnostic/place.ts";
import { checkJsonReporter } from "../../src/report/check-json.ts";
import { checkTextReporter } from "../../src/report/check-text.ts";
import type { Sources } from "../../src/report/sources.ts";
import { golden } from "../support/goldens.ts";
import {
  ascii,
  cleanReview,
  colored,
  crowdedReview,
  documentOf,
  failingReview,
  plain,
} from "../support/reviews.ts";

const stale = { attested: 4, covered: 6, stale: [] };
const all = { attested: 6, covered: 6, stale: [] };

test("a failing review answers first and ends with what to do", async () => {
  const text = checkTextReporter.render(documentOf(failingReview, 1, stale), plain);
  await expect(text).toMatchFileSnapshot(golden("check-text/failing.txt"));
});

test("the same in ASCII, its signs spelled", async () => {
  const text = checkTextReporter.render(documentOf(failingReview, 1, stale), ascii);
  await expect(text).toMatchFileSnapshot(golden("check-text/failing.ascii.txt"));
});

test("the same in colour", async () => {
  const text = checkTextReporter.render(documentOf(failingReview, 1, stale), colored);
  await expect(text).toMatchFileSnapshot(golden("check-text/failing.color.txt"));
});

test("when all is well, a few lines", async () => {
  const text = checkTextReporter.render(documentOf(cleanReview, 0, all), plain);
  await expect(text).toMatchFileSnapshot(golden("check-text/clean.txt"));
  expect(text.split("\n").length).toBeLessThan(12);
});

test("a crowd of findings, changes and costs is cut, and says where the rest is", async () => {
  const text = checkTextReporter.render(documentOf(crowdedReview, 1), plain);
  await expect(text).toMatchFileSnapshot(golden("check-text/crowded.txt"));
});

test.each([failingReview, cleanReview, crowdedReview])(
  "the places that are shown are announced, and no others of a crowd",
  (review) => {
    const document = documentOf(review, 1);
    const asked = new Set<Place>();
    const sources: Sources = {
      position: (place) => {
        asked.add(place);
        return document.sources.position(place);
      },
      frame: (place, width) => {
        asked.add(place);
        return document.sources.frame(place, width);
      },
    };
    checkTextReporter.render({ ...document, sources }, plain);
    expect(asked).toEqual(new Set(checkTextReporter.placesShown?.(review)));
    expect(asked.size).toBeLessThanOrEqual(20);
  },
);

test.each([
  [3, "Incomplete: 1 undecided, 1 cost unknown. Nothing was written.\n"],
  [5, "No verdict: a rule or an own file is broken. Nothing was written.\n"],
  [2, "No verdict: a rule or an own file is broken. Nothing was written.\n"],
])("exit status %i is explained in the last line", (exitCode, last) => {
  const text = checkTextReporter.render(documentOf(failingReview, exitCode), plain);
  expect(text.endsWith(`\n${last}`)).toBe(true);
});

test("without any price there is no sum to show", () => {
  const cost = { ...failingReview.cost, currency: "XXX" };
  const text = checkTextReporter.render(documentOf({ ...failingReview, cost }, 1), plain);
  expect(text).toContain("cost unknown without prices");
  expect(text).not.toContain("XXX");
});

test("the review as JSON", async () => {
  await expect(
    checkJsonReporter.render(documentOf(failingReview, 1, stale), plain),
  ).toMatchFileSnapshot(golden("check-json/failing.json"));
  await expect(checkJsonReporter.render(documentOf(cleanReview, 0), plain)).toMatchFileSnapshot(
    golden("check-json/clean.json"),
  );
});

test.each([
  [0, "pass"],
  [1, "fail"],
  [2, "error"],
  [3, "undecided"],
  [5, "error"],
])("exit status %i is the verdict %s", (exitCode, verdict) => {
  const text = checkJsonReporter.render(documentOf(failingReview, exitCode), plain);
  expect(JSON.parse(text)).toMatchObject({ exitCode, verdict });
});
