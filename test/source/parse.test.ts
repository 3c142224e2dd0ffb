import { readdirSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import type { Profile } from "../../src/source/document.ts";
import { parseFile } from "../../src/source/parse.ts";
import { textOf } from "../../src/source/text.ts";
import { parseText, pathOf, rulesOf, valuesOf } from "../support/texts.ts";

const root = new URL("../../fixtures/source/", import.meta.url);
const formats = ["yaml", "toml", "json"] as const;

interface Fixture {
  readonly name: string;
  readonly profile: Profile;
  readonly bytes: Uint8Array;
  readonly expected: unknown;
}

/** `name.yaml` with `name.json`; JSON itself as `name.input.json` with `name.expected.json`. */
function fixtures(format: string, kind: "ok" | "err"): readonly Fixture[] {
  const folder = new URL(`${format}/${kind}/`, root);
  const input = format === "json" ? ".input.json" : `.${format}`;
  const output = format === "json" ? ".expected.json" : ".json";
  const names = readdirSync(folder).filter((name) => name.endsWith(input));
  return names.toSorted().map((name) => ({
    name,
    profile: name.includes(".k8s.") ? "k8s" : name.includes(".pyyaml.") ? "pyyaml" : "core",
    bytes: readFileSync(new URL(name, folder)),
    expected: JSON.parse(
      readFileSync(new URL(name.slice(0, -input.length) + output, folder), "utf8"),
    ),
  }));
}

describe.each(formats)("%s", (format) => {
  test.each(fixtures(format, "ok"))(
    "$name has its values and no finding",
    ({ name, profile, bytes, expected }) => {
      const { value, diagnostics } = parseFile(pathOf(name), bytes, profile);
      expect(diagnostics).toEqual([]);
      expect(value.map((document) => document.value)).toEqual(expected);
    },
  );

  test.each(fixtures(format, "err"))(
    "$name has its findings",
    ({ name, profile, bytes, expected }) => {
      const { value, diagnostics } = parseFile(pathOf(name), bytes, profile);
      const text = textOf(bytes);
      const found = diagnostics.map(({ rule, severity, message, place }) => {
        const [start, end] = place.in === "range" ? [place.start, place.end] : [-1, -1];
        return { rule, severity, message, start, text: text.slice(start, end) };
      });
      expect({
        documents: value.map(({ index, value: read }) => [index, read]),
        diagnostics: found,
      }).toEqual(expected);
    },
  );
});

test("a repeated key names the first one", () => {
  const [finding] = parseText("a.yaml", "owner: a\nowner: b\n").diagnostics;
  expect(finding?.related).toEqual([
    { message: "first here", place: { in: "range", path: "a.yaml", start: 0, end: 5 } },
  ]);
});

test("the extension decides the format, and what has none of ours is YAML", () => {
  expect(valuesOf("a.toml", "a = 1")).toEqual([{ a: 1 }]);
  expect(valuesOf("a.json", '{"a": 1}')).toEqual([{ a: 1 }]);
  expect(valuesOf("MLmodel", "a: 1")).toEqual([{ a: 1 }]);
});

test("values are ordinary objects, so that they equal what JSON.parse makes", () => {
  const [value] = valuesOf("a.yaml", '{"constructor": {"prototype": [1, {}]}}');
  expect(isDeepStrictEqual(value, JSON.parse('{"constructor": {"prototype": [1, {}]}}'))).toBe(
    true,
  );
});

test("no key of a file changes an object of the program", () => {
  const before = Object.getOwnPropertyNames(Object).length;
  for (const name of ["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty"]) {
    valuesOf("a.yaml", `${name}: {polluted: 1}\nb: {<<: {${name}: {polluted: 1}}}`, "k8s");
    valuesOf("a.json", `{"${name}": {"polluted": 1}}`);
    for (const text of [
      `${name}.polluted = 1`,
      `[${name}]\npolluted = 1`,
      `a = {${name}.polluted = 1}`,
      `[[${name}.x]]\npolluted = 1`,
      `[a.${name}]\npolluted = 1`,
      `"${name}".polluted = 1`,
    ]) {
      valuesOf("a.toml", text);
      valuesOf("a.toml", `${text}\nbroken`);
    }
  }
  expect("polluted" in {}).toBe(false);
  expect(Object.getOwnPropertyNames(Object)).toHaveLength(before);
  const inherited = Object.values(Object.getOwnPropertyDescriptors(Object.prototype));
  expect(
    inherited.filter(({ value }) => typeof value === "function" && "polluted" in value),
  ).toEqual([]);
});

describe("encoding", () => {
  const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
  const a = 0x61;

  test.each([
    ["a byte that starts no character", bytes(a, 0xff), 1, "byte 1"],
    ["a character that is cut off", bytes(0xc3, 0xa9, a, 0xe2, 0x82), 2, "byte 5"],
    ["an encoded surrogate", bytes(a, 0xed, 0xa0, 0x80), 1, "byte 2"],
    ["an overlong form", bytes(0xc0, 0x80 + 1), 0, "byte 0"],
    ["a NUL", bytes(a, a, 0, a), 2, "byte 2 is NUL"],
    ["UTF-16, little end first", bytes(0xff, 0xfe, a, 0), 0, "UTF-16"],
    ["UTF-16, big end first", bytes(0xfe, 0xff, 0, a), 0, "UTF-16"],
  ])("%s is reported where it stands", (_, input, start, words) => {
    for (const name of ["a.yaml", "a.toml", "a.json"]) {
      const { value, diagnostics } = parseFile(pathOf(name), input, "core");
      expect(value).toEqual([]);
      expect(diagnostics).toMatchObject([{ rule: "SYN-002", place: { in: "range", start } }]);
      expect(diagnostics[0]?.message).toContain(words);
    }
  });

  test("a byte order mark is no content and does not count in offsets", () => {
    const input = new TextEncoder().encode("\ufeffa: [");
    expect(textOf(input)).toBe("a: [");
    expect(parseFile(pathOf("a.yaml"), input, "core").diagnostics).toMatchObject([
      { place: { end: 4 } },
    ]);
    expect(valuesOf("a.json", "\ufeff1")).toEqual([1]);
    expect(valuesOf("a.toml", "\ufeffa = 1")).toEqual([{ a: 1 }]);
  });
});

describe("limits", () => {
  test("a file of 4 MiB is read, and one byte more is not", () => {
    const text = `a: ${"x".repeat(4 * 1024 * 1024 - 3)}`;
    expect(rulesOf("a.yaml", text)).toEqual([]);
    const { value, diagnostics } = parseText("a.yaml", `${text}x`);
    expect(value).toEqual([]);
    expect(diagnostics).toMatchObject([{ rule: "SYN-003", place: { in: "file" } }]);
  });

  test.each([
    ["a.yaml", (depth: number) => "[".repeat(depth) + "]".repeat(depth)],
    ["a.yaml", (depth: number) => "- ".repeat(depth) + "x"],
    [
      "a.yaml",
      (depth: number) => Array.from({ length: depth }, (_, at) => `${" ".repeat(at)}a:\n`).join(""),
    ],
    ["a.json", (depth: number) => '{"a":'.repeat(depth) + "1" + "}".repeat(depth)],
    ["a.json", (depth: number) => "[".repeat(depth) + "]".repeat(depth)],
    // The table of the file is a level.
    ["a.toml", (depth: number) => `a = ${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}`],
    ["a.toml", (depth: number) => `${Array.from({ length: depth }, () => "a").join(".")} = 1`],
  ])("%s may nest 64 levels deep and no deeper (%#)", (name, nested) => {
    expect(rulesOf(name, nested(64))).toEqual([]);
    expect(valuesOf(name, nested(64))).toHaveLength(1);
    expect(rulesOf(name, nested(65))).toEqual(["SYN-004 error"]);
    expect(valuesOf(name, nested(65))).toEqual([]);
  });

  test("aliases count in the depth", () => {
    const chain = (links: number): string =>
      `a0: &a0 ${"[".repeat(20)}${"]".repeat(20)}\n` +
      Array.from(
        { length: links },
        (_, at) => `a${at + 1}: &a${at + 1} ${"[".repeat(20)}*a${at}${"]".repeat(20)}\n`,
      ).join("");
    expect(rulesOf("a.yaml", chain(2))).toEqual([]);
    expect(rulesOf("a.yaml", chain(3))).toEqual(["SYN-004 error"]);
  });

  test("an anchor may be used a hundred times", () => {
    const used = (times: number): string => `- &a x\n${"- *a\n".repeat(times)}`;
    expect(rulesOf("a.yaml", used(100))).toEqual([]);
    expect(rulesOf("a.yaml", used(101))).toEqual(["SYN-005 error"]);
  });

  test("aliases may stand for 4 MiB in all", () => {
    const text = (times: number): string =>
      `- &a ${"x".repeat(500_000)}\n${"- *a\n".repeat(times)}`;
    expect(rulesOf("a.yaml", text(8))).toEqual([]);
    expect(rulesOf("a.yaml", text(9))).toEqual(["SYN-005 error"]);
  });

  test("a stream may hold a thousand documents; those are read, and the rest is not", () => {
    expect(rulesOf("a.yaml", "--- 1\n".repeat(1_000))).toEqual([]);
    const { value, diagnostics } = parseText("a.yaml", "--- 1\n".repeat(1_001));
    expect(value).toHaveLength(1_000);
    expect(diagnostics).toMatchObject([{ rule: "SYN-009", place: { start: 6_000 } }]);
  });

  test("at most twenty findings of a file are listed, and the last says that there are more", () => {
    const keys = (count: number): string =>
      Array.from({ length: count }, (_, at) => `${at}: x\n`).join("");
    const all = parseText("a.yaml", keys(20)).diagnostics;
    expect(all.map(({ help }) => help).filter((help) => help?.includes("not listed"))).toEqual([]);
    const cut = parseText("a.yaml", keys(21)).diagnostics;
    expect(cut).toHaveLength(20);
    expect(cut.at(-1)?.help).toContain("not listed");
  });
});

test("no number of warnings hides an error", () => {
  const text = `${Array.from({ length: 50 }, (_, at) => `${at}: x\n`).join("")}a: .inf\n`;
  expect(rulesOf("a.yaml", text, "k8s")[0]).toBe("SYN-001 error");
});

describe("templates", () => {
  test("braces in quotes are no template, whatever the error elsewhere", () => {
    expect(rulesOf("a.yaml", 'a: "{{ x }}"\nb: ${HOME}\n')).toEqual([]);
    expect(rulesOf("a.yaml", 'a: "{{ x }}"\nb: [\n')).toEqual(["SYN-001 error"]);
    expect(rulesOf("a.yaml", '80: "{{ x }}"\n')).toEqual(["SYN-007 warning"]);
  });

  test.each([
    ["a value", 'name: {{ include "x" . }}\n'],
    ["an expression of several lines", "a:\n  b: {{-\n   x\n}}\n"],
    ["a condition around everything", "{{- if .Values.on -}}\na: 1\n{{- end }}\n"],
    ["a comment of Helm", "{{/* one\n two */}}\na: 1\n"],
    ["a block that will be indented", "spec:\n  {{- toYaml .Values.spec | nindent 4 }}\n"],
    ["quotes in an expression in quotes", 'name: "{{ .name | default "x" }}"\n'],
    ["an assignment of Jinja", "{% set x = 1 %}\nname: {{ x }}\n"],
    ["a condition within a line", "a: {% if b %}c{% endif %}\n"],
    ["a comment of Jinja", "{# note #}\na: 1\n"],
    ["a variable in a list", "a: [${A}, ${B}]\n"],
    ["a variable with a colon", "a: ${A: b}\n"],
    ["ERB", "<% if x %>\na: 1\n<% end %>\n"],
    ["a property of Maven", "version: @project.version@\n"],
    ["a condition of Terraform", "%{ if x }\na: 1\n%{ endif }\n"],
  ])("%s is one note and no syntax error", (_, text) => {
    expect(rulesOf("a.yaml", text, "k8s")).toEqual(["SYN-020 info"]);
    expect(valuesOf("a.yaml", text, "k8s")).toEqual([]);
  });

  test.each([
    ["beside an expression in quotes", 'args: ["{{inputs.parameters.x}}" "b"]\n'],
    ["above an expression", 'a: "b" c\nd: {{ e }}\n'],
    ["below an expression in a block text", "a: |\n  {{ x }}\nb: [\n"],
    ["below an expression in a comment", "# {{ x }}\na: [\n"],
    ["beside a team", "owner: @team/x\n"],
  ])("an error %s stays an error", (_, text) => {
    expect(rulesOf("a.yaml", text, "k8s")).toEqual(["SYN-001 error"]);
  });

  test("a JSON text with an expression in quotes is no template", () => {
    expect(rulesOf("a.json", '{"a": "{{ x }}",}')).toEqual(["SYN-001 error"]);
    expect(rulesOf("a.json", '{"a": {{ x }}}')).toEqual(["SYN-020 info"]);
  });

  test("a template is not read in part", () => {
    expect(parseText("a.yaml", "a: 1\n---\nb: {{ c }}\n")).toMatchObject({
      value: [],
      diagnostics: [{ rule: "SYN-020", severity: "info" }],
    });
  });
});

test("the profile of a file decides what its scalars are", () => {
  const text = "a: yes\nb: 0755\nc: 0o755\nd: 22:22\ne: {<<: {f: 1}}\n";
  expect(valuesOf("a.yaml", text, "k8s")).toEqual([
    { a: true, b: 493, c: 493, d: "22:22", e: { f: 1 } },
  ]);
  expect(valuesOf("a.yaml", text, "core")).toEqual([
    { a: "yes", b: 755, c: 493, d: "22:22", e: { "<<": { f: 1 } } },
  ]);
  expect(valuesOf("a.yaml", text, "pyyaml")).toEqual([
    { a: true, b: 493, c: "0o755", d: 1342, e: { f: 1 } },
  ]);
});

test("an alias stands for the newest anchor of its name above it", () => {
  const text = "a: &x 1\nb: *x\nc: &x 2\nd: *x\n";
  expect(valuesOf("a.yaml", text)).toEqual([{ a: 1, b: 1, c: 2, d: 2 }]);
});

test("anchors of one document are unknown in the next", () => {
  expect(rulesOf("a.yaml", "a: &x 1\n---\nb: *x\n")).toEqual(["SYN-012 error"]);
});
