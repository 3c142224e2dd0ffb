import { expect, test } from "vitest";
import type { ObjectId, Sha256 } from "../../src/base/digest.ts";
import { assetId } from "../../src/model/ids.ts";
import type { AssetHistory, CommitFacts } from "../../src/model/history.ts";
import { historyJsonReporter } from "../../src/report/history-json.ts";
import { historyTextReporter } from "../../src/report/history-text.ts";
import { golden } from "../support/goldens.ts";
import { at } from "../support/review-places.ts";
import { plain } from "../support/reviews.ts";

const asset = assetId("dataset", "growth/customer-segments");
const facts = { kind: "dataset", reaches: [] } as const;
const digest = (letter: string): Sha256 => letter.repeat(64) as Sha256;

function commit(letter: string, author: string, subject: string): CommitFacts {
  return { id: letter.repeat(40) as ObjectId, author, when: "2026-11-24T10:00:00Z", subject };
}

const history: AssetHistory = {
  asset,
  commits: 2001,
  cutOff: true,
  entries: [
    {
      ...commit(
        "a",
        "Ada",
        "Merge pull request #12 from acme/add-the-address-of-each-customer-to-the-segments",
      ),
      change: {
        ...facts,
        asset,
        change: "modified",
        formerly: assetId("dataset", "growth/segments"),
        before: digest("1"),
        after: digest("2"),
        fields: [
          {
            field: "columns/email",
            after: "email",
            place: at.segments.value("spec", "columns", 1),
          },
          { field: "facets/privacy.retentionDays", before: "180", after: "365" },
        ],
      },
      merged: [commit("b", "Bob \u001b[31m", "add email")],
    },
    {
      ...commit("c", "Cleo", "first"),
      change: { ...facts, asset, change: "added", after: digest("1"), fields: [] },
      merged: [],
    },
  ],
};

test("who, when, which commit and what changed, newest first", async () => {
  await expect(historyTextReporter.render(history, plain)).toMatchFileSnapshot(
    golden("history-text/history.txt"),
  );
  await expect(historyJsonReporter.render(history, plain)).toMatchFileSnapshot(
    golden("history-json/history.json"),
  );
});

test("a history that is whole does not speak of its end", () => {
  expect(historyTextReporter.render({ ...history, cutOff: false }, plain)).not.toContain("shallow");
});
