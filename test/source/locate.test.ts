import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isObject, type Json } from "../../src/base/json.ts";
import { placesIn, type NodePlace, type Place } from "../../src/diagnostic/place.ts";
import type { Document, Profile } from "../../src/source/document.ts";
import { formatOf } from "../../src/source/format.ts";
import { locate, locatorFor } from "../../src/source/locate.ts";
import type { Span } from "../../src/source/span.ts";
import { almost, anyJson, nodesOf, parseText, pathOf, valuesOf } from "../support/texts.ts";

function place(
  name: string,
  pointer: string,
  on: "key" | "value" = "value",
  document = 0,
): NodePlace {
  return { in: "node", path: pathOf(name), document, pointer, on };
}

function textAt(name: string, text: string, at: Place): string {
  const { start, end } = locate(at, text);
  return text.slice(start, end);
}

const yaml = `# comment
owner: team/a   # whose
tags: [ pii.email, "b c" ]
defaults: &d {cpu: 1, memory: 2Gi}
nested:
  - name: x
    text: |
      two
      lines
  - <<: *d
    cpu: 3
  - *d
empty:
a/b~c: odd
---
second: {doc: 1}
`;
const toml = `title = "x" # comment
a.b."c d" = [1, { y = 2 }, "z"]

[table.inner]
when = 1979-05-27 07:32:00
multi = """
two
lines"""

[[list]]
x = 1

[[list]]
x = 2
[list.sub]
y = 3
`;
const json = '{"a": {"b/c": [1, {"d": null}]}, "e": "f"}';

type Case = readonly [pointer: string, key: string, value: string];
const told: readonly (readonly [format: string, text: string, cases: readonly Case[]])[] = [
  [
    "yaml",
    yaml,
    [
      ["/owner", "owner", "team/a"],
      ["/tags", "tags", '[ pii.email, "b c" ]'],
      ["/tags/0", "pii.email", "pii.email"],
      ["/tags/1", '"b c"', '"b c"'],
      ["/nested/0/name", "name", "x"],
      ["/nested/0/text", "text", "|\n      two\n      lines\n"],
      ["/nested/1/cpu", "cpu", "3"],
      ["/nested/1/memory", "memory", "2Gi"],
      ["/nested/2/cpu", "cpu", "1"],
      ["/nested/2", "*d", "*d"],
      ["/empty", "empty", ""],
      ["/a~1b~0c", "a/b~c", "odd"],
    ],
  ],
  [
    "toml",
    toml,
    [
      ["/title", "title", '"x"'],
      ["/a/b/c d", '"c d"', '[1, { y = 2 }, "z"]'],
      ["/a/b/c d/1", "{ y = 2 }", "{ y = 2 }"],
      ["/a/b/c d/1/y", "y", "2"],
      [
        "/table/inner",
        "inner",
        '[table.inner]\nwhen = 1979-05-27 07:32:00\nmulti = """\ntwo\nlines"""',
      ],
      ["/table/inner/when", "when", "1979-05-27 07:32:00"],
      ["/list/1", "list", "[[list]]\nx = 2"],
      ["/list/1/x", "x", "2"],
      ["/list/1/sub/y", "y", "3"],
    ],
  ],
  [
    "json",
    json,
    [
      ["/a", '"a"', '{"b/c": [1, {"d": null}]}'],
      ["/a/b~1c", '"b/c"', '[1, {"d": null}]'],
      ["/a/b~1c/0", "1", "1"],
      ["/a/b~1c/1/d", '"d"', "null"],
      ["/e", '"e"', '"f"'],
    ],
  ],
];

describe.each(told)("%s", (format, text, cases) => {
  const name = `a.${format}`;

  test.each(cases)("%s has its key and its value", (pointer, key, value) => {
    expect(textAt(name, text, place(name, pointer, "key"))).toBe(key);
    expect(textAt(name, text, place(name, pointer, "value"))).toBe(value);
  });
});

describe("what is not there", () => {
  test.each([
    ["a.yaml", yaml, "/nested/0/missing/deeper", "nested"],
    ["a.yaml", yaml, "/defaults/gpu", "defaults"],
    ["a.yaml", yaml, "/tags/7", "tags"],
    ["a.yaml", yaml, "/owner/x", "owner"],
    ["a.yaml", yaml, "/missing", "owner"],
    ["a.toml", toml, "/a/b/missing", "b"],
    ["a.toml", toml, "/list/9/x", "list"],
    ["a.toml", toml, "/missing", "title"],
    ["a.json", json, "/a/b~1c/1/x", '"b/c"'],
    ["a.json", json, "/missing", '"a"'],
  ])("in %s stands at the nearest key around it (%#)", (name, text, pointer, key) => {
    expect(textAt(name, text, place(name, pointer))).toBe(key);
  });

  test("an index is written in one way alone", () => {
    expect(textAt("a.json", "[5, 6]", place("a.json", "/1"))).toBe("6");
    for (const pointer of ["/01", "/", "/-1", "/1.0", "/1e0"]) {
      expect(locate(place("a.json", pointer), "[5, 6]")).toEqual({ start: 0, end: 0 });
    }
  });

  test("a document that the file does not have is its beginning", () => {
    expect(locate(place("a.yaml", "/a", "value", 9), "a: 1")).toEqual({ start: 0, end: 0 });
    expect(locate(place("a.yaml", "/a"), "")).toEqual({ start: 0, end: 0 });
  });
});

test("documents of a stream are told apart, broken ones counting", () => {
  expect(textAt("a.yaml", yaml, place("a.yaml", "/second/doc", "key", 1))).toBe("doc");
  const text = "a: 1\n---\nb: [\n---\nc: 3\n";
  const [, last] = parseText("a.yaml", text).value;
  expect(textAt("a.yaml", text, placesIn(pathOf("a.yaml"), last?.index ?? -1).key("c"))).toBe("c");
});

test("a range is kept within the text, and a file is its beginning", () => {
  const path = pathOf("a.yaml");
  expect(locate({ in: "range", path, start: 2, end: 3 }, "a: 1")).toEqual({ start: 2, end: 3 });
  expect(locate({ in: "range", path, start: 9, end: 12 }, "a: 1")).toEqual({ start: 4, end: 4 });
  expect(locate({ in: "file", path }, "a: 1")).toEqual({ start: 0, end: 0 });
});

/** The value that a text stands for when it is a member's. */
function reread(format: string, text: string, profile: Profile): Json | undefined {
  const member = { yaml: `v: ${text}`, json: `{"v": ${text}}`, toml: `v = ${text}` }[format] ?? "";
  const [value] = valuesOf(`a.${format}`, member, profile);
  return isObject(value) ? value["v"] : undefined;
}

/** The nodes that are placed outside the text, or where a text stands that is not their value. */
function misplaced(
  name: string,
  text: string,
  document: Document,
  profile: Profile,
): readonly string[] {
  const locator = locatorFor(name, text);
  return [...nodesOf(document.value)].flatMap(([pointer, value, steps]) => {
    const span = locator(placesIn(document.path, document.index).value(...steps));
    const isInside = 0 <= span.start && span.start <= span.end && span.end <= text.length;
    if (!isInside) return [pointer];
    if (!standsAlone(value, text, span)) return [];
    const read = reread(formatOf(name), text.slice(span.start, span.end), profile);
    return isDeepStrictEqual(read, value) ? [] : [`${pointer}: ${JSON.stringify(read)}`];
  });
}

/**
 * Whether the text of a value says what it is without what stands around it: an alias or a tag does
 * not, nor does a text of several lines, whose indentation counts.
 */
function standsAlone(value: Json, text: string, { start, end }: Span): boolean {
  if (typeof value === "object" && value !== null) return false;
  return (
    !/^[*|>]/u.test(text.slice(start, end)) &&
    !/[!\n\r]/u.test(text.slice(Math.max(0, start - 8), end))
  );
}

describe.each([
  ["yaml", "core"],
  ["yaml", "k8s"],
  ["json", "core"],
  ["toml", "core"],
] as const)("in %s (%s)", (format, profile) => {
  test("every node of whatever can be read is found", () => {
    const found = fc.property(almost(format), (text) => {
      const { value } = parseText(`a.${format}`, text, profile);
      // Offsets count from after a byte order mark.
      const shown = text.replace(/^\ufeff/u, "");
      for (const document of value) {
        expect(misplaced(`a.${format}`, shown, document, profile)).toEqual([]);
      }
    });
    fc.assert(found, { numRuns: 2_000 });
  });
});

test("every node of a JSON text is found, read as JSON and as YAML", () => {
  const found = fc.property(anyJson, fc.nat({ max: 2 }), (value, indent) => {
    const text = JSON.stringify(value, null, indent);
    for (const name of ["a.json", "a.yaml"]) {
      const documents = parseText(name, text).value;
      expect(documents.map((document) => document.value)).toEqual([value]);
      expect(documents.flatMap((document) => misplaced(name, text, document, "core"))).toEqual([]);
    }
  });
  fc.assert(found);
});
