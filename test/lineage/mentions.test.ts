import fc from "fast-check";
import { expect, test } from "vitest";
import { holdsWord, mentionIn, speaksOf, wordsOf } from "../../src/lineage/mentions.ts";
import type { Claim } from "../../src/model/claim.ts";
import { asKey, claim, exists, job, own, relates, text } from "../support/claims.ts";

const words = (...keys: readonly string[]): ReadonlySet<string> =>
  wordsOf([{ keys: keys.map(asKey), name: "" }]);

test("a name's last part is what a file must hold, whatever is spelled before it", () => {
  expect([...words("own:Dataset/shop/Orders", "at:snowflake://acme/DB.RAW.ORDER_LINES")]).toEqual([
    "orders",
    "order_lines",
  ]);
  expect([...words("own:Pipeline/shop/nightly#train")]).toContain("train");
});

test("a word is found whole and in whatever case, and not within another name", () => {
  const orders = new Set(["orders"]);
  for (const line of [
    "name: orders",
    'ref: "shop/ORDERS"',
    "s3://lake/orders/dt=1",
    "orders#id",
    "orders",
  ])
    expect(holdsWord(line, orders), line).toBe(true);
  for (const line of ["orders-2", "my_orders", "reorders", "", "order"])
    expect(holdsWord(line, orders), line).toBe(false);
  expect(holdsWord("orders-2, orders", orders)).toBe(true);
});

test("looking for words never throws", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (line, word) => {
      expect(typeof holdsWord(line, new Set([word]))).toBe("boolean");
    }),
  );
});

const claims: readonly Claim[] = [
  exists("dataset", "shop/orders"),
  claim(own("dataset", "shop/orders"), { is: "tag", tag: "gold" }),
  ...job("shop/nightly", ["shop/customers"], ["shop/orders"]),
  claim(own("job", "shop/nightly"), { is: "tag", tag: "slow" }),
  exists("dataset", "shop/customers"),
  exists("dataset", "crm/leads"),
  relates(own("dataset", "shop/orders"), "derives", "to", text("shop/clicks")),
  exists("dataset", "shop/clicks"),
];
const said = (list: readonly Claim[]): readonly string[] =>
  list.map(({ subject, says }) => `${subject.slice(subject.lastIndexOf("/") + 1)} ${says.is}`);

test("of a file counts what is about the asset, and the edges that others have with it", () => {
  const mention = mentionIn(claims, new Set(["orders"]));
  expect(said(mention.claims)).toEqual([
    "orders exists",
    "orders tag",
    "nightly exists",
    "nightly edge",
    "orders edge",
  ]);
  expect([...mention.refersTo]).toEqual(["orders", "clicks"]);
  expect(said(mention.identities.map((one) => one.claim))).toEqual([
    "customers exists",
    "leads exists",
    "clicks exists",
  ]);
});

test("a file speaks of an asset by naming it or by referring to it", () => {
  expect(speaksOf(claims, new Set(["leads"]))).toBe(true);
  expect(speaksOf(job("a/b", ["shop/orders"], []), new Set(["orders"]))).toBe(true);
  expect(speaksOf(claims, new Set(["lead"]))).toBe(false);
});
