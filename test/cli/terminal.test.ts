import { expect, test } from "vitest";
import { visible } from "../../src/base/text.ts";
import { given } from "../support/opened.ts";
import { programIn, type ProgramOptions } from "../support/program.ts";
import { customers, leak, shop } from "../support/shop.ts";

const escape = "\u001b[";

test.each<[string, ProgramOptions, readonly string[], boolean]>([
  ["a pipe", {}, [], false],
  ["a terminal", { stdoutIsTerminal: true }, [], true],
  ["a dumb terminal", { stdoutIsTerminal: true, env: { TERM: "dumb" } }, [], false],
  ["NO_COLOR", { stdoutIsTerminal: true, env: { NO_COLOR: "1" } }, [], false],
  ["an empty NO_COLOR", { stdoutIsTerminal: true, env: { NO_COLOR: "" } }, [], true],
  ["FORCE_COLOR", { env: { FORCE_COLOR: "1" } }, [], true],
  ["FORCE_COLOR=0", { stdoutIsTerminal: true, env: { FORCE_COLOR: "0" } }, [], false],
  ["NO_COLOR before FORCE_COLOR", { env: { NO_COLOR: "1", FORCE_COLOR: "1" } }, [], false],
  ["--color before NO_COLOR", { env: { NO_COLOR: "1" } }, ["--color"], true],
  ["--no-color before FORCE_COLOR", { env: { FORCE_COLOR: "1" } }, ["--no-color"], false],
])("colour by %s", async (_, options, flags, colored) => {
  const { out } = await programIn(await given({}), options).run("check", ...flags);
  expect(out.includes(escape)).toBe(colored);
});

test("colour adds nothing that a sign does not say", async () => {
  const repository = await given(shop);
  await repository.write(leak);
  const plain = await programIn(repository).run("check");
  const colored = await programIn(repository).run("check", "--color");
  // oxlint-disable-next-line no-control-regex -- escape sequences are what is taken away
  expect(colored.out.replaceAll(/\u001b\[\d+m/gu, "")).toBe(plain.out);
});

test.each([
  { LC_ALL: "C" },
  { LC_ALL: "", LANG: "POSIX" },
  { LC_ALL: undefined, LC_CTYPE: "de_DE.ISO-8859-1" },
])("a terminal with %j is given nothing but ASCII", async (locale) => {
  const repository = await given(shop);
  await repository.write(leak);
  const options = { stdoutIsTerminal: true, env: { ...locale, NO_COLOR: "1" } };
  const program = programIn(repository, options);
  const outputs = await Promise.all([
    program.run("check"),
    program.run("graph"),
    program.run("diff"),
    program.run("cost", "diff"),
    program.run("cost", "estimate"),
    program.run("explain", "PRIV-019"),
    program.run("policy", "list"),
  ]);
  // oxlint-disable-next-line no-control-regex -- the whole of ASCII
  const foreign = outputs.flatMap(({ out }) => out.match(/[^\x00-\x7f]+/gu) ?? []);
  expect(foreign).toEqual([]);
  expect(outputs[0].out).toContain("x PRIV-019");
});

test("a pipe is given Unicode whatever the locale: a file is read elsewhere", async () => {
  const { out } = await programIn(await given(shop), { env: { LC_ALL: "C" } }).run("check");
  expect(out).toContain("✓ no findings");
});

test("a wide terminal is used, a narrow one is not overrun by tables", async () => {
  const repository = await given(shop);
  await repository.write(leak);
  const wide = await programIn(repository, { columns: 140 }).run("cost", "diff");
  const narrow = await programIn(repository, { columns: 60 }).run("cost", "diff");
  expect(wide.out).toMatch(/step prepare cpu .* 8 vCPU × 30 min/u);
  expect(narrow.out.split("\n").filter((line) => line.length > 60)).toEqual([]);
});

const hostile = "evil\u001b[31m\u202etxt\u2028\u0007.yaml";
const hostileName = "bad\u001b]0;owned\u0007\u202e\u2066name";

test("hostile names of files and values never reach the terminal as they are", async () => {
  const text = customers().replace("name: customers", `name: ${JSON.stringify(hostileName)}`);
  const column = customers(`description: ${JSON.stringify(`x\r\n${hostileName}`)}`).replace(
    "name: id",
    `name: ${JSON.stringify(hostileName)}`,
  );
  const repository = await given({
    ...shop,
    [`lineage/${hostile}`]: text,
    "lineage/customers.yaml": column,
    [`lineage/line\nfeed.yaml`]: "a: [\napiVersion: lineagectl.dev/v1\nkind: Dataset\n",
    [`.lineage/${hostile}`]: "x",
  });
  await repository.write({ [`lineage/new${hostile}`]: text });
  const program = programIn(repository);
  const runs = await Promise.all([
    program.run("check"),
    program.run("check", "--format", "json"),
    program.run("graph"),
    program.run("graph", "--format", "json"),
    program.run("graph", "--format", "mermaid"),
    program.run("diff"),
    program.run("diff", "--format", "json"),
    program.run("cost", "estimate"),
    program.run("verify"),
    program.run("graph", hostileName),
    program.run("explain", hostileName),
    program.run("check", "--format", hostileName),
    program.run("check", "--fail-on", hostileName),
    program.run("check", "--base", hostileName),
    program.run(hostileName),
    program.run("check", `--${hostileName}`),
    program.run("help", hostileName),
    program.run("-C", hostileName, "check"),
  ]);
  const lines = runs.flatMap(({ out, err }) => `${out}${err}`.split("\n"));
  expect(lines.filter((line) => line !== visible(line))).toEqual([]);
  expect(lines.join("\n")).toContain("\\x1b[31m\\u202etxt");
});

test("a reader that goes early changes no status and prints no error", async () => {
  const repository = await given(shop);
  await repository.write(leak);
  const lost = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
  expect(await programIn(repository, { lost }).run("check")).toMatchObject({ status: 1, err: "" });
});

test("an output that is lost is a failure, not a success", async () => {
  const lost = Object.assign(new Error("ENOSPC: no space left on device, write"), {
    code: "ENOSPC",
  });
  expect(await programIn(await given(shop), { lost }).run("check")).toMatchObject({
    status: 2,
    err: "lineagectl: the output could not be written: ENOSPC: no space left on device, write\n",
  });
});
