// Attacks on judging and pricing: rules and prices that are wrong, endless or unfair. None passes by accident.
import { expect, test } from "vitest";
import { findingsIn, lineagectl, type Run } from "../support/attacks.ts";
import { configFile, dataset } from "../support/host.ts";
import { given } from "../support/opened.ts";

interface Rule {
  readonly id?: string;
  readonly assert?: string;
  readonly when?: string;
  readonly field?: string;
  readonly message?: string;
}

function policy({
  id = "TEAM-001",
  assert = "true",
  when,
  field = "asset.format",
  message = "m",
}: Rule): string {
  const spec = {
    title: "t",
    description: "d",
    rationale: "r",
    severity: "error",
    match: { kinds: ["dataset"], ...(when !== undefined && { when }) },
    inputs: [{ field, undeclared: "fail" }],
    assert,
    message,
    blame: "asset.format",
    tests: [
      {
        name: "a",
        given: { asset: { kind: "dataset", type: "table", format: "iceberg" } },
        expect: "pass",
      },
      { name: "b", given: { asset: { kind: "dataset", type: "table" } }, expect: "fail" },
    ],
  };
  return JSON.stringify({
    apiVersion: "lineagectl.dev/v1",
    kind: "Policy",
    metadata: { id, version: "1.0.0", owner: "team/x" },
    spec,
  });
}

const nested = (depth: number): string =>
  depth === 0 ? "true" : `asset.columns.all(c${depth}, ${nested(depth - 1)})`;

/** What, the rule, what the check says of its file. */
const refused: readonly (readonly [string, Rule, string])[] = [
  ["comprehensions six deep", { assert: nested(6) }, "POL-002"],
  ["comprehensions three deep", { assert: nested(3) }, "POL-002"],
  [
    "a regular expression that backtracks for ever",
    { assert: 'asset.description.matches("^(a+)+$b")' },
    "POL-001",
  ],
  ["a regular expression that is none", { assert: 're(asset.description, "(")' }, "POL-001"],
  ["a back reference", { assert: String.raw`re(asset.description, "(a)\\1")` }, "POL-001"],
  ["an unknown function", { assert: "frobnicate(asset.name)" }, "POL-001"],
  ["a text where a condition should be", { assert: "asset.name" }, "POL-001"],
  ["a number where a condition should be", { assert: "1 + 1" }, "POL-001"],
  ["half an expression", { assert: "asset.name ==" }, "POL-001"],
  ["two thousand brackets", { assert: `${"(".repeat(2000)}true${")".repeat(2000)}` }, "POL-00"],
  [
    "twenty thousand conditions",
    { assert: Array.from({ length: 20_000 }, () => "true").join(" && ") },
    "SCH-005",
  ],
  ["a field that does not exist", { assert: 'asset.fromat == ""' }, "POL-001"],
  ["an input that does not exist", { field: "asset.fromat" }, "POL-003"],
  ["a field of the message that does not exist", { message: "{{asset.fromat}}" }, "POL-003"],
  ["a condition of the match that is none", { when: "asset.name" }, "POL-001"],
  ["members of JavaScript", { assert: "asset.__proto__ == asset.constructor" }, "POL-001"],
  ["the id of a rule of the program", { id: "PRIV-008" }, "POL-004"],
];

async function judged(files: Readonly<Record<string, string>>): Promise<Run> {
  const columns = Array.from(
    { length: 60 },
    (_, index) => `{name: c${index}, type: string, description: Column ${index}.}`,
  ).join(", ");
  const wide = dataset("wide", "a".repeat(4000)).replace(
    "type: table,",
    `type: table, columns: [${columns}],`,
  );
  const { root } = await given({ "lineagectl.yaml": configFile(), "wide.yaml": wide, ...files });
  return lineagectl(root, ["check", "--format", "json"]);
}

function number(index: number): string {
  return String(index + 1).padStart(3, "0");
}

test("a rule that cannot be right or cannot be afforded is refused at its file, and the run cannot judge", async () => {
  const files = refused.map(([, rule], index) => [
    `${number(index)}.json`,
    policy({ id: `TEAM-${number(index)}`, ...rule }),
  ]);
  const run = await judged(Object.fromEntries(files));
  const found = findingsIn(run);
  const missed = refused.filter(
    ([, , rule], index) =>
      !found.some(
        (finding) => finding.startsWith(rule) && finding.endsWith(` ${number(index)}.json`),
      ),
  );
  expect(missed.map(([what]) => what)).toEqual([]);
  expect(run.status).toBe(2);
});

test.each(refused.slice(0, 3))("%s alone is enough for status 2", async (_, rule) => {
  expect((await judged({ "policy.json": policy(rule) })).status).toBe(2);
});

test("a rule that breaks while it judges is neither pass nor fail", async () => {
  const run = await judged({
    "policy.json": policy({ assert: "1 / (size(asset.columns) - 60) == 1" }),
  });
  expect(run.status).toBe(5);
  expect(findingsIn(run)).toEqual(["POL-009 wide.yaml"]);
});

test("an expression that would backtrack for ever is answered at once by the engine that rules have", async () => {
  const run = await judged({
    "policy.json": policy({ assert: '!re(asset.description, "^(v|a+)+$b")' }),
  });
  expect([run.status, findingsIn(run)]).toEqual([0, []]);
});

interface Row {
  readonly price: string;
  readonly resource?: string;
  readonly unit?: string;
  readonly id?: string;
}

function table(name: string, rows: readonly Row[], currency = "EUR"): string {
  const prices = rows.map((row, index) => ({
    id: `p${index}`,
    resource: "cpu",
    unit: "vCPU.h",
    ...row,
  }));
  return JSON.stringify({
    apiVersion: "lineagectl.dev/v1",
    kind: "PriceTable",
    metadata: { name, owner: "team/x" },
    spec: { currency, source: { name: "x" }, prices },
  });
}

const pinned = `registry.example.com/x@sha256:${"a".repeat(64)}`;

function deployment(replicas: string, cpu = '"2"'): string {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d, namespace: n, annotations: {lineagectl.dev/owner: team/x}}\nspec:\n  replicas: ${replicas}\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: c, image: "${pinned}", resources: {requests: {cpu: ${cpu}}}}]}\n`;
}

const prices = table("p", [{ price: "1" }]);

async function priced(
  files: Readonly<Record<string, string>>,
  ...more: readonly string[]
): Promise<Run> {
  const { root } = await given({ "lineagectl.yaml": configFile(), ...files });
  return lineagectl(root, ["cost", "estimate", "--format", "json", ...more]);
}

/** State and expected amount of every line for CPU, in the order of the report. */
function cpuCosts({ out }: Run): readonly string[] {
  const { lines } = JSON.parse(out) as {
    readonly lines: readonly {
      readonly meter: string;
      readonly cost: { readonly state: string; readonly expected?: string };
    }[];
  };
  return lines
    .filter(({ meter }) => meter === "cpu")
    .map(({ cost }) => [cost.state, cost.expected].join(" ").trimEnd());
}

test("two prices that fit equally well are an error where they are used, and neither is taken", async () => {
  const run = await priced({
    "p.json": table("p", [{ price: "1" }, { price: "2" }]),
    "d.yaml": deployment("1"),
  });
  expect(run.status).toBe(1);
  expect(run.err).toContain("PRC-002");
  expect(cpuCosts(run)).toEqual(["unknown"]);
});

test("amounts that are none, negative or endless are no prices, and what they would price is unknown", async () => {
  const rows = ["-1", "NaN", "Infinity", "1e400", "0x10", "1".repeat(100_000), ""].map((price) => ({
    price,
  }));
  const run = await priced({ "p.json": table("p", rows), "d.yaml": deployment("1") });
  expect(run.status).toBe(2);
  expect(run.err.match(/SCH-\d+/gu)?.length).toBeGreaterThanOrEqual(rows.length);
  expect(cpuCosts(run)).toEqual(["unknown"]);
});

test("quantities beyond all reason are exact or unknown, never infinite, negative or zero", async () => {
  const amounts = ["1000000000000", "1e400", "-1", ".nan", "1.5", '"many"'];
  const cpus = ['"1e999999999"', `"${"9".repeat(100_000)}"`, '"-2"', "1e400"];
  const deployments = [
    ...amounts.map((replicas) => deployment(replicas)),
    ...cpus.map((cpu) => deployment("1", cpu)),
  ];
  const named = deployments.map((text, index) => [
    `${number(index)}.yaml`,
    text.replace("name: d,", `name: d${index},`),
  ]);
  const run = await priced(
    { "p.json": prices, ...Object.fromEntries(named) },
    "--fail-on",
    "unknown",
  );
  expect(run.status).toBe(3);
  // Nor does anybody get them all to read.
  expect(run.err.length).toBeLessThan(20_000);
  expect(cpuCosts(run)).toEqual([
    "known 1460000000000000",
    ...deployments.slice(1).map(() => "unknown"),
  ]);
});

test("amounts of two currencies are never added", async () => {
  const dollars = table("q", [{ price: "1", resource: "memory", unit: "GiB.h" }], "USD");
  const run = await priced({ "p.json": prices, "q.json": dollars, "d.yaml": deployment("1") });
  expect(run.status).toBe(1);
  expect(run.err).toContain("PRC-007");
  expect(JSON.parse(run.out).total).toMatchObject({ expected: "1460", unknown: 1 });
});
