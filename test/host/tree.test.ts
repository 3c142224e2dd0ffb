import * as fc from "fast-check";
import { expect, test } from "vitest";
import { byCodeUnit } from "../../src/base/compare.ts";
import { Failure } from "../../src/base/failure.ts";
import { emptyTree, parseListing } from "../../src/host/tree.ts";
import { given } from "../support/opened.ts";

const blob = "5ab2f8a4323abafb10abb68657d9d39f1a775057";

function listing(...paths: readonly (string | Uint8Array)[]): Buffer {
  const records = paths.flatMap((path) => [
    Buffer.from(`100644 blob ${blob}\t`),
    Buffer.from(path),
    Buffer.of(0),
  ]);
  return Buffer.concat(records);
}

test("paths keep tabs, line feeds, quotes, spaces and byte order marks", () => {
  const paths = ["\ufeffmark", " lead", 'a"b', "a\tb", "a\nb", "a\\b", "-dash"];
  expect(parseListing(listing(...paths)).map(({ path }) => path)).toEqual(
    paths.toSorted(byCodeUnit),
  );
});

test("entries are sorted by code unit, which is not Git's order of bytes", () => {
  const sorted = parseListing(listing("\uff01", "\u{1f600}")).map(({ path }) => path);
  expect(sorted).toEqual(["\u{1f600}", "\uff01"]);
});

test("a path that is not UTF-8 is refused by name, with its bytes shown", () => {
  const latin = Buffer.from("caf\u00e9\n.yaml", "latin1");
  expect(() => parseListing(listing("good.yaml", latin, "z"))).toThrow(
    expect.objectContaining({
      code: "PATH",
      message: String.raw`the path caf\xe9\x0a.yaml is not valid UTF-8`,
    }),
  );
});

test.each(["../up", "a/../b", "/root", "a//b", "."])("the path %s is refused", (path) => {
  expect(() => parseListing(listing(path))).toThrow(Failure);
});

test("permissions that only old trees hold are read as Git reads them", () => {
  const modes = ["100664", "100775", "120000", "160000"];
  const text = modes.map((mode, index) => `${mode} blob ${blob}\tf${index}\0`).join("");
  expect(parseListing(Buffer.from(text)).map(({ mode }) => mode)).toEqual([
    "100644",
    "100755",
    "120000",
    "160000",
  ]);
});

test("any bytes are either a listing or a Failure", () => {
  const property = fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
    try {
      return Array.isArray(parseListing(bytes));
    } catch (error) {
      return error instanceof Failure;
    }
  });
  expect(() => {
    fc.assert(property);
  }).not.toThrow();
});

test.each(["sha1", "sha256"] as const)("the empty tree has Git's own id in %s", async (format) => {
  const repository = await given({}, { format });
  const tree = emptyTree(format);
  expect(tree.tree).toBe(await repository.git("hash-object", "-t", "tree", "/dev/null"));
  expect(await tree.list()).toEqual([]);
});
