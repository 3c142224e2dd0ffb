// Texts made to hurt: each must come back with a value or a finding, and cost no more than its size.
import { expect, test } from "vitest";
import { locatorFor } from "../../src/source/locate.ts";
import { parseText, pathOf } from "../support/texts.ts";

const deep = 10_000;
const long = 300_000;

function lines(count: number, line: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => `${line(at)}\n`).join("");
}

function laughs(levels: number): string {
  const level = (at: number): string =>
    `a${at + 1}: &a${at + 1} [${Array.from({ length: 9 }, () => `*a${at}`).join(", ")}]`;
  return `a0: &a0 [lol]\n${lines(levels, level)}`;
}

const yaml: readonly (readonly [string, string, string])[] = [
  ["open lists", "[".repeat(deep), "SYN-004"],
  ["open maps", "{".repeat(deep), "SYN-004"],
  ["open maps in keys", "{a: ".repeat(deep), "SYN-004"],
  ["closed lists", "[".repeat(deep) + "]".repeat(deep), "SYN-004"],
  ["dashes", "- ".repeat(deep), "SYN-004"],
  ["question marks", "? ".repeat(deep), "SYN-004"],
  ["nested block maps", lines(2_000, (at) => `${" ".repeat(at)}a:`), "SYN-004"],
  ["pairs in lists", "[a: ".repeat(50) + "]".repeat(50), "SYN-004"],
  ["a million laughs", laughs(20), "SYN-005"],
  [
    "merged laughs",
    laughs(20).replaceAll("[*", "{<<: [*").replaceAll(/\]$/gmu, "]}").replace("[lol]}", "{a: 1}"),
    "SYN-005",
  ],
  ["an alias of itself", "&a [*a]", "SYN-012"],
  ["a merge of itself", "a: &a {<<: *a}", "SYN-012"],
  ["closing brackets", "]".repeat(long), "SYN-001"],
  ["directives", "%YAML 1.2\n".repeat(50_000), "SYN-009"],
  ["empty documents", "---\n".repeat(100_000), "SYN-009"],
  ["equal keys", "k: 1\n".repeat(5_000), "SYN-006"],
  ["unknown tags", "- !t x\n".repeat(5_000), "SYN-011"],
];

/** Lines that stand too far to the left, as no person writes them: each value or error costs its size. */
const shallow: readonly (readonly [string, string, string])[] = [
  ["shallow quotes beyond number", '- a: "x\ny"\n'.repeat(30_000), "SYN-001"],
  ["shallow lists beyond number", "- a: [x,\ny]\n".repeat(30_000), "SYN-001"],
  ["lists that never close", "a: [\n".repeat(20_000), "SYN-001"],
  ["quotes that never close in maps", '- {a: "x\n'.repeat(20_000), "SYN-001"],
  ["a quote too many on each second line", 'a: "x\nb: y"z\n'.repeat(20_000), "SYN-001"],
  ["a shallow text of 50,000 lines", `a: "${"x\n".repeat(50_000)}"\n`, "SYN-010"],
  ["a shallow list of 50,000 lines", `  a: [\n${"x,\n".repeat(50_000)}]\n`, "SYN-010"],
  ["a value far to the right", `${" ".repeat(3_000)}a: "x\ny"\n`, "SYN-001"],
  ["999 broken documents", "a: b: c\n---\n".repeat(999), "SYN-001"],
  ["30,000 templates in one file", "{{ x }}\n".repeat(30_000), "SYN-020"],
];

test.each([...yaml, ...shallow])("%s: a finding", (_, text, rule) => {
  const { diagnostics } = parseText("a.yaml", text, "k8s");
  expect(diagnostics.map((diagnostic) => diagnostic.rule)).toContain(rule);
  expect(diagnostics.length).toBeLessThanOrEqual(20);
});

const fine: readonly (readonly [string, string, string])[] = [
  ["a scalar of 3 MB", "a.yaml", `a: ${"x".repeat(3_000_000)}`],
  ["a quoted scalar of 3 MB", "a.yaml", `a: "${"x\\n".repeat(1_000_000)}"`],
  ["a block scalar of 200,000 lines", "a.yaml", `a: |\n${"  x\n".repeat(200_000)}`],
  ["300,000 digits", "a.yaml", `a: ${"9".repeat(long)}`],
  ["300,000 hex digits", "a.yaml", `a: 0x${"f".repeat(long)}`],
  ["underscores", "a.yaml", `a: 0x${"_".repeat(long)}`],
  ["100,000 elements", "a.yaml", `[${"1, ".repeat(100_000)}]`],
  ["30,000 keys", "a.yaml", lines(30_000, (at) => `k${at}: ${at}`)],
  ["blank lines", "a.yaml", `a: 1${"\n".repeat(long)}b: 2\n`],
  ["comments", "a.yaml", `a: 1\n${"# x\n".repeat(100_000)}`],
  ["spaces", "a.yaml", `a:${" ".repeat(long)}b`],
  ["a text of 3 MB", "a.json", `"${"x".repeat(3_000_000)}"`],
  ["300,000 escapes", "a.json", `"${"\\n".repeat(long)}"`],
  ["100,000 elements", "a.json", `[${"1, ".repeat(100_000)}1]`],
  ["100,000 keys", "a.json", `{${lines(100_000, (at) => `"k${at}": ${at},`)}"z": 1}`],
  ["300,000 digits", "a.json", "9".repeat(long)],
  ["a long text", "a.toml", `a = "${"x".repeat(long)}"`],
  ["10,000 tables", "a.toml", lines(deep, (at) => `[t${at}]\na = 1`)],
  ["50,000 elements", "a.toml", `a = [${"1, ".repeat(50_000)}]`],
  ["comments", "a.toml", `a = 1\n${"# x\n".repeat(100_000)}`],
];

test.each(fine)("%s in %s: a value", (_, name, text) => {
  const { value, diagnostics } = parseText(name, text, "k8s");
  expect(diagnostics).toEqual([]);
  expect(value).toHaveLength(1);
});

const broken: readonly (readonly [string, string])[] = [
  ["a.json", "[".repeat(deep)],
  ["a.json", '{"a":'.repeat(deep)],
  ["a.json", '"'.repeat(long)],
  ["a.json", `"${"\\".repeat(long + 1)}"`],
  ["a.toml", `a = ${"[".repeat(deep)}`],
  ["a.toml", `a = ${"{a=".repeat(deep)}`],
  ["a.toml", `${"a.".repeat(deep)}a = 1`],
  ["a.toml", `[${"a.".repeat(deep)}a]`],
  ["a.toml", `a = ${'"'.repeat(long)}`],
  ["a.toml", `a = """${"\\".repeat(long + 1)}`],
  ["a.toml", "[".repeat(long)],
];

test.each(broken)("%s %#: one finding and no value", (name, text) => {
  const { value, diagnostics } = parseText(name, text);
  expect(value).toEqual([]);
  expect(diagnostics).toMatchObject([{ severity: "error" }]);
});

test("looking for a place in such a text ends at a place", () => {
  const texts = [...yaml.map(([, text]) => ["a.yaml", text] as const), ...broken];
  for (const [name, text] of texts) {
    const path = pathOf(name);
    const span = locatorFor(
      name,
      text,
    )({ in: "node", path, document: 0, pointer: "/a/b", on: "value" });
    expect(span.end).toBeLessThanOrEqual(text.length);
  }
});
