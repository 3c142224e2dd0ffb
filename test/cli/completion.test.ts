import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { completionScripts, shells } from "../../src/cli/shells.ts";
import { given, givenFolder } from "../support/opened.ts";
import { programIn, type Program } from "../support/program.ts";
import { model, policy, shop } from "../support/shop.ts";

const inShop = async (): Promise<Program> => {
  const program = programIn(
    await given({ ...shop, "policies/x.yaml": policy("SHOP-001", "asset.tags.size() > 0") }),
  );
  await program.run("check");
  return program;
};

async function offered(program: Program, ...words: readonly string[]): Promise<readonly string[]> {
  const { status, out, err } = await program.run("__complete", "--", ...words);
  expect({ status, err }).toEqual({ status: 0, err: "" });
  return out.split("\n").slice(0, -1);
}

test("commands are completed, those of a group too, and the hidden one is not offered", async () => {
  const program = await inShop();
  expect(await offered(program, "c")).toEqual(["check", "cost", "completion"]);
  expect(await offered(program, "cost", "")).toEqual(["estimate", "diff"]);
  expect(await offered(program, "_")).toEqual([]);
  expect(await offered(program, "help", "key", "")).toEqual(["new", "show"]);
  expect(await offered(program, "help", "ex")).toEqual(["explain", "exit-codes"]);
});

test("flags are completed, those of every command too, and behind them their values", async () => {
  const program = await inShop();
  expect(await offered(program, "check", "--ba")).toEqual(["--base"]);
  expect(await offered(program, "check", "--no")).toEqual(["--no-color", "--no-cache"]);
  expect(await offered(program, "graph", "--format", "")).toEqual([
    "text",
    "json",
    "mermaid",
    "dot",
    "svg",
    "html",
    "openlineage",
  ]);
  expect(await offered(program, "graph", "--format=m")).toEqual(["--format=mermaid"]);
  expect(await offered(program, "check", "--fail-on", "un")).toEqual(["unknown", "undecided"]);
  expect(await offered(program, "key", "new", "--type", "")).toEqual(["ed25519", "ecdsa-p256"]);
  expect(await offered(program, "-C", "x", "grap")).toEqual(["graph"]);
});

test("assets and rules of the repository are completed as far as an earlier run read them", async () => {
  const program = await inShop();
  expect(await offered(program, "trace", "shop/c")).toEqual(["shop/churn", "shop/customers"]);
  expect(await offered(program, "trace", "x", "--to", "shop/f")).toEqual(["shop/features"]);
  expect(await offered(program, "explain", "SHOP")).toEqual(["SHOP-001"]);
  expect(await offered(program, "explain", "SYN-00")).toContain("SYN-001");
  const fresh = programIn(await given(shop));
  expect(await offered(fresh, "trace", "")).toEqual([]);
});

test("where nothing is known the shell is left to offer files, and nothing is an error", async () => {
  expect(await offered(await inShop(), "check", "lin")).toEqual([]);
  const outside = programIn(await givenFolder());
  expect(await offered(outside, "trace", "")).toEqual([]);
  expect(await offered(outside, "explain", "PRIV-02")).toEqual(["PRIV-020"]);
  expect(await offered(outside, "nonsense", "x", "")).toEqual([]);
  expect(await offered(outside)).toContain("check");
});

test("a name that a shell would act on is never offered", async () => {
  const hostile = model.replace("name: churn", 'name: "churn$(touch x)"');
  const program = programIn(await given({ ...shop, "lineage/model.yaml": hostile }));
  await program.run("check");
  expect(await offered(program, "trace", "shop/")).not.toContain("shop/churn$(touch x)");
});

test("a shell without a script is refused with those that have one", async () => {
  const program = programIn(await givenFolder());
  expect(await program.run("completion", "tcsh")).toMatchObject({
    status: 2,
    err: expect.stringContaining("bash, zsh, fish"),
  });
  for (const shell of shells) {
    expect((await program.run("completion", shell)).out).toBe(completionScripts[shell]);
  }
});

const installed = (
  await Promise.all(shells.map(async (shell) => ((await isInstalled(shell)) ? [shell] : [])))
).flat();

test.each(installed)("%s accepts its script", async (shell) => {
  const script = join(await givenFolder(), "completion");
  await writeFile(script, completionScripts[shell]);
  await expect(sh(shell, ["-n", script])).resolves.toBeDefined();
});

/** What bash has for the current word, when the program answers as given; and what it was asked. */
async function inBash(
  line: string,
  words: readonly string[],
  answer: string,
): Promise<{ readonly asked: readonly string[]; readonly replies: readonly string[] }> {
  const folder = await givenFolder();
  await writeFile(join(folder, "completion"), completionScripts.bash);
  await writeFile(join(folder, "answer"), answer);
  const script = [
    'lineagectl() { printf "%s\\n" "$@" > asked; cat answer; }',
    "source ./completion",
    `COMP_LINE='${line}'; COMP_POINT=${line.length}`,
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}`,
    "_lineagectl",
    'printf "%s\\n" "${COMPREPLY[@]}"; echo ====; cat asked',
  ].join("\n");
  const out = await sh("bash", ["-c", script], folder);
  const [replies = "", asked = ""] = out.split("====\n");
  const lines = (text: string): readonly string[] => text.split("\n").slice(0, -1);
  return { asked: lines(asked), replies: lines(replies) };
}

test("bash asks for the words up to the cursor and takes the answer", async () => {
  const program = await inShop();
  const line = "lineagectl trace shop/c";
  const first = await inBash(line, ["lineagectl", "trace", "shop/c"], "");
  expect(first).toEqual({ asked: ["__complete", "--", "trace", "shop/c"], replies: [""] });
  const { out } = await program.run("__complete", "--", "trace", "shop/c");
  const second = await inBash(line, ["lineagectl", "trace", "shop/c"], out);
  expect(second.replies).toEqual(["shop/churn", "shop/customers"]);
});

test("bash, which ends words at = and :, gets only what it calls the current word", async () => {
  const equals = await inBash(
    "lineagectl graph --format=m",
    ["lineagectl", "graph", "--format", "=", "m"],
    "--format=mermaid\n",
  );
  expect(equals.replies).toEqual(["mermaid"]);
  const bare = await inBash(
    "lineagectl graph --format=",
    ["lineagectl", "graph", "--format", "="],
    "--format=text\n",
  );
  expect(bare.replies).toEqual(["text"]);
});

test("bash asks for the next word after a blank", async () => {
  const { asked, replies } = await inBash(
    "lineagectl cost ",
    ["lineagectl", "cost", ""],
    "estimate\ndiff\n",
  );
  expect({ asked, replies }).toEqual({
    asked: ["__complete", "--", "cost", ""],
    replies: ["estimate", "diff"],
  });
});

async function isInstalled(shell: string): Promise<boolean> {
  return sh(shell, ["-c", "exit 0"]).then(
    () => true,
    () => false,
  );
}

function sh(program: string, args: readonly string[], cwd = "."): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { cwd }, (error, stdout) => {
      if (error) reject(new Error(`${program}: ${error.message}`));
      else resolve(stdout);
    });
  });
}
