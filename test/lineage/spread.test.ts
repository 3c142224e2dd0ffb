import * as fc from "fast-check";
import { expect, test } from "vitest";
import { carriedTags } from "../../src/lineage/tags.ts";
import type { Claim, Via } from "../../src/model/claim.ts";
import { exists, job, snapshotFrom } from "../support/claims.ts";
import { column, derives } from "../support/columns.ts";

const tables = ["a/0", "a/1", "a/2", "a/3"];
const spot = fc
  .tuple(fc.constantFrom(...tables), fc.constantFrom("c", "d"))
  .map(([t, c]) => `${t}#${c}`);
const via = fc.constantFrom<Via>(
  "identity",
  "aggregation",
  "masking:sha256",
  "masking:redacted",
  "filter",
);
const edges = fc.array(
  fc.oneof(
    fc.tuple(spot, spot, via).map(([to, from, how]) => [derives(to, from, how)]),
    fc
      .tuple(fc.constantFrom(...tables), fc.constantFrom(...tables), fc.nat(3))
      .map(([from, to, number]) => job(`j/${number}`, [from], [to])),
  ),
  { maxLength: 8 },
);
const estate = tables.flatMap((table) => [
  exists("dataset", table),
  column(table, "c"),
  column(table, "d"),
]);

function allCarried(claims: readonly Claim[]): readonly string[] {
  const snapshot = snapshotFrom(claims);
  const carried = carriedTags(snapshot);
  return snapshot.assets.flatMap(({ id }) => carried.of(id).map(({ tag }) => `${id} ${tag}`));
}

test("another tag upstream never makes one disappear downstream", () => {
  fc.assert(
    fc.property(edges, spot, spot, (lists, first, second) => {
      const tagged = (at: string, tag: string): Claim => {
        const [table = "", name = ""] = at.split("#");
        return column(table, name, { tags: [tag] });
      };
      const one = [...estate, ...lists.flat(), tagged(first, "pii.contact")];
      const two = [...one, tagged(second, "pii.name")];
      const after = new Set(allCarried(two));
      expect(allCarried(one).filter((line) => !after.has(line))).toEqual([]);
    }),
  );
});

test("every way begins where a tag is declared and is made of edges of the snapshot", () => {
  fc.assert(
    fc.property(edges, spot, (lists, at) => {
      const [table = "", name = ""] = at.split("#");
      const claims = [...estate, ...lists.flat(), column(table, name, { tags: ["pii.contact"] })];
      const snapshot = snapshotFrom(claims);
      const carried = carriedTags(snapshot);
      const steps = new Set([
        ...snapshot.edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`),
        ...snapshot.columnEdges.map(({ from, to, via: how }) => `${from.asset} ${how} ${to.asset}`),
      ]);
      for (const { path } of snapshot.assets.flatMap(({ id }) => carried.of(id))) {
        expect(path[0]).toMatchObject({ asset: `dataset:${table}`, column: name, via: "tagged" });
        const walked = path
          .slice(1)
          .map((hop, index) => `${path[index]?.asset} ${hop.via} ${hop.asset}`);
        expect(walked.filter((step) => !steps.has(step))).toEqual([]);
      }
    }),
  );
});
