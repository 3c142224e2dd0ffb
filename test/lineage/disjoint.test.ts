import * as fc from "fast-check";
import { expect, test } from "vitest";
import { disjointSets } from "../../src/lineage/disjoint.ts";

test("elements that were never joined are apart", () => {
  const sets = disjointSets();
  expect(sets.find(3)).not.toBe(sets.find(4));
});

test("joins are symmetric, transitive and independent of their order", () => {
  const element = fc.nat(12);
  const pairs = fc.array(fc.tuple(element, element), { maxLength: 20 });
  fc.assert(
    fc.property(pairs, fc.infiniteStream(fc.nat()), (joins, stream) => {
      const shuffled = joins
        .map(([a, b]) => ({ key: stream.next().value ?? 0, pair: [b, a] as const }))
        .toSorted((a, b) => a.key - b.key);
      const [one, other] = [disjointSets(), disjointSets()];
      for (const [a, b] of joins) one.union(a, b);
      for (const { pair } of shuffled) other.union(...pair);
      for (let a = 0; a <= 12; a += 1) {
        expect(one.find(a)).toBe(other.find(a));
        for (const [b, c] of joins) expect(one.find(b)).toBe(one.find(c));
      }
    }),
  );
});
