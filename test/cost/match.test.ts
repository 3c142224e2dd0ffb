import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/base/json.ts";
import { aboutOf, askedBy, lineFacts } from "../../src/cost/facts.ts";
import { indexRows, matching, mostSpecific } from "../../src/cost/match.ts";
import { selectorOf, type Selector } from "../../src/cost/selector.ts";
import { asset, line } from "../support/costs.ts";

interface Row {
  readonly id: string;
  readonly selector: Selector;
}
type Found = ReturnType<typeof matching<Row>>;
type Matcher = (rows: readonly Row[]) => Found;

/** Finds the rows that a step of an asset matches, the asset and the step having these facts. */
const subjectOf = (
  facts: Parameters<typeof asset>[1] = {},
  dims: Record<string, string> = {},
): Matcher => {
  const step = line("cpu", [], { line: "step train", dims });
  return (rows) => {
    const index = indexRows(rows);
    const asked = askedBy([index]);
    const about = aboutOf(asset("job:growth/segmentation", facts), asked);
    return matching(index, { asset: about, own: lineFacts(step, asked) });
  };
};

const winners = (rows: Readonly<Record<string, JsonObject>>, found: Matcher): readonly string[] => {
  const all = Object.entries(rows).map(([id, match]) => ({ id, selector: selectorOf(match) }));
  const { winner, tied } = mostSpecific(found(all));
  return [...(winner === undefined ? [] : [winner]), ...tied].map(({ id }) => id);
};

const subject = subjectOf(
  {
    tags: ["pii.contact", "gold"],
    labels: { product: "segmentation", "cost-center": "cc-42" },
    facets: { owner: { team: "growth" }, env: "prod", materialization: "table" },
    keys: ["own:Pipeline/growth/segmentation", "at:s3://lake/segments"],
  },
  { region: "eu-central-1", capacity: "spot" },
);

describe("a condition", () => {
  test.each<[string, JsonObject, boolean]>([
    ["resource", { resource: "cpu" }, true],
    ["another resource", { resource: "gpu" }, false],
    ["any resource", { resource: "*" }, true],
    ["kind", { kind: "job" }, true],
    ["another kind", { kind: "dataset" }, false],
    ["asset by id", { asset: "job:growth/segmentation" }, true],
    ["asset by name", { asset: "growth/segmentation" }, true],
    ["asset by key", { asset: "own:Pipeline/growth/segmentation" }, true],
    ["asset by place", { asset: "s3://lake/segments" }, true],
    ["asset by a part of its name", { asset: "segmentation" }, false],
    ["asset glob", { asset: "growth/*" }, true],
    ["asset glob elsewhere", { asset: "shop/*" }, false],
    ["owner", { owner: "growth" }, true],
    ["owner with its prefix", { owner: "team/growth" }, true],
    ["another owner", { owner: "shop" }, false],
    ["tag", { tags: ["gold"] }, true],
    ["tag above", { tags: ["pii"] }, true],
    ["tag below", { tags: ["pii.contact.email"] }, false],
    ["one of two tags missing", { tags: ["gold", "silver"] }, false],
    ["label", { labels: { product: "segmentation" } }, true],
    ["label of another value", { labels: { product: "other" } }, false],
    [
      "labels that only together differ",
      { labels: { product: "segmentation", "cost-center": "cc-1" } },
      false,
    ],
    ["dimension", { dims: { region: "eu-central-1" } }, true],
    ["missing dimension", { dims: { zone: "a" } }, false],
    ["environment", { env: "prod" }, true],
    ["another environment", { env: "dev" }, false],
    ["step", { step: "train" }, true],
    ["materialization", { materialization: "table" }, true],
    ["member names of objects", { labels: { constructor: "Object" } }, false],
  ])("%s", (_, match, expected) => {
    expect(winners({ row: match }, subject)).toEqual(expected ? ["row"] : []);
  });
});

describe("specificity", () => {
  test("the row with most exact conditions wins", () => {
    const rows = {
      all: {},
      region: { dims: { region: "eu-central-1" } },
      both: { dims: { region: "eu-central-1", capacity: "spot" } },
    };
    expect(winners(rows, subject)).toEqual(["both"]);
  });

  test("a glob counts half: less than an exact name, more than nothing", () => {
    expect(winners({ glob: { asset: "growth/*" }, all: {} }, subject)).toEqual(["glob"]);
    expect(
      winners({ glob: { asset: "growth/*" }, exact: { asset: "growth/segmentation" } }, subject),
    ).toEqual(["exact"]);
    expect(
      winners({ two: { asset: "growth/*", kind: "job" }, one: { owner: "growth" } }, subject),
    ).toEqual(["two"]);
  });

  test("rows of equal weight are a tie, all of them named", () => {
    const rows = {
      region: { dims: { region: "eu-central-1" } },
      spot: { dims: { capacity: "spot" } },
    };
    expect(winners(rows, subject).toSorted()).toEqual(["region", "spot"]);
  });

  test("saying the same twice does not make a row more specific", () => {
    expect(
      winners(
        { twice: { tags: ["gold", "gold"] }, label: { labels: { product: "segmentation" } } },
        subject,
      ),
    ).toHaveLength(2);
  });

  test("nothing matches nothing", () => {
    expect(winners({}, subject)).toEqual([]);
  });
});

const within = (
  part: Readonly<Record<string, string>> = {},
  all: Readonly<Record<string, string>>,
): boolean => Object.entries(part).every(([key, text]) => all[key] === text);

test("the index finds exactly what a scan of all rows finds", () => {
  const value = fc.constantFrom("a", "b", "c");
  const map = fc.dictionary(fc.constantFrom("x", "y", "z"), value, { maxKeys: 3 });
  const match = fc.record(
    { labels: map, dims: map, asset: fc.constantFrom("growth/*", "shop/*", "growth/segmentation") },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(match, { maxLength: 30 }), map, map, (matches, labels, dims) => {
      const about = subjectOf({ labels }, dims);
      const rows = matches.map((one, id) => ({
        id: String(id),
        selector: selectorOf(one as JsonObject),
      }));
      const found = about(rows).flatMap((same) => same.rows.map(({ id }) => Number(id)));
      const scanned = rows.filter(({ id }) => {
        const one = matches[Number(id)]!;
        return within(one.labels, labels) && within(one.dims, dims) && one.asset !== "shop/*";
      });
      expect(found.toSorted((a, b) => a - b)).toEqual(scanned.map(({ id }) => Number(id)));
    }),
    { numRuns: 1000 },
  );
});
