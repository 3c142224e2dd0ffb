import * as fc from "fast-check";
import { expect, test } from "vitest";
import { matchesDirectoryGlob } from "../../src/expand/argocd-glob.ts";

test.each([
  ["a.yaml", "*.yaml"],
  ["sub/a.yaml", "*.yaml"],
  ["sub/a.yaml", "{*.yml,*.yaml}"],
  ["a1.yaml", "a[0-9].yaml"],
  ["ab.yaml", "a[!0-9].yaml"],
  ["a.yaml", "?.yaml"],
  ["config.yaml", "{config.yaml,env-use2/*}"],
  ["env-use2/x.json", "{config.yaml,env-use2/*}"],
  ["a*.yaml", String.raw`a\*.yaml`],
  ["acx", "a{b,c}{x,y}"],
  ["abdx", "a{b{c,d},e}x"],
])("%s is matched by %s", (path, pattern) => {
  expect(matchesDirectoryGlob(path, pattern)).toBe(true);
});

test.each([
  ["a.json", "*.yaml"],
  ["ab.yaml", "?.yaml"],
  ["ab.yaml", "a[0-9].yaml"],
  ["ax.yaml", String.raw`a\*.yaml`],
  ["a.yaml.bak", "*.yaml"],
])("%s is not matched by %s", (path, pattern) => {
  expect(matchesDirectoryGlob(path, pattern)).toBe(false);
});

test("a pattern of many alternatives matches nothing instead of taking for ever", () => {
  expect(matchesDirectoryGlob("a".repeat(20), "{a,b}".repeat(20))).toBe(false);
});

test("any pattern ends, and a pattern without signs matches itself alone", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string({ unit: fc.constantFrom("*", "?", "{", "}", ",", "[", "]", "\\", "a") }),
      (path, pattern) => {
        expect(typeof matchesDirectoryGlob(path, pattern)).toBe("boolean");
      },
    ),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z/.]+$/u), fc.stringMatching(/^[a-z/.]+$/u), (a, b) => {
      expect(matchesDirectoryGlob(a, b)).toBe(a === b);
    }),
  );
});
