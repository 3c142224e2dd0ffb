import { expect, test } from "vitest";
import { parseTemplate } from "../../src/jinja/parse.ts";
import { render, type Rendered } from "../../src/jinja/render.ts";
import { callable, type Value } from "../../src/jinja/value.ts";

/** A function that needs a warehouse, and one that remembers what it was called with. */
function rendered(text: string): Rendered & { readonly seen: readonly Value[] } {
  const seen: Value[] = [];
  const globals = new Map<string, Value>([
    ["ask", callable("ask", ({ run }) => run.unknown("warehouse", "ask needs a warehouse"))],
    [
      "see",
      callable("see", ({ positional }) => {
        seen.push(positional[0] ?? null);
        return `<${JSON.stringify(positional[0])}>`;
      }),
    ],
    [
      "return",
      callable("return", ({ positional, run }) => {
        run.finish(positional[0] ?? null);
        return "";
      }),
    ],
    ["fail", callable("fail", ({ run }) => run.raise("it gives up"))],
  ]);
  const result = render(parseTemplate("m.sql", text), { global: (name) => globals.get(name) });
  return { ...result, seen };
}

const causes = (text: string): readonly string[] =>
  rendered(text).unknowns.map(({ cause }) => cause);

test("an unknown value prints an identifier and is listed with its place", () => {
  const { text, unknowns } = rendered("select {{ ask() }} from t");
  expect(text).toBe("select __lctl_unknown_1__ from t");
  expect(unknowns).toMatchObject([
    { cause: "warehouse", trail: [{ template: "m.sql", start: 10, end: 15 }] },
  ]);
});

test("one problem at one place is one unknown value, in a loop too", () => {
  const { unknowns } = rendered("{% for i in range(50) %}{{ ask() }}{% endfor %}");
  expect(unknowns).toHaveLength(1);
});

test("the way into macros is told, the outermost place first", () => {
  const { unknowns } = rendered("{% macro m() %}{{ ask() }}{% endmacro %}..{{ m() }}");
  expect(unknowns[0]?.trail.map(({ start }) => start)).toEqual([45, 18]);
});

test("every branch behind an unknown condition is run, else is written", () => {
  const { text, seen } = rendered(
    "{% if ask() %}{{ see(1) }}{% elif see(2) %}{{ see(3) }}{% else %}{{ see(4) }}{% endif %}",
  );
  expect(seen).toEqual([1, 2, 3, 4]);
  expect(text).toBe("<4>");
});

test("without an else, the branch behind an unknown condition is written", () => {
  expect(rendered("a{% if ask() %} {{ see(1) }}{% endif %}").text).toBe("a <1>");
});

test("a name that branches leave with different values is unknown, one with the same is not", () => {
  const source =
    "{% set a = 1 %}{% set b = 1 %}{% if ask() %}{% set a = 2 %}{% set b = 1 %}{% endif %}";
  expect(rendered(`${source}{{ a }} {{ b }}`).text).toBe("__lctl_unknown_1__ 1");
});

test("a loop over an unknown value is run once", () => {
  const { text, seen } = rendered(
    "{% for x in ask() %}{{ see(1) }}{{ x }}{{ ',' if not loop.last }}{% endfor %}",
  );
  expect(seen).toEqual([1]);
  expect(text).toBe("<1>__lctl_unknown_1__");
});

test("what is known of a text stays when a part of it is unknown", () => {
  expect(
    rendered(
      "{{ 'a_' ~ ask() }} {{ 'b_' + ask() }} {{ 'c_%s' % ask() }} {{ ['d', ask()] | join('_') }}",
    ).text,
  ).toBe("a___lctl_unknown_1__ b___lctl_unknown_2__ c___lctl_unknown_3__ d___lctl_unknown_4__");
});

test.each([
  ["{{ ask() and false }}", "False"],
  ["{{ ask() or true }}", "True"],
  ["{{ ask() == 1 }}", "__lctl_unknown_1__"],
  ["{{ not ask() }}", "__lctl_unknown_1__"],
  ["{{ ask() in [1] }}", "__lctl_unknown_1__"],
  ["{{ ask().a.b['c'] | upper }}", "__lctl_unknown_1__"],
  ["{{ 1 if ask() else 1 }}", "1"],
  ["{{ 1 if ask() else 2 }}", "__lctl_unknown_1__"],
  ["{{ ask() is none }}", "__lctl_unknown_1__"],
  ["{{ ask() | default('x') }}", "__lctl_unknown_1__"],
  ["{{ ('p_' ~ ask()) == 'p_x' }}", "__lctl_unknown_1__"],
  ["{{ ('p_' ~ ask()) | length > 0 and true }}", "True"],
])("%s renders as %s", (source, text) => {
  expect(rendered(source).text).toBe(text);
});

test.each([
  ["{{ nowhere }}", "undefined"],
  ["{{ nowhere() }}", "missing"],
  ["{{ 1 + 'a' }}", "type"],
  ["{{ 1 / 0 }}", "type"],
  ["{{ 1 | nofilter }}", "unsupported"],
  ["{{ 1 is notest }}", "unsupported"],
  ["{{ 1 + }}", "syntax"],
  ["{% nosuchtag %}", "syntax"],
  ["{{ fail() }}", "raised"],
])("%s is unknown: %s", (source, cause) => {
  expect(causes(source)).toEqual([cause]);
});

test("a macro that gives up is unknown, and the rest of the template is rendered", () => {
  const { text, unknowns } = rendered(
    "{% macro m() %}a{{ fail() }}b{% endmacro %}[{{ m() }}] rest",
  );
  expect(text).toBe("[__lctl_unknown_1__] rest");
  expect(unknowns[0]?.message).toBe("it gives up");
});

test("a macro returns a value that is no text", () => {
  const source = "{% macro m() %}before{{ return([1, 2]) }}after{% endmacro %}{{ m()[1] }}";
  expect(rendered(source).text).toBe("2");
});

test("a broken tag leaves the rest of the template as it is", () => {
  const parsed = parseTemplate("m.sql", "a{{ 1 + }}b{% if %}c{% endif %}d");
  expect(parsed.problems.map(({ message }) => message)).toEqual([
    "expected a value, found the end of the tag",
    "expected a value, found the end of the tag",
  ]);
  expect(render(parsed, { global: () => undefined }).text).toBe("a__lctl_unknown_1__bcd");
});

test.each([
  ["{% if true %}a", "the block is not closed with endif"],
  ["{% endfor %}", "nothing is open that endfor could close"],
  ["{% macro m() %}a", "the block is not closed with endmacro"],
  ["a {{ b", "the tag is not closed with }}"],
  ["a {# b", "the comment is not closed with #}"],
  ["{{ a ? b }}", 'unexpected "?"'],
])("%s is a problem: %s", (source, message) => {
  expect(parseTemplate("m.sql", source).problems.map((one) => one.message)).toContain(message);
});
