// The program as it is installed: a process of its own, built from src by `npm run build`.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, openSync, closeSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { given, givenFolder } from "../support/opened.ts";
import { isolatedEnvironment } from "../support/repository.ts";
import { leak, shop } from "../support/shop.ts";

const program = "bin/lineagectl.js";

beforeAll(() => {
  if (!existsSync("dist/cli.js")) throw new Error("dist is missing: npm run build");
});

function environment(configHome: string): Record<string, string> {
  return { ...isolatedEnvironment(), XDG_CONFIG_HOME: configHome, SOURCE_DATE_EPOCH: "1795478400" };
}

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

async function run(folder: string, ...args: readonly string[]): Promise<Ended> {
  const env = environment(await givenFolder());
  const path = `${process.cwd()}/${program}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  return { status, out: stdout, err: stderr };
}

test("--version is that of the package", async () => {
  expect(await run(await givenFolder(), "--version")).toEqual({
    status: 0,
    out: `${manifest.version}\n`,
    err: "",
  });
});

test("--help and a usage error leave through their own streams and statuses", async () => {
  const folder = await givenFolder();
  expect(await run(folder, "--help")).toMatchObject({
    status: 0,
    out: expect.stringContaining("Is it right?"),
    err: "",
  });
  expect(await run(folder, "chekc")).toEqual({
    status: 2,
    out: "",
    err: "lineagectl: unknown command 'chekc'\n  did you mean check?\n",
  });
});

test("check in a repository ends with the status of its findings", async () => {
  const repository = await given(shop);
  expect(await run(repository.root, "check")).toMatchObject({
    status: 0,
    out: expect.stringContaining("✓ no findings"),
    err: "",
  });
  await repository.write(leak);
  const failed = await run(repository.root, "check", "--format", "json");
  expect(failed.status).toBe(1);
  expect(JSON.parse(failed.out)).toMatchObject({
    verdict: "fail",
    tool: { version: manifest.version },
  });
});

test("outside a repository there is one problem, one next step and no stack trace", async () => {
  const { status, out, err } = await run(await givenFolder(), "check");
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toMatch(/^lineagectl: .* is not in a Git repository\n {2}run git init there.*\n$/u);
});

test("a reader that goes before the end changes no status and prints no error", async () => {
  const repository = await given(shop);
  await repository.write(leak);
  const env = environment(await givenFolder());
  const child = spawn(process.execPath, [program, "-C", repository.root, "check"], { env });
  child.stdout.destroy();
  let err = "";
  child.stderr.on("data", (chunk: Buffer) => void (err += chunk.toString("utf8")));
  const status = await new Promise((resolve) => {
    child.on("close", resolve);
  });
  expect({ status, err }).toEqual({ status: 1, err: "" });
});

test.runIf(existsSync("/dev/full"))(
  "a full disk loses the result, and the status says so",
  async () => {
    const repository = await given(shop);
    const env = environment(await givenFolder());
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(
      process.execPath,
      [program, "-C", repository.root, "check"],
      {
        env,
        encoding: "utf8",
        stdio: ["ignore", full, "pipe"],
      },
    );
    closeSync(full);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^lineagectl: the output could not be written: ENOSPC/u);
  },
);

test("the packaged program reads a repository where no program git is found", async () => {
  const repository = await given(shop);
  const path = `${process.cwd()}/${program}`;
  const checked = (PATH: string): string => {
    const env = { ...environment(repository.root), PATH };
    const options = { cwd: repository.root, env, encoding: "utf8" } as const;
    return spawnSync(process.execPath, [path, "check", "--format", "json"], options).stdout;
  };
  const expected = checked(process.env["PATH"] ?? "");
  expect(expected).toContain('"snapshot"');
  expect(checked(await givenFolder())).toBe(expected);
});
