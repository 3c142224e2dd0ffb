import { expect, test } from "vitest";
import { loadRegexes } from "../../src/policy/regexes.ts";

const regexes = await loadRegexes();

test("a pattern matches anywhere unless it is anchored, with the flags of RE2", () => {
  expect(regexes.test("train:1.2@sha256:ab", "@sha256:[0-9a-f]{2}$")).toBe(true);
  expect(regexes.test("train:1.2", "^1")).toBe(false);
  expect(regexes.test("PUBLIC", "(?i)^public$")).toBe(true);
});

test("a pattern that makes backtracking engines hang is answered", () => {
  expect(regexes.test(`${"a".repeat(5_000)}!`, "^(a+)+$")).toBe(false);
});

test("work grows with text and pattern", () => {
  expect(regexes.workOf("abcd", "a")).toBe(2 * regexes.workOf("ab", "a"));
  expect(regexes.workOf("ab", "a{100}")).toBeGreaterThan(regexes.workOf("ab", "a"));
});

test.each([
  ["(", "missing closing )"],
  ["a{1001}", "invalid repeat count"],
  ["(?<!a)b", "invalid"],
  ["x".repeat(1_001), "at most 1000 characters"],
])("%s is refused", (pattern, reason) => {
  expect(() => regexes.test("a", pattern)).toThrow(reason);
});
