// The architecture and the house rules, as tests; each rule carries text that it must refuse and text that it must not.
import { readFileSync, statSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";
import layers from "../layers.json" with { type: "json" };
import manifest from "../package.json" with { type: "json" };
import { cyclesOf, importProblems, layerOf, type Table } from "./support/layering.ts";
import { filesBelow, type Source, sourceOf, sourcesBelow } from "./support/sources.ts";

type Planted = readonly [path: string, text: string];

interface TidyRule {
  readonly claim: string;
  readonly find: (source: Source) => readonly string[];
  readonly bad: readonly Planted[];
  readonly good: readonly Planted[];
}

const table: Table = layers;
const sources = sourcesBelow("src");
const ours = ["src", "test", "scripts", "bench", "bin"].flatMap(sourcesBelow);

const lines = (count: number): string => "export {};\n".repeat(count);
const isAtEdge = (path: string): boolean => ["cli", "host"].includes(layerOf(path));
// Members of Node's own process; a port may be called process too.
const ambient =
  /\bDate\.now\(|\bnew Date\b(?!\s*\(\s*[^\s)])|\bMath\.random\(|\bperformance\.now\(|(?<![.\w])(?:globalThis\.)?process\.(?:env|exit|exitCode|cwd|chdir|argv|std(?:in|out|err)|platform|arch|versions?|pid|hrtime|uptime|memoryUsage|cpuUsage|nextTick|umask|emitWarning|execPath|execArgv)\b/gu;

const rules: readonly TidyRule[] = [
  {
    claim: "imports follow layers.json",
    find: (source) => importProblems(source, table),
    bad: [
      ["src/policy/a.ts", 'import { b } from "../host/b.ts";'],
      ["src/policy/rules/a.ts", 'import type { B } from "../../app/b.ts";'],
      ["src/policy/a.ts", 'const { b } = await import("../cli/b.ts");'],
      ["src/policy/a.ts", 'import "../cost/b.ts";'],
      ["src/policy/a.ts", 'import { parse } from "yaml";'],
      ["src/policy/a.ts", 'await import("chalk");'],
      ["src/policy/a.ts", 'import { expect } from "vitest";'],
      ["src/policy/a.ts", 'import { createHash } from "node:crypto";'],
      ["src/policy/a.ts", 'import { readFileSync } from "fs";'],
      ["src/cli/a.ts", 'import { spawn } from "node:child_process";'],
      ["src/app/a.ts", 'import { b } from "../index.ts";'],
      ["src/app/a.ts", 'import { b } from "../../test/b.ts";'],
      ["src/spec/dbt/a.ts", 'import { b } from "../argocd/b.ts";'],
      ["src/unheard/a.ts", 'import { b } from "../base/b.ts";'],
      ["src/index.ts", 'export { b } from "./host/b.ts";'],
    ],
    good: [
      ["src/policy/a.ts", 'import { b } from "../model/b.ts"; import { c } from "./c.ts";'],
      [
        "src/policy/a.ts",
        'await import("@marcbachmann/cel-js"); await import("./generated/rules.mjs");',
      ],
      ["src/policy/a.ts", '// import { b } from "../host/b.ts"\nconst s = `from "../host/b.ts"`;'],
      ["src/host/a.ts", 'import { readFile } from "node:fs/promises";'],
      ["src/spec/dbt/a.ts", 'import { b } from "../adapter.ts"; import { c } from "./c.ts";'],
      ["src/index.ts", 'export { b } from "./app/b.ts";'],
      ["src/index.ts", 'export { b } from "./host/portable/b.ts";'],
    ],
  },
  {
    claim: "only src/index.ts re-exports",
    find: ({ path, code }) =>
      path === "src/index.ts"
        ? []
        : matches(code, /\bexport\s+(?:type\s+)?(?:\*|\{[^}]*\})[^;{}\n]*\bfrom\b/gu),
    bad: [
      ["src/model/a.ts", 'export * from "./b.ts";'],
      ["src/model/a.ts", 'export type {\n  B,\n} from "./b.ts";'],
    ],
    good: [
      ["src/index.ts", 'export { b } from "./app/b.ts";'],
      ["src/model/a.ts", "const b = 1;\nexport { b };\nexport const from = 2;"],
    ],
  },
  {
    claim: "no any",
    find: ({ code }) => matches(code, /(?<=[:<,|&(=]\s*|\bas\s+)any\b(?!\s*[:(?.])/gu),
    bad: [
      ["src/model/a.ts", "const b: any = 1;"],
      ["src/model/a.ts", "const b = c as any;"],
      ["src/model/a.ts", "type B = Map<string, any>;"],
    ],
    good: [
      ["src/model/a.ts", 'const b: { any: 1 } = { any: 1 }; // any\nconst anyone = "x: any";'],
    ],
  },
  {
    claim: "the clock, chance, the environment and the process belong to host and cli",
    find: ({ path, code }) => (isAtEdge(path) ? [] : matches(code, ambient)),
    bad: [
      ["src/app/a.ts", "const b = Date.now();"],
      ["src/app/a.ts", "const b = new Date();"],
      ["src/app/a.ts", "const b = Math.random();"],
      ["src/app/a.ts", "const b = `${process.env.HOME}`;"],
      ["src/report/a.ts", "process.stdout.write(b);"],
    ],
    good: [
      ["src/app/a.ts", "const b = new Date(clock.now()); ports.process.run(c); process.run(d);"],
      ["src/host/a.ts", "const b = Date.now();"],
      ["src/cli/a.ts", "const b = process.env;"],
    ],
  },
  {
    claim: "every order is explicit and the same on every machine",
    find: ({ code }) =>
      matches(code, /\.(?:toLocale\w+|localeCompare)\(|\.sort\(\s*\)|\bIntl\.Collator\b/gu),
    bad: [
      ["src/model/a.ts", "names.sort((a, b) => a.localeCompare(b));"],
      ["src/model/a.ts", "names.sort();"],
    ],
    good: [["src/model/a.ts", "names.toSorted(byCodeUnit);"]],
  },
];

const everywhere: readonly TidyRule[] = [
  {
    claim: "files have at most 350 lines",
    find: ({ text }) => (text.split("\n").length > 351 ? ["too long"] : []),
    bad: [["src/model/a.ts", lines(351)]],
    good: [["src/model/a.ts", lines(350)]],
  },
  {
    claim: "comments hold no reminders",
    find: ({ comments }) => matches(comments, /\b(?:TODO|FIXME|XXX|HACK)\b/gu),
    bad: [
      ["src/model/a.ts", "const b = 1; // TODO: c"],
      ["src/model/a.ts", "/*\n * FIXME\n */"],
    ],
    good: [["src/sql/a.ts", 'const b = "TODO"; const c = /\\/\\/ FIXME/u;']],
  },
  {
    claim: "no test is skipped or runs alone",
    find: ({ code }) =>
      matches(code, /\b(?:test|it|describe|suite)(?:\.\w+)*\.(?:skip|only|todo)\b/gu),
    bad: [
      ["test/a.test.ts", 'test.skip("b", c);'],
      ["test/a.test.ts", 'describe.concurrent.only("b", c);'],
    ],
    good: [["test/a.test.ts", 'test("b", () => expect(rules.only).toEqual("test.skip"));']],
  },
];

test.each(rules.map((rule) => [rule.claim, rule] as const))("src: %s", (_, { find }) => {
  expect(sources.flatMap(found(find))).toEqual([]);
});

test.each(everywhere.map((rule) => [rule.claim, rule] as const))(
  "everywhere: %s",
  (_, { find }) => {
    expect(ours.flatMap(found(find))).toEqual([]);
  },
);

test.each([...rules, ...everywhere].map((rule) => [rule.claim, rule] as const))(
  "planted text is told apart: %s",
  (_, { find, bad, good }) => {
    const fires = ([path, text]: Planted): boolean => find(sourceOf(path, text)).length > 0;
    expect(bad.filter((planted) => !fires(planted))).toEqual([]);
    expect(good.filter(fires)).toEqual([]);
  },
);

test("every folder of src is in the table of layers, and the table has no cycle", () => {
  const folders = new Set(
    filesBelow("src")
      .filter((path) => path.split("/").length > 2)
      .map(layerOf),
  );
  expect([...folders].filter((folder) => !Object.hasOwn(table, folder))).toEqual([]);
  expect(cyclesOf(table)).toEqual([]);
});

test("a cycle in the table and a row that names no folder are found", () => {
  expect(cyclesOf({ a: { may: ["b"] }, b: { may: ["c"] }, c: { may: ["a"] } })).toContain(
    "a > b > c > a",
  );
  expect(cyclesOf({ a: { may: ["b"] } })).toEqual(["a > b > ?"]);
});

test("only cli may import host, and every package of ours has exactly one home", () => {
  const importers = Object.entries(table).filter(([, { may }]) => may.includes("host"));
  expect(importers.map(([folder]) => folder)).toEqual(["cli"]);
  const homes = Object.values(table).flatMap(({ packages = [] }) => packages);
  expect(homes.toSorted()).toEqual(Object.keys(manifest.dependencies).toSorted());
});

test("every adapter, rule and reporter has its fixtures", () => {
  expect(
    withoutFixtures([...filesBelow("src"), ...filesBelow("fixtures")], reporters(sources)),
  ).toEqual([]);
});

test("a missing fixture is named", () => {
  const paths = [
    "src/spec/dbt/index.ts",
    "src/policy/rules/PRIV-001.yaml",
    "fixtures/policy/PRIV-001/pass/a.yaml",
  ];
  const text = "export const sarifReporter: Reporter = { render };";
  const formats = reporters([
    sourceOf("src/report/sarif.ts", text),
    sourceOf("src/report/row.ts", "export {};"),
  ]);
  const missing = ["fixtures/spec/dbt/", "fixtures/policy/PRIV-001/fail/", "fixtures/report/sarif"];
  expect(withoutFixtures(paths, formats)).toEqual(missing);
  const complete = [
    "fixtures/spec/dbt/a",
    "fixtures/policy/PRIV-001/fail/a",
    "fixtures/report/check.sarif.json",
  ];
  expect(withoutFixtures([...paths, ...complete], formats)).toEqual([]);
});

test("no file holds a path of the machine it was written on", () => {
  const small = filesBelow(".").filter((path) => statSync(path).size < 1_000_000);
  expect(small.flatMap((path) => machinePaths(path, readFileSync(path, "latin1")))).toEqual([]);
});

test("a path of a machine is found, in a fixture only that of this checkout", () => {
  const home = ["", "home", "ada", "shop"].join("/");
  expect(machinePaths("docs/a.md", `see ${home}`)).toHaveLength(1);
  expect(machinePaths("fixtures/a.yaml", `path: ${home}`)).toEqual([]);
  expect(machinePaths("fixtures/a.yaml", `path: ${process.cwd()}/b`)).toHaveLength(1);
});

test("the scripts and the lock file are what the other checks rely on", () => {
  // Without -c oxlint runs its defaults on Node 20 and says nothing.
  expect(manifest.scripts.lint).toContain("-c oxlint.config.mjs");
  expect(
    readFileSync("bin/lineagectl.js", "utf8").trimEnd().split("\n").length,
  ).toBeLessThanOrEqual(8);
  expect(readFileSync("package-lock.json", "utf8")).not.toContain('"resolved"');
});

function found(find: TidyRule["find"]): (source: Source) => string[] {
  return (source) => find(source).map((what) => `${source.path}: ${what}`);
}

function matches(text: string, expression: RegExp): string[] {
  return [...text.matchAll(expression)].map(
    ({ index, 0: what }) => `line ${text.slice(0, index).split("\n").length}: ${what}`,
  );
}

function reporters(candidates: readonly Source[]): string[] {
  return candidates
    .filter(({ path }) => layerOf(path) === "report")
    .filter(({ code }) => /\bexport const \w+Reporter\b/u.test(code))
    .map(({ path }) => posix.basename(path, ".ts"));
}

/** Names what is missing below fixtures/ for these paths of src and these report formats. */
function withoutFixtures(paths: readonly string[], formats: readonly string[]): string[] {
  const named = (expression: RegExp): string[] => [
    ...new Set(paths.flatMap((path) => expression.exec(path)?.[1] ?? [])),
  ];
  const folders = [
    ...named(/^src\/spec\/([^/]+)\/.+/u).map((tool) => `fixtures/spec/${tool}/`),
    ...named(/^src\/policy\/rules\/(.+)\.yaml$/u).flatMap((id) => [
      `fixtures/policy/${id}/pass/`,
      `fixtures/policy/${id}/fail/`,
    ]),
  ];
  const goldens = new Set(
    paths
      .filter((path) => path.startsWith("fixtures/report/"))
      .flatMap((path) => path.split(/[/.]/u)),
  );
  return [
    ...folders.filter((folder) => !paths.some((path) => path.startsWith(folder))),
    ...formats
      .filter((format) => !goldens.has(format))
      .map((format) => `fixtures/report/${format}`),
  ];
}

/** Foreign text may speak of anyone's machine; ours may not, and nobody's may name this checkout. */
function machinePaths(path: string, text: string): string[] {
  const isForeign = /^(?:fixtures|examples|schemas\/foreign)\/|^LICENSE$/u.test(path);
  const checkout = process.cwd().split("/").length > 2 && text.includes(process.cwd());
  const home = isForeign
    ? []
    : matches(text, /(?<![\w.*])(?:\/(?:home|Users)\/\w+|[A-Z]:\\Users\\\w+)/gu);
  return [...(checkout ? [process.cwd()] : []), ...home].map((what) => `${path}: ${what}`);
}
