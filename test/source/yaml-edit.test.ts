import fc from "fast-check";
import { expect, test } from "vitest";
import { edited, type YamlEdit } from "../../src/source/yaml-edit.ts";

const owner = (more: Partial<YamlEdit> = {}): YamlEdit => ({
  document: 0,
  steps: ["metadata"],
  key: "owner",
  value: "team/shop",
  ...more,
});

test.each([
  [
    "behind the last member on one line, with its comment",
    "kind: A # a\nmetadata:\n  name: x # its name\n  labels:\n    a: b\n\n# spec\nspec: {}\n",
    "kind: A # a\nmetadata:\n  name: x # its name\n  owner: team/shop\n  labels:\n    a: b\n\n# spec\nspec: {}\n",
  ],
  [
    "at the end of a file without a line feed",
    "metadata:\n  name: x",
    "metadata:\n  name: x\n  owner: team/shop",
  ],
  [
    "with the line endings of the file",
    "metadata:\r\n  name: x\r\nspec: {}\r\n",
    "metadata:\r\n  name: x\r\n  owner: team/shop\r\nspec: {}\r\n",
  ],
  [
    "in a map in braces",
    "metadata: {name: x, namespace: y}\n",
    "metadata: {name: x, namespace: y, owner: team/shop}\n",
  ],
  ["in an empty map", "metadata: {}\n", "metadata: {owner: team/shop}\n"],
  [
    "in a map in braces over lines",
    "metadata: {\n  name: x\n}\n",
    "metadata: {\n  name: x, owner: team/shop\n}\n",
  ],
  [
    "before nested members alone",
    "metadata:\n  labels:\n    a: b\n",
    "metadata:\n  owner: team/shop\n  labels:\n    a: b\n",
  ],
  [
    "in JSON",
    '{"metadata": {"name": "x"}}\n',
    '{"metadata": {"name": "x", "owner": "team/shop"}}\n',
  ],
])("a member is put %s", (_, before, after) => {
  expect(edited(before, owner(), "core")).toBe(after);
});

test("in the document and the list item that are meant", () => {
  const text =
    "items:\n  - metadata:\n      name: a\n  - metadata:\n      name: b\n---\nmetadata:\n  name: c\n";
  expect(edited(text, owner({ steps: ["items", "1", "metadata"] }), "k8s")).toBe(
    text.replace("name: b\n", "name: b\n      owner: team/shop\n"),
  );
  expect(edited(text, owner({ document: 1 }), "k8s")).toBe(`${text}  owner: team/shop\n`);
});

test("a map of texts is put as a block in a block, and in braces in braces", () => {
  const value = { "lineagectl.dev/reads": "shop/orders" };
  expect(edited("metadata:\n  name: x\n", owner({ key: "annotations", value }), "k8s")).toBe(
    "metadata:\n  name: x\n  annotations:\n    lineagectl.dev/reads: shop/orders\n",
  );
  expect(edited("metadata: {name: x}\n", owner({ key: "annotations", value }), "k8s")).toBe(
    "metadata: {name: x, annotations: { lineagectl.dev/reads: shop/orders }}\n",
  );
});

test.each([
  ["a: old # why\n", 'a: "a: b" # why\n'],
  ["a: 'old'\n", "a: 'a: b'\n"],
  ['a: "old"\n', 'a: "a: b"\n'],
  ["{a: old, b: c}\n", '{a: "a: b", b: c}\n'],
])("a text changes in its own quotes: %j", (before, after) => {
  expect(edited(before, { document: 0, steps: [], key: "a", value: "a: b" }, "core")).toBe(after);
});

test.each([
  ["a broken file", "metadata: {name: x\n"],
  ["a document that is not there", "a: b\n", { document: 3 }],
  ["a map that is not there", "a: b\n"],
  ["a map behind an alias", "x: &x {name: y}\nmetadata: *x\n"],
  ["a text over several lines", "metadata:\n  owner: >\n    team/a\n"],
  ["a value that is no text", "metadata:\n  owner: {team: a}\n"],
  ["a member inside another's anchor", "metadata: &m\n  name: x\nother: *m\n"],
])("%s is not edited", (_, text, more: Partial<YamlEdit> = {}) => {
  expect(edited(text, owner(more), "core")).toBeUndefined();
});

test("whatever the file, nothing throws and nothing but the edit changes", () => {
  const scalar = fc.constantFrom(
    "x",
    "'q'",
    '"d"',
    "12",
    "true",
    "",
    "[a, b]",
    "{c: d}",
    "|\n    block",
    "!!str t",
    "*a",
  );
  const comment = fc.constantFrom("", " # note", "\n  # alone");
  const member = fc.tuple(fc.constantFrom("name", "owner", "k", "'q k'", "1"), scalar, comment);
  const file = fc
    .array(member, { maxLength: 5 })
    .map(
      (members) =>
        `metadata:\n${members.map(([key, value, note]) => `  ${key}: ${value}${note}\n`).join("")}tail: &a end\n`,
    );
  fc.assert(
    fc.property(fc.oneof(file, fc.string()), (text) => {
      const after = edited(text, owner(), "core");
      if (after === undefined) return;
      const lines = after.split("\n");
      const kept = text.split("\n").filter((line) => !line.includes("owner"));
      let at = 0;
      for (const line of kept)
        at =
          lines.findIndex(
            (one, index) => index >= at && one.startsWith(line.trimEnd().replace(/\}$/u, "")),
          ) + 1;
      expect(at).toBeGreaterThan(0);
    }),
  );
});
