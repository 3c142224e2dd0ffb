import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isObject, type Json } from "../../src/base/json.ts";
import { messageOf } from "../../src/base/failure.ts";
import type { Place } from "../../src/diagnostic/place.ts";
import { canonicalJson } from "../../src/base/canonical.ts";
import { parseFile } from "../../src/source/parse.ts";
import { textOf } from "../../src/source/text.ts";
import { almost, anyJson, damaged, parseText, pathOf, valuesOf } from "../support/texts.ts";

const formats = ["yaml", "json", "toml"] as const;
const profiles = ["core", "k8s", "pyyaml"] as const;

/** What is wrong with how these bytes are read: nothing may be, whatever they are. */
function complaints(name: string, bytes: Uint8Array): readonly string[] {
  const { length } = textOf(bytes);
  const outside = (place: Place): boolean =>
    place.in === "range" && !(0 <= place.start && place.start <= place.end && place.end <= length);
  return profiles.flatMap((profile) => {
    const { value, diagnostics } = parseFile(pathOf(name), bytes, profile);
    const places = diagnostics.flatMap(({ place, related }) => [
      place,
      ...related.map((other) => other.place),
    ]);
    return [
      ...places.filter(outside).map((place) => JSON.stringify(place)),
      // What has no JSON form: a number that is none, half a character.
      ...value.flatMap((document) => thrownBy(() => canonicalJson(document.value))),
    ];
  });
}

function thrownBy(run: () => void): readonly string[] {
  try {
    run();
    return [];
  } catch (error) {
    return [messageOf(error)];
  }
}

const encoder = new TextEncoder();

describe.each(formats)("a file that is meant to be %s", (format) => {
  const name = `a.${format}`;

  test("is a value or findings inside its text, whatever its bytes", () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    const sound = fc.property(bytes, (input) => {
      expect(complaints(name, input)).toEqual([]);
    });
    fc.assert(sound, { numRuns: 300 });
  });

  test("is so whatever its characters", () => {
    const text = fc.string({ unit: "binary", maxLength: 100 });
    const sound = fc.property(text, (input) => {
      expect(complaints(name, encoder.encode(input))).toEqual([]);
    });
    fc.assert(sound, { numRuns: 300 });
  });

  test("is so when it looks almost right", () => {
    const sound = fc.property(almost(format), (input) => {
      expect(complaints(name, encoder.encode(input))).toEqual([]);
    });
    fc.assert(sound, { numRuns: 1_500 });
  });

  test("is so when a good one was cut off or damaged", () => {
    const good = {
      yaml: 'a: &x {b: 1, "c": [d]}\ne: |\n  text\nf:\n- <<: *x\n  g: !!str 0755\n--- # next\n"h\\n": \'i\'\n',
      json: '{"a": [1, -2.5e3, "b\\n\\u00e9"], "c": {"d": null, "e": true}}',
      toml: "a = 1\n[b.'c']\nd.e = [1979-05-27, \"f\"]\n[[g]]\nh = {i = 0x1F, j = '''k'''}\nl = 07:32:00\n",
    }[format];
    expect(parseText(name, good, "k8s").diagnostics).toEqual([]);
    const input = damaged(good).chain((once) => fc.oneof(fc.constant(once), damaged(once)));
    const sound = fc.property(input, (text) => {
      expect(complaints(name, encoder.encode(text))).toEqual([]);
    });
    fc.assert(sound, { numRuns: 1_500 });
  });
});

test("JSON comes back as it was written", () => {
  const back = fc.property(anyJson, fc.nat({ max: 3 }), (value, indent) => {
    expect(valuesOf("a.json", JSON.stringify(value, null, indent))).toEqual([value]);
  });
  fc.assert(back);
});

test("JSON is YAML, but that Python tools take an exponent without a point for text", () => {
  const back = fc.property(anyJson, fc.constantFrom(...profiles), (value, profile) => {
    const expected = profile === "pyyaml" ? withTextExponents(value) : value;
    expect(valuesOf("a.yaml", JSON.stringify(value, null, 1), profile)).toEqual([expected]);
  });
  fc.assert(back);
});

function withTextExponents(value: Json): Json {
  if (typeof value === "number") return /^[^.]*e/u.test(String(value)) ? String(value) : value;
  if (Array.isArray(value)) return value.map(withTextExponents);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withTextExponents(item)]),
  );
}

test("TOML comes back as it was written", () => {
  const tables = anyJson
    .map(withoutNull)
    .filter(isObject)
    .filter((table) => !hasInherited(table));
  const back = fc.property(tables, (table) => {
    expect(valuesOf("a.toml", tomlOf(table))).toEqual([table]);
  });
  fc.assert(back);
});

test("what our JSON reader accepts is what JSON.parse accepts, and the value is the same", () => {
  const agrees = fc.property(
    fc.oneof(almost("json"), damaged('{"a": [1, -2.5e3, "b\\n"], "c": {"d": null}}')),
    (text) => {
      // What we refuse or keep as text on purpose, and what would be taken for a template.
      if (/__proto__|\\ud8|\{[{%]|\$\{|\d{16}|e9\d/iu.test(text)) return;
      const ours = parseText("a.json", text);
      const repeats = ours.diagnostics.some(({ rule }) => rule === "SYN-006");
      if (repeats) return;
      const theirs = parsed(text);
      expect(ours.diagnostics).toHaveLength(theirs === undefined ? 1 : 0);
      // As text, for which -0 is 0.
      expect(JSON.stringify(ours.value[0]?.value)).toBe(JSON.stringify(theirs));
    },
  );
  fc.assert(agrees, { numRuns: 3_000 });
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/u, ""));
  } catch {
    return undefined;
  }
}

/** TOML knows no null. */
function withoutNull(value: Json): Json {
  if (value === null) return "null";
  if (Array.isArray(value)) return value.map(withoutNull);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutNull(item)]));
}

/** Names that the TOML reader refuses for tables. */
function hasInherited(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, item]) => key in {} || hasInherited(item));
}

function tomlOf(table: { readonly [key: string]: Json }): string {
  return Object.entries(table)
    .map(([key, value]) => `${quoted(key)} = ${inline(value)}\n`)
    .join("");
}

function inline(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value === "string") return quoted(value);
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${quoted(key)} = ${inline(item)}`);
  return `{${members.join(", ")}}`;
}

/** A basic string: JSON's escapes are TOML's, but for DEL, which JSON leaves as it is. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", String.raw`\u007f`);
}
