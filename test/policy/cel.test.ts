import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CelEngine } from "../../src/policy/cel.ts";
import { checkingEngine } from "../../src/policy/check-rule.ts";
import { defaultBudget, Undecided, type Environment } from "../../src/policy/engine.ts";
import { loadRegexes } from "../../src/policy/regexes.ts";
import { assetWith } from "../support/policies.ts";

const engine = checkingEngine(await loadRegexes());
const environment: Environment = {
  asset: { type: "Asset" },
  params: { type: "map<string, dyn>" },
};

function errorOf(source: string): unknown {
  return engine.check(source, environment).errors[0];
}

test("a sound expression has a type and no error", () => {
  const { type, errors } = engine.check(
    "asset.columns.all(c, c.name != '') && asset.tier <= params.tier",
    environment,
  );
  expect(errors).toEqual([]);
  expect(type).toBe("bool");
  expect(engine.check("upstream(asset)", environment)).toMatchObject({
    type: "list<Asset>",
    bound: 1_000,
  });
});

test.each([
  ["asset.owner.emial != ''", "emial", "Owner has no field emial; did you mean email?"],
  [
    "upstream(asset).all(a, a.privacy.purpose.size() > 0)",
    "purpose",
    "Privacy has no field purpose; did you mean purposes?",
  ],
  ["asset.columns[0].mask == ''", "mask", "Column has no field mask"],
  [
    "hasPersonelData(asset)",
    "hasPersonelData(asset)",
    "there is no function hasPersonelData; did you mean hasPersonalData?",
  ],
  [
    "asset.name.startWith('a')",
    "asset.name.startWith('a')",
    "there is no function startWith; did you mean startsWith?",
  ],
  ["asst.id == ''", "asst", "there is no variable asst; did you mean asset?"],
])("%s is refused with the range and the name that was meant", (source, at, message) => {
  const { start, end } = { start: source.indexOf(at), end: source.indexOf(at) + at.length };
  expect(errorOf(source)).toMatchObject({ code: "UNKNOWN_NAME", start, end, message });
});

test.each([
  ["asset.tier + 'x' == ''", "TYPE"],
  ["rank(asset.tier) > 1", "TYPE"],
  ["asset.name ? true : false", "TYPE"],
  ["asset.columns.all(c, c.name)", "TYPE"],
  ["asset.", "SYNTAX"],
  ["'open", "SYNTAX"],
  ["asset.name.matches('^(a+)+$')", "FORBIDDEN"],
  ["re(asset.name, '(')", "TYPE"],
])("%s is refused as %s", (source, code) => {
  expect(errorOf(source)).toMatchObject({ code });
});

test("matches is refused with the advice to use re, which is accepted", () => {
  expect(errorOf("asset.name.matches('a')")).toMatchObject({
    suggestion: "re",
    message: expect.stringContaining("re(text, pattern)"),
  });
  expect(errorOf("re(asset.name, '^[a-z]+$')")).toBeUndefined();
});

test("loops that multiply are refused, and those that a rule needs are not", () => {
  const cube = "ancestors(asset).all(x, ancestors(x).all(y, ancestors(y).all(z, z.id != x.id)))";
  expect(errorOf(cube)).toMatchObject({ code: "COST", start: 0, end: cube.length });
  expect(
    errorOf("asset.columns.all(x, asset.columns.all(y, asset.columns.all(z, x.name != z.name)))"),
  ).toMatchObject({ code: "COST" });
  expect(
    errorOf("ancestors(asset).exists(a, a.columns.exists(c, c.tags.exists(t, t == 'pii')))"),
  ).toBeUndefined();
  expect(
    errorOf("asset.columns.all(x, asset.columns.exists_one(y, x.name == y.name))"),
  ).toBeUndefined();
});

test("a list behind a name keeps its bound", () => {
  const named: Environment = { ...environment, ups: { type: "list<Asset>", bound: 10_000 } };
  const cube = "ups.all(x, ups.all(y, ups.all(z, x.id == z.id)))";
  expect(engine.check(cube, named).errors[0]).toMatchObject({ code: "COST" });
});

test("a name that the language keeps for itself is an error and no exception", () => {
  expect(engine.check("true", { ...environment, var: { type: "int" } }).errors[0]).toMatchObject({
    code: "SYNTAX",
  });
});

const list = Array.from({ length: 10_000 }, (_, index) => BigInt(index % 7));
const doubling = Array.from({ length: 40 }, (_, depth) => depth).reduceRight(
  (body, depth) =>
    `cel.bind(z${depth}, ${depth === 0 ? "a + a" : `z${depth - 1} + z${depth - 1}`}, ${body})`,
  "size(z39) > 0",
);

test.each([
  "a.all(x, a.all(y, a.all(z, x + y + z >= 0)))",
  "a.exists(x, a.exists(y, a.exists(z, x + y + z > 100)))",
  "a.map(x, a.map(y, x + y)).size() > 0",
  "a.filter(x, a.filter(y, false).size() > 0).size() > 0",
  "a.all(x, a.all(y, true)) || true",
  "a.exists(x, x in a.map(y, y + 10))",
  "a.all(x, a == b)",
  "a.all(x, text.split('').size() > 0)",
  doubling,
])("%s is stopped by the budget", (source) => {
  const variables = { a: list, b: [...list], text: "x".repeat(10_000) };
  expect(engine.evaluate(engine.compile(source), variables, defaultBudget)).toMatchObject({
    ok: false,
    error: { code: "BUDGET" },
  });
});

test("a long list alone is no reason to stop", () => {
  const variables = { a: list };
  expect(
    engine.evaluate(engine.compile("a.all(x, a.size() > 0 && x < 7)"), variables, defaultBudget),
  ).toEqual({ ok: true, value: true });
});

test("each evaluation has a budget of its own", () => {
  const program = engine.compile("a.all(x, x >= 0)");
  const small = { steps: list.length + 5 };
  expect(engine.evaluate(program, { a: list }, small)).toEqual({ ok: true, value: true });
  expect(engine.evaluate(program, { a: list }, small)).toEqual({ ok: true, value: true });
  expect(engine.evaluate(program, { a: [...list, ...list] }, small)).toMatchObject({ ok: false });
});

test("an expression that breaks has an error instead of a verdict", () => {
  const broken = engine.evaluate(engine.compile("a.b == 1"), { a: {} }, defaultBudget);
  expect(broken).toMatchObject({
    ok: false,
    error: { code: "EVALUATION", message: "No such key: b" },
  });
});

test("what is not known decides nothing, unless the rest decides alone", () => {
  const about = { is: "field", asset: assetWith("dataset:a/b"), path: ["tier"] } as const;
  const variables = {
    a: {
      get hidden(): bigint {
        throw new Undecided(() => "not known", about);
      },
    },
  };
  const verdict = (source: string): unknown =>
    engine.evaluate(engine.compile(source), variables, defaultBudget);
  expect(verdict("a.hidden > 0")).toMatchObject({ ok: false, error: { code: "UNDECIDED" } });
  expect(verdict("a.hidden > 0 && false")).toEqual({ ok: true, value: false });
  expect(verdict("[1, 2].all(x, x < 2 && a.hidden > 0)")).toEqual({ ok: true, value: false });
  expect(verdict("[1, 2].exists(x, x == 2 || a.hidden > 0)")).toEqual({ ok: true, value: true });
});

test("equal sources share one program", () => {
  const own = new CelEngine([]);
  expect(own.compile("1 < 2")).toBe(own.compile("1 < 2"));
});

const words = fc.constantFrom(
  "asset",
  ".",
  "name",
  "columns",
  "(",
  ")",
  "[",
  "]",
  "all",
  "x",
  ",",
  "&&",
  "||",
  "==",
  "1",
  "'a'",
  "upstream",
  "re",
  "matches",
  "?",
  ":",
  "{",
  "}",
  "in",
  "!",
  "-",
  "cel.bind",
  "\\",
  "\u0000",
  "👩",
  "//",
  "\n",
);

test("checking never throws, whatever the source", () => {
  const check = fc.property(
    fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 30 }).map((parts) => parts.join("")),
    ),
    (source) => {
      const { errors, type } = engine.check(source, environment);
      for (const { start, end } of errors)
        expect(start).toBeLessThanOrEqual(Math.max(end, source.length));
      expect(errors.length > 0 || type !== undefined).toBe(true);
    },
  );
  expect(() => fc.assert(check, { numRuns: 500 })).not.toThrow();
});
