import fc from "fast-check";
import { expect, test } from "vitest";
import { codeownersLines, ownersLine } from "../../src/base/codeowners.ts";

const ownerOf = (file: string, path: string): string | undefined =>
  ownersLine(codeownersLines(file), path)?.team;

test.each([
  ["* @acme/all", "a/b.yaml", "all"],
  ["*.yaml @acme/yaml", "a/b/c.yaml", "yaml"],
  ["*.yaml @acme/yaml", "a/b.toml", undefined],
  ["/lineage/ @acme/l", "lineage/a/b.yaml", "l"],
  ["/lineage/ @acme/l", "x/lineage/b.yaml", undefined],
  ["lineage/ @acme/l", "x/lineage/b.yaml", "l"],
  ["docs/* @acme/d", "docs/a.md", "d"],
  ["docs/* @acme/d", "docs/a/b.md", undefined],
  ["/a/**/c.yaml @acme/c", "a/b/b/c.yaml", "c"],
  ["lineage @acme/l", "x/lineage/a.yaml", "l"],
  ["/lineage @acme/l # why", "lineage/a.yaml", "l"],
  ["a.yaml @ada ada@acme.example @acme/team", "a.yaml", "team"],
  ["a.yaml @ada", "a.yaml", undefined],
  ["# * @acme/x", "a.yaml", undefined],
  ["!a.yaml @acme/x", "a.yaml", undefined],
])("%s: %s is owned by %s", (file, path, team) => {
  expect(ownerOf(`${file}\n`, path)).toBe(team);
});

test("the last line that matches decides, also one that takes ownership away", () => {
  const file = "* @acme/all\n/lineage/ @acme/l\n/lineage/free.yaml\n";
  expect(ownerOf(file, "lineage/a.yaml")).toBe("l");
  expect(ownerOf(file, "lineage/free.yaml")).toBeUndefined();
  expect(ownerOf(file, "x.yaml")).toBe("all");
});

test("a line knows where it stands", () => {
  const text = "# owners\r\n\r\n* @acme/all  \r\n";
  const [line] = codeownersLines(text);
  expect(text.slice(line?.start, line?.end)).toBe("* @acme/all");
});

test("no file and no path makes it throw", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (file, path) => {
      const lines = codeownersLines(file);
      const found = ownersLine(lines, path);
      expect(found === undefined || lines.includes(found)).toBe(true);
    }),
  );
});
