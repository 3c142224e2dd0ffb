import fc from "fast-check";
import { expect, test } from "vitest";
import { macroCallable, macrosOf } from "../../src/jinja/macros.ts";
import { parseTemplate } from "../../src/jinja/parse.ts";
import { render } from "../../src/jinja/render.ts";
import { originOf, originOfRange } from "../../src/jinja/source-map.ts";
import type { Value } from "../../src/jinja/value.ts";

const library = parseTemplate("lib.sql", "{% macro cents(x) %}({{ x }} / 100){% endmacro %}");
const globals = new Map<string, Value>(
  [...macrosOf(library)].map(([name, macro]) => [name, macroCallable(macro)]),
);
const source = "{% set c = 'amount' %}\nselect {{ c }}, {{ cents(c) }} as d from t";
const { text, segments } = render(parseTemplate("m.sql", source), {
  global: (name) => globals.get(name),
});

test("text comes from the same text, sign by sign", () => {
  expect(text).toBe("\nselect amount, (amount / 100) as d from t");
  const at = text.indexOf("from t");
  expect(originOf(segments, at)).toMatchObject([{ start: source.indexOf("from t") }]);
});

test("what an expression wrote comes from its whole tag", () => {
  const [spot] = originOf(segments, text.indexOf("amount"));
  expect(source.slice(spot?.start, spot?.end)).toBe("{{ c }}");
});

test("what a macro wrote comes from its call, and from within the macro", () => {
  const [call, inner] = originOf(segments, text.indexOf("/ 100"));
  expect(source.slice(call?.start, call?.end)).toBe("{{ cents(c) }}");
  expect(inner?.template).toBe("lib.sql");
  expect(library.text.slice(inner?.start).startsWith("/ 100")).toBe(true);
});

test("a range goes from where it begins to where it ends", () => {
  const spot = originOfRange(segments, text.indexOf("amount"), text.indexOf(" as d"));
  expect(source.slice(spot?.start, spot?.end)).toBe("{{ c }}, {{ cents(c) }}");
});

test("every sign of the output has a place inside the template", () => {
  const piece = fc.constantFrom(
    "select a",
    "{{ 'x' ~ 1 }}",
    "{% if true %} y {% endif %}",
    "{%- for i in [1, 2] -%} {{ i }} {% endfor %}",
    "{# c #}",
    "{% raw %}{{ r }}{% endraw %}",
    "\n  ",
    "{{ cents('a') }}",
    "{{",
    "é😀",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const template = parseTemplate("m.sql", pieces.join(""));
      const result = render(template, { global: (name) => globals.get(name) });
      let end = 0;
      for (const segment of result.segments) {
        expect(segment.start).toBe(end);
        ({ end } = segment);
        expect(segment.from.end).toBeLessThanOrEqual(template.text.length);
        const own = template.text.slice(segment.from.start, segment.from.end);
        expect(segment.verbatim ? result.text.slice(segment.start, end) : own).toBe(own);
      }
      expect(end).toBe(result.text.length);
    }),
  );
});
