import * as fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../src/base/canonical.ts";
import { byPlace, precedence, saying, sayingsOf, stableText } from "../../src/lineage/order.ts";
import { claim, placeAt } from "../support/claims.ts";
import { anyJson } from "../support/texts.ts";

const tag = (word: string, facts: Parameters<typeof claim>[2] = {}): ReturnType<typeof claim> =>
  claim("own:Dataset/a/b", { is: "tag", tag: word }, facts);

test("strength decides before the tool, the tool before the place", () => {
  const inferred = tag("a", { strength: "inferred", tool: "own", place: placeAt("a.yaml") });
  const foreign = tag("b", { tool: "kubernetes", place: placeAt("a.yaml") });
  const late = tag("c", { place: placeAt("z.yaml") });
  const early = tag("d", { place: placeAt("b.yaml") });
  const [...said] = saying(sayingsOf([inferred, foreign, late, early]), "tag");
  expect(said.map(({ says }) => says.tag)).toEqual(["d", "c", "b", "a"]);
});

test("the tenth element of a list comes after the second", () => {
  const [second, tenth] = [
    placeAt("a.yaml", "/spec/columns/2"),
    placeAt("a.yaml", "/spec/columns/10"),
  ];
  expect(byPlace(second, tenth)).toBeLessThan(0);
  expect(byPlace(tenth, second)).toBeGreaterThan(0);
  expect(byPlace(tenth, tenth)).toBe(0);
});

function pointerOrder(one: string, other: string): number {
  return Math.sign(byPlace(placeAt("a.yaml", one), placeAt("a.yaml", other)));
}

test("the order of places is total and transitive", () => {
  const pointer = fc.stringMatching(/^(?:\/[a1]{0,2}[0-9]{0,3}[b-]?){0,3}$/u);
  fc.assert(
    fc.property(pointer, pointer, pointer, (a, b, c) => {
      expect(pointerOrder(a, b) + pointerOrder(b, a)).toBe(0);
      const [first, second, third] = [a, b, c].toSorted(pointerOrder);
      expect(pointerOrder(first ?? "", second ?? "")).toBeLessThanOrEqual(0);
      expect(pointerOrder(second ?? "", third ?? "")).toBeLessThanOrEqual(0);
      expect(pointerOrder(first ?? "", third ?? "")).toBeLessThanOrEqual(0);
    }),
  );
});

test("repetitions are dropped, near repetitions are not", () => {
  const said = saying(
    sayingsOf([tag("a"), tag("a"), tag("a", { place: placeAt("z.yaml") })]),
    "tag",
  );
  expect(said).toHaveLength(2);
});

test("claims from one place still have an order, by what they say", () => {
  const [one, other] = [tag("a"), tag("b")];
  expect(precedence(one, other)).toBe(0);
  expect(saying(sayingsOf([other, one]), "tag")).toEqual(saying(sayingsOf([one, other]), "tag"));
});

test("stable text is canonical JSON wherever that exists", () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      expect(stableText(value)).toBe(canonicalJson(value));
    }),
  );
});

test("what has no JSON form still has a stable text", () => {
  expect(stableText("\ud800")).toBe(String.raw`"\ud800"`);
  expect(stableText({ a: undefined, b: Infinity })).toBe('{"b":null}');
});
