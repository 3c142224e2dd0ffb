import { expect, test } from "vitest";
import type { Suggestions } from "../../src/model/suggestion.ts";
import { assetId } from "../../src/model/ids.ts";
import {
  suggestJsonReporter,
  suggestPatchReporter,
  suggestTextReporter,
} from "../../src/report/suggest.ts";
import { golden } from "../support/goldens.ts";
import { at, files, path, sources } from "../support/review-places.ts";
import { plain } from "../support/reviews.ts";

const found: Suggestions = {
  suggestions: [
    {
      asset: assetId("dataset", "growth/customer-segments"),
      what: "owner",
      value: "team/growth",
      evidence: {
        text: "/lineage/ is owned by growth",
        place: { in: "file", path: path("CODEOWNERS") },
      },
      path: path("lineage/segments.yaml"),
    },
    {
      asset: assetId("workload", "ml/train"),
      what: "reads or writes",
      value: "s3://lake/a",
      evidence: {
        text: "DATA\u001b[31m is s3://lake/a",
        place: at.pipeline.value("spec", "steps", 0, "name"),
      },
      path: files.pipeline,
      byHand: "its name does not tell whether it is read or written",
    },
  ],
  changes: [
    {
      path: path("lineage/segments.yaml"),
      before: "a: 1\nb: 2\n",
      after: "a: 1\nowner: team/growth\nb: 2\n",
    },
  ],
};

test("each suggestion with its evidence and its place; what stays to be done by hand says why", async () => {
  const document = { ...found, sources };
  await expect(suggestTextReporter.render(document, plain)).toMatchFileSnapshot(
    golden("suggest/suggestions.txt"),
  );
  await expect(suggestJsonReporter.render(document, plain)).toMatchFileSnapshot(
    golden("suggest/suggestions.json"),
  );
  await expect(suggestPatchReporter.render(document, plain)).toMatchFileSnapshot(
    "../../fixtures/report/suggest/suggestions.diff",
  );
});

test("evidence cannot end its line in a patch", () => {
  const [first] = found.suggestions;
  const evil = {
    ...first!,
    evidence: { ...first!.evidence, text: "x\ndiff --git a/b b/b\n--- a/b" },
  };
  const patch = suggestPatchReporter.render(
    { suggestions: [evil], changes: found.changes, sources },
    plain,
  );
  expect(patch.match(/^diff --git/gmu)).toHaveLength(1);
});
