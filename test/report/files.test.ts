import { expect, test } from "vitest";
import type { FileFacts } from "../../src/model/file-facts.ts";
import { assetId } from "../../src/model/ids.ts";
import { filesJsonReporter, filesTextReporter } from "../../src/report/files.ts";
import { golden } from "../support/goldens.ts";
import { path } from "../support/review-places.ts";
import { plain } from "../support/reviews.ts";

const nothing = { tools: [], documents: 0, assets: [], edges: 0, columnEdges: 0, declarations: [] };

const files: readonly FileFacts[] = [
  { ...nothing, path: path("README.md"), why: "no adapter reads files of this name" },
  { ...nothing, path: path("a\u001b[31m.yaml"), why: "SYN-001: expected a value" },
  {
    ...nothing,
    path: path("lineage/shop.yaml"),
    tools: ["own"],
    documents: 2,
    assets: [assetId("dataset", "shop/customers"), assetId("dataset", "shop/orders")],
    edges: 1,
    columnEdges: 4,
  },
  {
    ...nothing,
    path: path("policies/x.yaml"),
    tools: ["own"],
    documents: 1,
    declarations: ["Policy SHOP-001"],
  },
];

test("each file with what it gave or why it gave nothing, names made safe", async () => {
  await expect(filesTextReporter.render(files, plain)).toMatchFileSnapshot(
    golden("files/files.txt"),
  );
  await expect(filesJsonReporter.render(files, plain)).toMatchFileSnapshot(
    golden("files/files.json"),
  );
});
