import { expect, test } from "vitest";
import { exactText } from "../../src/base/decimal.ts";
import { inUnit, isUnit, resources, unitNames, unitOf, unitOfMeter } from "../../src/cost/units.ts";
import { meters } from "../../src/model/usage.ts";
import schema from "../../schemas/kinds/price-table.schema.json" with { type: "json" };

test("the units are those that the schema of a price table lists", () => {
  expect(unitNames.toSorted()).toEqual(schema.$defs.unit.enum.toSorted());
});

test("every meter is a resource with a unit, and every resource's unit is one", () => {
  expect(meters.map((meter) => unitOf(meter))).toEqual(meters.map((meter) => unitOfMeter[meter]));
  expect(resources.filter((resource) => !isUnit(unitOf(resource) ?? ""))).toEqual([]);
  expect(unitOf("cpus")).toBeUndefined();
  expect(unitOf("constructor")).toBeUndefined();
  expect(isUnit("toString")).toBe(false);
});

test.each([
  ["50 TiB", "GiB.mo", "51200"],
  ["50 TiB.mo", "GiB.mo", "51200"],
  ["1 GB", "GiB.h", "0.931322574615478515625"],
  ["10 MiB", "TiB", "0.0000095367431640625"],
  ["0.25 vCPU", "vCPU.h", "0.25"],
  ["1000000 request", "request.1e6", "1"],
  ["500000 token", "1e6.token", "0.5"],
  ["3 credit", "credit", "3"],
] as const)("%s is %s of %s", (text, unit, value) => {
  const found = inUnit(text, unit);
  expect(found && exactText(found)).toBe(value);
});

test.each([
  ["50 TiB.h", "GiB.mo"],
  ["50 vCPU", "GiB.mo"],
  ["50 TiB", "credit"],
  ["50", "credit"],
  ["-1 credit", "credit"],
  ["1e3 credit", "credit"],
  ["credit", "credit"],
  ["5 bytes", "TiB"],
  ["", "TiB"],
] as const)("%j is no quantity of %s", (text, unit) => {
  expect(inUnit(text, unit)).toBeUndefined();
});
