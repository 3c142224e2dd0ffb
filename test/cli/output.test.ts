import { mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { given, givenFolder } from "../support/opened.ts";
import { outputOf } from "../support/outputs.ts";
import { programIn } from "../support/program.ts";
import { sarifProblems } from "../support/sarif.ts";
import { leak, shop } from "../support/shop.ts";
import { parseXml } from "../support/xml.ts";

const read = (path: string): Promise<string> => readFile(path, "utf8");

test("one run gives the terminal its text and each file its format", async () => {
  const repository = await given(shop);
  await repository.write(leak);
  const program = programIn(repository);
  const alone = await program.run("check");
  const folder = await givenFolder();
  const formats = ["text", "json", "markdown", "html", "sarif", "github", "gitlab", "junit"];
  const outputs = formats.flatMap((name) => ["--output", `${name}=${join(folder, name)}`]);
  expect(await program.run("check", ...outputs)).toEqual(alone);
  const text = async (name: string): Promise<string> => read(join(folder, name));
  expect(sarifProblems(await text("sarif"))).toEqual([]);
  expect(outputOf(await text("json"))).toMatchObject({ exitCode: 1 });
  expect(parseXml(await text("junit")).name).toBe("testsuites");
  expect(parseXml(await text("html")).name).toBe("html");
  expect(await text("markdown")).toMatch(/^### lineagectl: ✗ 1 error/u);
  expect(await text("github")).toContain("::error file=lineage/features.yaml,line=8,");
  expect(await text("github")).toContain("title=PRIV-019 Personal data");
  expect(JSON.parse(await text("gitlab"))[0]).toMatchObject({ check_name: "PRIV-019" });
  expect(await text("text")).toContain("✗ PRIV-019");
});

test.each(["markdown", "html", "sarif", "github", "gitlab", "junit"])(
  "--format %s prints what --output writes, and the exit status stays",
  async (format) => {
    const repository = await given(shop);
    await repository.write(leak);
    const program = programIn(repository);
    const printed = await program.run("check", "--format", format, "--color");
    const path = join(await givenFolder(), "out");
    const both = await program.run("check", "--output", `${format}=${path}`);
    expect([printed.status, both.status, printed.err]).toEqual([1, 1, ""]);
    expect(await read(path)).toBe(printed.out);
  },
);

test.each([
  ["diff", ["markdown", "html"]],
  ["cost diff", ["markdown", "html"]],
  ["verify", ["markdown", "html", "sarif", "github", "gitlab", "junit"]],
])("%s has the formats that make sense for it", async (command, formats) => {
  const program = programIn(await given(shop));
  for (const format of formats) {
    const { status, out } = await program.run(...command.split(" "), "--format", format);
    expect(status, format).toBeLessThanOrEqual(1);
    expect(out, format).not.toBe("");
  }
});

test("a file is replaced whole, relative to where the person stands", async () => {
  const repository = await given({ ...shop, "sub/x.txt": "" });
  const program = programIn(join(repository.root, "sub"));
  await repository.write({ "sub/report.md": "old" });
  expect(await program.run("check", "--output", "markdown=report.md")).toMatchObject({ status: 0 });
  expect(await read(join(repository.root, "sub/report.md"))).toMatch(/^### lineagectl: ✓/u);
  expect(await readdir(join(repository.root, "sub"))).toEqual(["report.md", "x.txt"]);
});

test("a path may hold an equals sign; folders are made", async () => {
  const folder = await givenFolder();
  const program = programIn(await given(shop));
  await program.run("check", "--output", `junit=${join(folder, "a=b/c.xml")}`);
  expect(await read(join(folder, "a=b/c.xml"))).toContain("<testsuites>");
});

test.each([
  [["report.sarif"], "--output report.sarif does not say which format goes where", "FORMAT=PATH"],
  [["sarif="], "--output sarif= does not say", "--output sarif=report.sarif"],
  [["=x"], "--output =x does not say", "FORMAT=PATH"],
  [["sarf=x"], "unknown format sarf", "did you mean sarif?"],
  [["constructor=x"], "unknown format constructor", "one of text, json, markdown"],
  [["sarif=x", "--output", "json=./x"], "--output names ./x twice", undefined],
  [
    ["json=lineage/features.yaml"],
    "would replace lineage/features.yaml, which is an input",
    undefined,
  ],
  [["json=.lineage/baseline.json"], "would replace .lineage/baseline.json", undefined],
  [["json=.git/config"], ".git/config lies in Git's own directory", undefined],
  [["json=lineage"], "lineage is no file that can be replaced", "name a regular file"],
])("--output %j is refused, and nothing is printed or written", async (outputs, problem, help) => {
  const program = programIn(await given(shop));
  const { status, out, err } = await program.run("check", "--output", ...outputs);
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toContain(problem);
  expect(err).toContain(help ?? "");
});

test("a link that the repository put in the way is not followed", async () => {
  const repository = await given(shop);
  const elsewhere = await givenFolder();
  await symlink(elsewhere, join(repository.root, "reports"));
  await mkdir(join(repository.root, "real"));
  const program = programIn(repository);
  const { status, err } = await program.run("check", "--output", "json=reports/check.json");
  expect(status).toBe(2);
  expect(err).toContain("crosses the symbolic link");
  expect(await readdir(elsewhere)).toEqual([]);
});

test("where the configuration is broken nothing is written", async () => {
  const folder = await givenFolder();
  const program = programIn(await given({ ...shop, "lineagectl.yaml": "polcy: {}\n" }));
  const { status } = await program.run("check", "--output", `sarif=${join(folder, "x")}`);
  expect(status).toBe(2);
  expect(await readdir(folder)).toEqual([]);
});
