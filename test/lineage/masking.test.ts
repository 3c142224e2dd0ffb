import { expect, test } from "vitest";
import {
  gone,
  kept,
  maskingOf,
  maskingVia,
  pseudonymous,
  strictest,
} from "../../src/lineage/masking.ts";

test.each(["sha256", "SHA256", "tokenized", "encrypted", "generalized", "hmac"])(
  "%s leaves a pseudonym",
  (method) => {
    expect(maskingOf(method)).toBe(pseudonymous);
  },
);

test.each(["redacted", "constant", "null"])("%s leaves nothing", (method) => {
  expect(maskingOf(method)).toBe(gone);
});

test.each([undefined, "none", "rot13", ""])("%s hides nothing", (method) => {
  expect(maskingOf(method)).toBe(kept);
});

test("values run along direct edges only", () => {
  expect(maskingVia("identity", false)).toBe(kept);
  expect(maskingVia("transformation", false)).toBe(kept);
  expect(maskingVia("masking:sha256", false)).toBe(pseudonymous);
  for (const via of ["filter", "join", "group_by", "sort", "window", "conditional"] as const) {
    expect(maskingVia(via, false)).toBe(gone);
  }
});

test("an aggregation ends a tag only over groups declared large enough", () => {
  expect(maskingVia("aggregation", false)).toBe(kept);
  expect(maskingVia("aggregation", true)).toBe(gone);
});

test("of two maskings the stricter holds", () => {
  expect(strictest(kept, pseudonymous)).toBe(pseudonymous);
  expect(strictest(gone, pseudonymous)).toBe(gone);
});
