import { expect, test } from "vitest";
import { historyOf } from "../../src/app/history.ts";
import type { AssetHistory, HistoryEntry } from "../../src/model/history.ts";
import { openLog } from "../../src/host/log.ts";
import { hostAt } from "../support/host.ts";
import { given, givenClone } from "../support/opened.ts";
import { isolatedEnvironment, type TestRepository } from "../support/repository.ts";
import { customers, features, model, pipeline, shop } from "../support/shop.ts";

async function history(
  { root }: Pick<TestRepository, "root">,
  asset: string,
  head?: string,
): Promise<AssetHistory> {
  const log = await openLog(root, { environment: isolatedEnvironment(), directory: root });
  return historyOf(await hostAt(root), log, { asset, head });
}

const told = ({ entries }: AssetHistory): readonly string[] =>
  entries.map(({ subject, change }) => `${subject}: ${change.change}`);
const fieldsOf = ({ change }: Pick<HistoryEntry, "change">): readonly string[] =>
  change.fields.map(({ field }) => field);

test("each commit that changed the asset is told, newest first, and no other", async () => {
  const repository = await given(shop);
  await repository.commit({ "lineage/features.yaml": features("identity") }, "unmask");
  await repository.commit({ "lineage/pipeline.yaml": pipeline('{ cpu: "8" }') }, "more power");
  await repository.commit({ "README.md": "words\n" }, "words");
  await repository.commit(
    { "lineage/features.yaml": `# Mart\n${features("identity")}` },
    "comment",
  );
  await repository.commit({ "lineage/features.yaml": features() }, "mask");
  const found = await history(repository, "shop/features");
  expect(told(found)).toEqual(["mask: modified", "unmask: modified", "first: added"]);
  expect(found).toMatchObject({ asset: "dataset:shop/features", commits: 6, cutOff: false });
  expect(found.entries[0]).toMatchObject({
    author: "Test Author",
    when: "2026-01-01T00:00:00Z",
    change: { fields: [{ before: "identity", after: "masking:redacted" }] },
  });
  expect(told(await history(repository, "shop/nightly"))).toEqual([
    "more power: modified",
    "first: added",
  ]);
});

test("an edge into it is its own, whichever file states it", async () => {
  const repository = await given(shop);
  const writer = pipeline().replace("writes: [shop/features]", "writes: []");
  await repository.commit({ "lineage/pipeline.yaml": writer }, "stop writing");
  const { entries } = await history(repository, "shop/features");
  expect(entries.map(({ subject }) => subject)).toEqual(["stop writing", "first"]);
  expect(fieldsOf(entries[0]!).join()).toContain("writes");
});

test("what it refers to in a file that does not speak of it resolves as at the head", async () => {
  const repository = await given(shop);
  await repository.commit({ "lineage/model.yaml": model.replace("1.0.0", "1.1.0") }, "bump");
  const { entries } = await history(repository, "churn");
  expect(entries[0]?.change.fields).toMatchObject([
    { field: "facets/version", before: "1.0.0", after: "1.1.0" },
  ]);
});

test("a file that moved is followed, and moving it is no change", async () => {
  const repository = await given(shop);
  await repository.commit({ "lineage/features.yaml": features("identity") }, "unmask");
  await repository.commit(
    { "lineage/features.yaml": undefined, "marts/all.yaml": features("identity") },
    "move",
  );
  expect(told(await history(repository, "features"))).toEqual(["unmask: modified", "first: added"]);
});

test("another id is the same asset as long as a key is shared, back to its oldest name", async () => {
  const location = 'location: { namespace: "s3://lake", name: raw/people }';
  const renamed = customers(location).replace("name: customers", "name: clients");
  const repository = await given({ "a.yaml": customers() });
  await repository.commit({ "a.yaml": customers("tier: 1") }, "tier");
  await repository.commit({ "a.yaml": customers("tier: 1", location) }, "place");
  await repository.commit({ "a.yaml": renamed }, "rename");
  const { asset, entries } = await history(repository, "clients");
  expect(asset).toBe("dataset:s3://lake/raw/people");
  expect(entries.map(({ subject }) => subject)).toEqual(["rename", "place", "tier", "first"]);
  expect(entries[1]?.change).toMatchObject({ formerly: "dataset:shop/customers" });
});

test("a namesake in another namespace is somebody else", async () => {
  const other = features("identity").replace("namespace: shop", "namespace: other");
  const repository = await given({ ...shop, "other.yaml": other });
  await repository.commit({ "other.yaml": other.replace("identity", "masking:sha256") }, "theirs");
  expect(told(await history(repository, "shop/features"))).toEqual(["first: added"]);
});

test("an asset that went and came back has both in its history", async () => {
  const repository = await given({ "a.yaml": customers() });
  await repository.commit({ "a.yaml": undefined }, "drop");
  await repository.commit({ "a.yaml": customers() }, "restore");
  expect(told(await history(repository, "customers"))).toEqual([
    "restore: added",
    "drop: removed",
    "first: added",
  ]);
});

test("a merge is one change, with the commits that it brought about the asset", async () => {
  const repository = await given(shop);
  await repository.git("switch", "-q", "-c", "topic");
  await repository.commit({ "lineage/features.yaml": features("identity") }, "unmask");
  await repository.commit({ "README.md": "words\n" }, "words");
  await repository.git("switch", "-q", "main");
  await repository.commit({ "lineage/pipeline.yaml": pipeline('{ cpu: "8" }') }, "power");
  await repository.git("merge", "-q", "--no-ff", "-m", "merge topic", "topic");
  const { entries } = await history(repository, "features");
  expect(entries.map(({ subject }) => subject)).toEqual(["merge topic", "first"]);
  expect(entries[0]?.merged.map(({ subject }) => subject)).toEqual(["unmask"]);
});

test("a broken version in between is a gap, and nothing throws", async () => {
  const repository = await given({ "a.yaml": customers() });
  await repository.commit({ "a.yaml": "kind: [customers\n" }, "break");
  await repository.commit({ "a.yaml": customers() }, "mend");
  expect(told(await history(repository, "customers"))).toEqual([
    "mend: added",
    "break: removed",
    "first: added",
  ]);
});

test("a shallow clone is never taken for the beginning", async () => {
  const repository = await given({ "a.yaml": customers() });
  await repository.commit({ "a.yaml": customers("tier: 1") }, "tier");
  await repository.commit({ "a.yaml": customers("tier: 2") }, "tier again");
  const clone = await givenClone(repository, "--depth=2");
  const found = await history(clone, "customers");
  expect([told(found), found.cutOff]).toEqual([["tier again: modified"], true]);
});

test("the history of a commit is that of the asset then", async () => {
  const repository = await given({ "a.yaml": customers() });
  await repository.commit({ "a.yaml": undefined }, "drop");
  expect(told(await history(repository, "customers", "HEAD^"))).toEqual(["first: added"]);
  await expect(history(repository, "customers")).rejects.toMatchObject({ code: "ASSET_UNKNOWN" });
  await expect(history(repository, "customers", "nowhere")).rejects.toMatchObject({
    code: "USAGE",
  });
  await expect(history(await given({}), "x")).rejects.toMatchObject({ code: "NO_COMMIT" });
});
