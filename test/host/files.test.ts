import { execFile, spawnSync } from "node:child_process";
import * as promises from "node:fs/promises";
import { mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { repoPath } from "../../src/base/path.ts";
import { filesOn, type FileSystem } from "../../src/host/files.ts";
import { givenFolder } from "../support/opened.ts";

const files = filesOn();
const bytes = (text: string): Uint8Array => Buffer.from(text);
const text = async (path: string): Promise<string> => readFile(path, "utf8");

test("a file is created with its folders, and nothing else is left behind", async () => {
  const folder = await givenFolder();
  const path = join(folder, "a/b/entry.json");
  await files.create(path, bytes("one"));
  expect(await text(path)).toBe("one");
  expect(await readdir(join(folder, "a/b"))).toEqual(["entry.json"]);
});

test("creating what exists succeeds for equal bytes and is a CONFLICT for others", async () => {
  const path = join(await givenFolder(), "entry");
  await files.create(path, bytes("one"));
  await expect(files.create(path, bytes("one"))).resolves.toBeUndefined();
  await expect(files.create(path, bytes("two"))).rejects.toMatchObject({
    code: "CONFLICT",
    message: `${path} exists with other content`,
  });
  expect(await text(path)).toBe("one");
});

test("a link or a folder in the place of a new file is a CONFLICT and stays", async () => {
  const folder = await givenFolder();
  await symlink("away", join(folder, "link"));
  await mkdir(join(folder, "dir"));
  for (const name of ["link", "dir"]) {
    // oxlint-disable-next-line no-await-in-loop -- two cases of one claim
    await expect(files.create(join(folder, name), bytes("x"))).rejects.toMatchObject({
      code: "CONFLICT",
    });
  }
  expect((await readdir(folder)).toSorted()).toEqual(["dir", "link"]);
});

test("of many creations at once exactly one content wins, and the losers hear of it", async () => {
  const path = join(await givenFolder(), "entry");
  const contents = Array.from({ length: 12 }, (_, index) => `content ${index % 3}`);
  const ended = await Promise.allSettled(contents.map((each) => files.create(path, bytes(each))));
  const winner = await text(path);
  expect(ended.map(({ status }) => status)).toEqual(
    contents.map((each) => (each === winner ? "fulfilled" : "rejected")),
  );
});

test("a secret is readable by its owner only", async () => {
  const path = join(await givenFolder(), "key.pem");
  await files.create(path, bytes("secret"), 0o600);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("replacing keeps the mode of the file and makes a missing one", async () => {
  const folder = await givenFolder();
  await writeFile(join(folder, "old"), "1", { mode: 0o600 });
  await files.replace(join(folder, "old"), bytes("2"));
  await files.replace(join(folder, "new/one"), bytes("3"));
  expect(await text(join(folder, "old"))).toBe("2");
  expect((await stat(join(folder, "old"))).mode & 0o777).toBe(0o600);
  expect(await text(join(folder, "new/one"))).toBe("3");
});

test("reading gives the bytes, and undefined for what is not there", async () => {
  const folder = await givenFolder();
  await writeFile(join(folder, "a"), "1");
  expect(Buffer.from((await files.read(join(folder, "a"))) ?? []).toString()).toBe("1");
  expect(await files.read(join(folder, "b"))).toBeUndefined();
  expect(await files.read(join(folder, "a/b"))).toBeUndefined();
  await expect(files.read(folder)).rejects.toMatchObject({ code: "IO" });
});

test.each(["a/b.json", "new/x", ".gitignore", "sub/.github/x"])("%s is inside", async (path) => {
  const folder = await givenFolder();
  await mkdir(join(folder, "a"));
  expect(await files.inside(folder, repoPath(path)!)).toBe(join(folder, path));
});

test("a path across a link, through a folder or at its end, is refused", async () => {
  const folder = await givenFolder();
  const outside = await givenFolder();
  await symlink(outside, join(folder, "out"));
  await symlink("nowhere", join(folder, "file"));
  for (const path of ["out/entry", "file", "out"]) {
    // oxlint-disable-next-line no-await-in-loop -- three cases of one claim
    await expect(files.inside(folder, repoPath(path)!)).rejects.toMatchObject({
      code: "PATH",
      message: expect.stringContaining("crosses the symbolic link") as unknown,
    });
  }
});

test.each([".git/config", "sub/.git/hooks/pre-commit", ".GIT/config"])(
  "%s is refused, because it is Git's",
  async (path) => {
    const folder = await givenFolder();
    await expect(files.inside(folder, repoPath(path)!)).rejects.toMatchObject({ code: "PATH" });
  },
);

test("what killed processes left goes after an hour, and what is being written stays", async () => {
  const folder = await givenFolder();
  const [old, young] = [".lineagectl-1-aa.tmp", ".lineagectl-2-bb.tmp"];
  await writeFile(join(folder, old), "half");
  await writeFile(join(folder, young), "half");
  const moment = Date.now() / 1000 - 3700;
  await utimes(join(folder, old), moment, moment);
  await files.create(join(folder, "entry"), bytes("1"));
  expect((await readdir(folder)).toSorted()).toEqual([young, "entry"]);
});

class SystemError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`${code}: as injected`);
    this.code = code;
  }
}

type Fault = "open" | "write" | "sync" | "close" | "link" | "rename" | "mkdir";

/** A file system in which one operation fails; a write fails after half of the bytes. */
function faulty(fault: Fault, code: string): FileSystem {
  const fail = (): Promise<never> => Promise.reject(new SystemError(code));
  const open: FileSystem["open"] = async (...args) => {
    if (fault === "open" && args[1] === "wx") return fail();
    const handle = await promises.open(...args);
    if (fault === "sync") handle.sync = fail;
    if (fault === "close") {
      const close = handle.close.bind(handle);
      handle.close = () => close().then(fail);
    }
    if (fault === "write") {
      handle.writeFile = async (data) => {
        const whole = Buffer.from(String(data));
        await handle.write(whole.subarray(0, whole.length / 2));
        return fail();
      };
    }
    return handle;
  };
  const failing = fault === "link" || fault === "rename" || fault === "mkdir";
  return { ...promises, open, ...(failing && { [fault]: fail }) };
}

const faults: readonly (readonly [Fault, string, string])[] = [
  ["mkdir", "EACCES", "permission is denied"],
  ["mkdir", "ENOTDIR", "a file is where a directory is needed"],
  ["open", "EROFS", "the file system is read-only"],
  ["open", "EMFILE", "EMFILE: as injected"],
  ["write", "ENOSPC", "no space is left on the device"],
  ["write", "EDQUOT", "the disk quota is used up"],
  ["sync", "EIO", "EIO: as injected"],
  ["close", "EIO", "EIO: as injected"],
];

test.each(faults)(
  "%s failing with %s leaves the old state and says why",
  async (fault, code, why) => {
    const folder = await givenFolder();
    const broken = filesOn(faulty(fault, code));
    await writeFile(join(folder, "old"), "before");
    const expected = (path: string): object => ({
      code: "IO",
      message: `cannot write ${path}: ${why}`,
    });
    const [fresh, old] = [join(folder, "fresh"), join(folder, "old")];
    await expect(broken.create(fresh, bytes("after"))).rejects.toMatchObject(expected(fresh));
    await expect(broken.replace(old, bytes("after"))).rejects.toMatchObject(expected(old));
    expect(await text(old)).toBe("before");
    expect(await readdir(folder)).toEqual(["old"]);
  },
);

test("a rename that fails leaves the old file", async () => {
  const path = join(await givenFolder(), "old");
  await writeFile(path, "before");
  const broken = filesOn(faulty("rename", "EACCES"));
  await expect(broken.replace(path, bytes("after"))).rejects.toMatchObject({ code: "IO" });
  expect(await text(path)).toBe("before");
});

test("where hard links are missing, creation still refuses other content", async () => {
  const path = join(await givenFolder(), "entry");
  const linkless = filesOn(faulty("link", "EPERM"));
  await linkless.create(path, bytes("one"));
  await expect(linkless.create(path, bytes("one"))).resolves.toBeUndefined();
  await expect(linkless.create(path, bytes("two"))).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await text(path)).toBe("one");
  expect(await readdir(join(path, ".."))).toEqual(["entry"]);
});

/** A program that writes two files and kills itself before its n-th effect on the disk. */
const dying = `
  import * as promises from "node:fs/promises";
  import { filesOn } from "./files.ts";
  const [, , folder, last, size] = process.argv;
  let left = Number(last);
  const step = () => { if (left-- === 0) process.kill(process.pid, "SIGKILL"); };
  const counted = (act) => (...args) => { step(); return act(...args); };
  const open = async (...args) => {
    step();
    const handle = await promises.open(...args);
    handle.sync = counted(handle.sync.bind(handle));
    handle.close = counted(handle.close.bind(handle));
    handle.writeFile = async (bytes) => {
      for (let at = 0; at < bytes.length; at += 10) {
        step();
        await handle.write(bytes.subarray(at, at + 10));
      }
    };
    return handle;
  };
  const { link, rename, unlink, mkdir } = promises;
  const system = { ...promises, open, link: counted(link), rename: counted(rename),
    unlink: counted(unlink), mkdir: counted(mkdir) };
  const files = filesOn(size ? promises : system);
  const content = Buffer.from("after".repeat(Number(size || 4)));
  try {
    await files.create(folder + "/new/entry", content);
    await files.replace(folder + "/old", content);
  } catch (error) {
    console.log(error.code + " " + error.message);
  }
`;

async function program(folder: string): Promise<string> {
  const outfile = join(folder, "dying.mjs");
  const resolveDir = join(import.meta.dirname, "../../src/host");
  const stdin = { contents: dying, resolveDir };
  await build({
    stdin,
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    logLevel: "silent",
  });
  return outfile;
}

async function stateOf(folder: string): Promise<readonly string[]> {
  const read = (name: string): Promise<string | undefined> =>
    text(join(folder, name)).catch(() => undefined);
  return (await Promise.all([read("new/entry"), read("old")])).map(String);
}

/** What is on the disk after a run that dies before its n-th effect. */
async function runUntil(script: string, work: string, last: number): Promise<string> {
  await mkdir(work);
  await writeFile(join(work, "old"), "before");
  const run = promisify(execFile)(process.execPath, [script, work, `${last}`]);
  const end = await run.then(
    () => "survived",
    () => "killed",
  );
  return [end, ...(await stateOf(work))].join(" ");
}

test("a process killed before any of its effects leaves each file old or new", async () => {
  const folder = await givenFolder();
  const script = await program(folder);
  const steps = Array.from({ length: 40 }, (_, last) => last);
  const runs = steps.map((last) => () => runUntil(script, join(folder, `run${last}`), last));
  const seen = (await inTurns(runs, 4)).filter((state, at, all) => state !== all[at - 1]);
  const after = "after".repeat(4);
  expect(seen).toEqual([
    "killed undefined before",
    `killed ${after} before`,
    `killed ${after} ${after}`,
    `survived ${after} ${after}`,
  ]);
}, 60_000);

/** Results in order of what is run, so many at a time. */
async function inTurns<T>(runs: readonly (() => Promise<T>)[], width: number): Promise<T[]> {
  const results: T[] = [];
  for (let at = 0; at < runs.length; at += width) {
    // oxlint-disable-next-line no-await-in-loop -- bounded on purpose
    results.push(...(await Promise.all(runs.slice(at, at + width).map((run) => run()))));
  }
  return results;
}

test("a file that outgrows the limit of the system is an IO failure and leaves no part", async () => {
  const folder = await givenFolder();
  const script = await program(folder);
  await writeFile(join(folder, "old"), "before");
  const command = `ulimit -f 8; exec "$0" "$1" "$2" 0 100000`;
  const run = spawnSync("bash", ["-c", command, process.execPath, script, folder]);
  expect(String(run.stdout)).toContain(
    `IO cannot write ${folder}/new/entry: the file is larger than this system allows`,
  );
  expect(await stateOf(folder)).toEqual(["undefined", "before"]);
  expect(await readdir(join(folder, "new"))).toEqual([]);
});

test("below its root, new bytes lie in the staging folder until they are whole", async () => {
  const root = await givenFolder();
  const [staging, path] = [join(root, ".git/tool"), join(root, "a/entry")];
  const dead = faulty("link", "EIO");
  const unlink: FileSystem["unlink"] = () => Promise.reject(new SystemError("EIO"));
  const killed = filesOn({ ...dead, unlink }, { root, folder: staging });
  await expect(killed.create(path, bytes("one"))).rejects.toMatchObject({ code: "IO" });
  expect(await readdir(join(root, "a"))).toEqual([]);
  expect(await readdir(staging)).toHaveLength(1);
  const elsewhere = join(await givenFolder(), "entry");
  await filesOn(promises, { root, folder: staging }).create(elsewhere, bytes("two"));
  expect(await text(elsewhere)).toBe("two");
});

test("a staging folder on another file system, or one that cannot be made, is done without", async () => {
  const root = await givenFolder();
  const folder = join(root, "staging");
  const link: FileSystem["link"] = (from, to) =>
    String(from).startsWith(folder)
      ? Promise.reject(new SystemError("EXDEV"))
      : promises.link(from, to);
  await filesOn({ ...promises, link }, { root, folder }).create(join(root, "a"), bytes("one"));
  await filesOn(promises, { root, folder: join(root, "a/b") }).replace(join(root, "c"), bytes("2"));
  expect([await text(join(root, "a")), await text(join(root, "c"))]).toEqual(["one", "2"]);
  expect(await readdir(folder)).toEqual([]);
});
