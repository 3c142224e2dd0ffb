import { expect, test } from "vitest";
import { given, givenFolder } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import { shop } from "../support/shop.ts";

test.each([
  [["chekc"], "unknown command 'chekc'", "did you mean check?"],
  [["frobnicate"], "unknown command 'frobnicate'", "lineagectl --help lists what there is"],
  [["cost", "estimat"], "unknown command 'estimat'", "did you mean estimate?"],
  [["check", "--bas", "main"], "unknown option '--bas'", "did you mean --base?"],
  [["diff", "stray"], "too many arguments for 'diff'", "lineagectl diff --help"],
  [["check", "--base"], "option '--base <rev>' argument missing", "lineagectl check --help"],
  [["check", "--staged", "--head", "HEAD"], "'--staged' cannot be used with", "check --help"],
  [["trace"], "missing required argument 'asset'", "lineagectl trace --help"],
  [["key", "new", "--type", "rsa"], "Allowed choices are ed25519, ecdsa-p256", "key new --help"],
  [["check", "--format", "jsn"], "unknown format jsn", "did you mean json?"],
  [["diff", "--format", "sarif"], "unknown format sarif", "one of text, json, markdown, html"],
  [["check", "--fail-on", "eror"], '--fail-on does not know "eror"', "did you mean error?"],
  [["check", "--fail-on", ""], '--fail-on does not know ""', "one of error, warning, info"],
  [["check", "--as-of", "24.11.2026"], "--as-of 24.11.2026 is no day", "YYYY-MM-DD"],
  [["check", "--as-of", "2026-02-30"], "--as-of 2026-02-30 is no day", "YYYY-MM-DD"],
  [["explain", "PRIV-19"], "there is no rule PRIV-19", "did you mean PRIV-019?"],
  [["explain", "nonsense"], "there is no rule nonsense", "lineagectl explain lists the rules"],
  [["help", "chekc"], "there is no help on chekc", "did you mean check?"],
])("%j is a usage error with one next step", async (args, problem, help) => {
  const { status, out, err } = await programIn(await givenFolder()).run(...args);
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toMatch(/^lineagectl: [^\n]+\n {2}[^\n]+\n$/u);
  expect(err).toContain(problem);
  expect(err).toContain(help);
});

test("an asset that does not exist is named with the one that was meant", async () => {
  const program = programIn(await given(shop));
  expect(await program.run("graph", "shop/custmers")).toEqual({
    status: 2,
    out: "",
    err: "lineagectl: there is no asset shop/custmers\n  did you mean shop/customers?\n",
  });
  expect(await program.run("graph", "zzz")).toMatchObject({
    status: 2,
    err: expect.stringContaining("lineagectl graph lists them"),
  });
});

test.each(["0", "-1", "two", "1.5"])("--depth %s is no number of steps", async (depth) => {
  const { status, err } = await programIn(await given(shop)).run(
    "graph",
    "churn",
    `--depth=${depth}`,
  );
  expect(status).toBe(2);
  expect(err).toContain(`--depth ${depth} is no number of steps`);
});

test("a depth without an asset is refused instead of ignored", async () => {
  const { status, err } = await programIn(await given(shop)).run("graph", "--depth", "2");
  expect({ status, err }).toEqual({
    status: 2,
    err: "lineagectl: --depth needs an asset to count from\n  lineagectl graph ASSET --depth 2\n",
  });
});

test("without a command there is help and no success: a script that lost its word must not pass", async () => {
  const { status, out, err } = await programIn(await givenFolder()).run();
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toContain("Most used:");
  expect(await programIn(await givenFolder()).run("cost")).toMatchObject({ status: 2 });
});

test("the version is that of the installation, wherever the option stands alone or first", async () => {
  const program = programIn(await givenFolder());
  const expected = { status: 0, out: "0.0.0\n", err: "" };
  expect(await program.run("--version")).toEqual(expected);
  expect(await program.run("-V")).toEqual(expected);
});

const commands = [
  [],
  ["check"],
  ["explain"],
  ["policy"],
  ["policy", "list"],
  ["graph"],
  ["trace"],
  ["history"],
  ["diff"],
  ["cost"],
  ["cost", "estimate"],
  ["cost", "diff"],
  ["attest"],
  ["verify"],
  ["key"],
  ["key", "new"],
  ["key", "show"],
  ["init"],
  ["suggest"],
  ["completion"],
];

test.each(commands.map((words) => [words]))("help of %j fits 80 columns", async (words) => {
  const program = programIn(await givenFolder(), { columns: 200 });
  const { status, out, err } = await program.run(...words, "--help");
  expect({ status, err }).toEqual({ status: 0, err: "" });
  expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(await program.run("help", ...words)).toEqual({ status: 0, out, err: "" });
});

test.each(
  commands
    .filter((words) => !["", "cost", "key", "policy"].includes(words.join(" ")))
    .map((words) => [words]),
)("help of %j has examples", async (words) => {
  const { out } = await programIn(await givenFolder()).run(...words, "--help");
  expect(out).toMatch(
    new RegExp(`\\nExamples:\\n(?: {2}.*\\n)* {2}.*lineagectl ${words.join(" ")}`, "u"),
  );
});

test("help groups the commands by the question that they answer", async () => {
  const { out } = await programIn(await givenFolder()).run("--help");
  expect(out.match(/^[A-Z][\w ?]+(?=\n {2}\w)/gmu)).toEqual([
    "Is it right?",
    "What is connected?",
    "What does it cost?",
    "Can I prove it?",
    "Get started",
  ]);
});

test("help tells what the exit statuses mean", async () => {
  const { status, out } = await programIn(await givenFolder()).run("help", "exit-codes");
  expect(status).toBe(0);
  expect(out).toContain("  5  a policy could not be evaluated: neither pass nor fail");
});
