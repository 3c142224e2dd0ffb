import { expect, test } from "vitest";
import { grouped } from "../../src/base/group.ts";

test("items are grouped in the order in which their groups appear", () => {
  const groups = grouped(["b1", "a1", "b2"], (text) => text[0]);
  expect([...groups]).toEqual([
    ["b", ["b1", "b2"]],
    ["a", ["a1"]],
  ]);
});

test("nothing gives no groups", () => {
  expect(grouped([], () => 1).size).toBe(0);
});
