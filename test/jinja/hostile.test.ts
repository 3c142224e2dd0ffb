import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTemplate } from "../../src/jinja/parse.ts";
import { render, type Rendered } from "../../src/jinja/render.ts";

const rendered = (text: string): Rendered =>
  render(parseTemplate("m.sql", text), { global: () => undefined });

test.each([
  "{{ range.constructor('return process')() }}",
  "{{ ''.constructor.constructor('return process')() }}",
  "{{ [].__proto__ }}",
  "{{ {}.constructor }}",
  "{{ {}['__proto__'] }}",
  "{{ [].map.call }}",
  "{{ ''['__class__'] }}",
  "{{ namespace().__proto__ }}",
  "{{ range.__globals__ }}",
  "{{ loop.constructor }}",
  "{{ dict.prototype }}",
  "{{ ''.hasOwnProperty }}",
  "{{ toString }}",
])("%s reaches nothing of JavaScript", (source) => {
  const { text, unknowns } = rendered(source);
  expect(text).toMatch(/^(?:__lctl_unknown_\d+__)?$/u);
  expect(unknowns.length).toBeGreaterThan(0);
});

test("keys that objects of JavaScript bear are ordinary keys", () => {
  const { text } = rendered(
    "{% set d = {'__proto__': 1, 'constructor': 2} %}{{ d['__proto__'] }}{{ d.constructor }}{{ d }}{% set __proto__ = 3 %}{{ __proto__ }}",
  );
  expect(text).toBe("12{'__proto__': 1, 'constructor': 2}3");
});

test.each([
  ["a huge range", "{{ range(10**12) }}"],
  [
    "a loop in a loop in a loop",
    "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
  ],
  [
    "a text that doubles",
    "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}",
  ],
  ["a repeated text", "{{ 'abc' * 10**9 }}"],
  [
    "a list that doubles",
    "{% set l = [1] %}{% for i in range(99) %}{% do l.extend(l) %}{% endfor %}{{ l }}",
  ],
  [
    "a list that holds itself",
    "{% set l = [] %}{% do l.append(l) %}{{ l }}{{ l == [l] }}{{ l | tojson }}",
  ],
  [
    "a list of shared lists",
    "{% set ns = namespace(l=[]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}{{ ns.l == ns.l }}{{ ns.l | tojson }}",
  ],
  ["a replacement that grows", "{% set a = 'a' * 100000 %}{{ a.replace('a', a) }}"],
  ["a join that grows", "{% set a = 'a' * 100000 %}{{ a | list | join(a) }}"],
  [
    "a width",
    "{{ '%099999d' % 1 }}{{ 'a'.zfill(10**9) }}{{ 'a' | center(10**9) }}{{ 'a' | indent(10**9) }}",
  ],
  ["a format that grows", "{{ '{:>99999999}'.format(1) }}"],
  ["an endless macro", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"],
  [
    "two endless macros",
    "{% macro a() %}{{ b() }}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{{ a() }}{% endmacro %}{{ a() }}",
  ],
  [
    "an endless macro behind an unknown condition",
    "{% macro m() %}{% if nowhere() %}{{ m() }}{{ m() }}{% endif %}{% endmacro %}{{ m() }}",
  ],
  ["a power", "{{ 9 ** 9 ** 9 ** 9 }}{{ 2 ** 10000 }}"],
])("%s ends soon and says what it left out", (_, source) => {
  const { text } = rendered(source);
  expect(text.length).toBeLessThanOrEqual(4 * 1024 * 1024);
});

test.each([
  ["parentheses", `{{ ${"(".repeat(5_000)}1${")".repeat(5_000)} }}`],
  ["signs", `{{ ${"-".repeat(5_000)}1 }}`],
  ["nots", `{{ ${"not ".repeat(5_000)}1 }}`],
  ["lists", `{{ ${"[".repeat(5_000)}${"]".repeat(5_000)} }}`],
  ["choices", `{{ ${"1 if 1 else ".repeat(5_000)}1 }}`],
  ["blocks", "{% if 1 %}".repeat(5_000) + "{% endif %}".repeat(5_000)],
])("deep %s are refused, not overflowed", (_, source) => {
  expect(parseTemplate("m.sql", source).problems.length).toBeGreaterThan(0);
  expect(rendered(source).unknowns.length).toBeGreaterThan(0);
});

test.each([
  ["sums", `{{ ${"1 + ".repeat(5_000)}1 }}`],
  ["concatenations", `{{ ${"'a' ~ ".repeat(5_000)}'a' }}`],
  ["ors", `{{ ${"0 or ".repeat(5_000)}1 }}`],
  ["members", `{{ a${".b".repeat(5_000)} }}`],
  ["filters", `{{ 'a'${" | upper".repeat(5_000)} }}`],
  ["calls", `{{ a${"()".repeat(5_000)} }}`],
])("long chains of %s never overflow the stack", (_, source) => {
  expect(rendered(source).unknowns.length).toBeGreaterThanOrEqual(0);
});

test("no text makes the parser or the evaluator throw", () => {
  const words = fc.constantFrom(
    ..."{{ }} {% %} {# #} {%- -%} if else elif endif for in endfor set endset macro endmacro call endcall do raw endraw filter with is not and or ( ) [ ] { } , : . | ~ + - * / ** // % == != < 'a' \"b\" 1 2.5 x y loop range namespace dict none true upper join map \n \\ é".split(
      " ",
    ),
  );
  const text = fc
    .array(words, { maxLength: 60 })
    .chain((list) => fc.constantFrom(list.join(" "), list.join("")));
  fc.assert(
    fc.property(text, (source) => {
      const { segments, text: out } = rendered(source);
      expect(segments.at(-1)?.end ?? 0).toBe(out.length);
    }),
    { numRuns: 1_000 },
  );
});
