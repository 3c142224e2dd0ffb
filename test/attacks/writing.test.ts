// Writing under every fault: afterwards there is no entry or a whole one, and the next run succeeds.
import * as promises from "node:fs/promises";
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { attest, type Attested } from "../../src/app/attest.ts";
import type { Host } from "../../src/app/host.ts";
import { applyInit, planInit } from "../../src/app/init.ts";
import { verify } from "../../src/app/verify.ts";
import { sha256 } from "../../src/base/digest.ts";
import { Failure } from "../../src/base/failure.ts";
import { filesOn, type FileSystem } from "../../src/host/files.ts";
import {
  configFile,
  dataset,
  hostAt,
  makeTrust,
  testAddress,
  testDay,
  type TestTrust,
} from "../support/host.ts";
import { given, givenFolder } from "../support/opened.ts";
import type { TestRepository } from "../support/repository.ts";

interface Setting {
  readonly repository: TestRepository;
  readonly trust: TestTrust;
}

async function setting(): Promise<Setting> {
  const trust = await makeTrust();
  const repository = await given({
    "lineagectl.yaml": configFile(["dataset"]),
    "a.yaml": dataset("a"),
    ...trust.files,
  });
  return { repository, trust };
}

function signed({ trust }: Setting, host: Host): Promise<Attested> {
  return attest(host, trust.signer, { all: true, asOf: testDay });
}

async function verdictOf({ repository, trust }: Setting): Promise<string> {
  const host = await hostAt(repository.root);
  return (await verify(host, { trustRoot: `sha256:${trust.digest}` })).report.verdict;
}

/** The files below a folder, each with whether its bytes are those that its name promises. */
async function entriesIn(root: string): Promise<readonly string[]> {
  const folder = join(root, ".lineage/entries");
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found.filter((one) => !one.isDirectory());
  return Promise.all(
    files.map(async ({ name, parentPath }) => {
      const digest = sha256(await readFile(join(parentPath, name)));
      return name === `${digest}.sigstore.json` ? "whole" : `broken ${name}`;
    }),
  );
}

class SystemError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`${code}: as injected`);
    this.code = code;
  }
}

type Handle = Awaited<ReturnType<FileSystem["open"]>>;

/** A file system whose n-th effect fails, and with `dead` every later one, as if the process were gone. */
function failingAt(
  last: number,
  code: string,
  dead: boolean,
): { readonly system: FileSystem; readonly reached: () => boolean } {
  let left = last;
  const faulty =
    <A extends readonly unknown[], R>(act: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      left -= 1;
      const fails = left === -1 || (dead && left < 0);
      return fails ? Promise.reject(new SystemError(code)) : act(...args);
    };
  const wrapped = (handle: Handle): Handle => {
    const [write, close] = [handle.writeFile.bind(handle), handle.close.bind(handle)];
    handle.sync = faulty(handle.sync.bind(handle));
    // Closed all the same: the test's own process lives on.
    handle.close = () => close().then(faulty(() => Promise.resolve()));
    handle.writeFile = async (data) => {
      const bytes = Buffer.from(data as Uint8Array);
      await handle.write(bytes.subarray(0, bytes.length / 2));
      return faulty(() => write(bytes.subarray(bytes.length / 2)))();
    };
    return handle;
  };
  const open = faulty(async (...args: Parameters<FileSystem["open"]>) =>
    wrapped(await promises.open(...args)),
  );
  const acts = {
    link: promises.link,
    lstat: promises.lstat,
    mkdir: promises.mkdir,
    rename: promises.rename,
    unlink: promises.unlink,
    readdir: promises.readdir,
  };
  const effects = Object.entries(acts).map(([name, act]) => [
    name,
    faulty(act as () => Promise<unknown>),
  ]);
  const system = { ...promises, open, ...Object.fromEntries(effects) } as FileSystem;
  return { system, reached: () => left < 0 };
}

test.each([
  ["a full disk", "ENOSPC", false],
  ["a missing permission", "EACCES", false],
  ["a death", "EIO", true],
])(
  "%s at any moment of attest leaves no entry or a whole one",
  { timeout: 60_000 },
  async (_, code, dead) => {
    const at = await setting();
    const { root } = at.repository;
    const host = await hostAt(root);
    const staging = host.repository.cacheDirectory;
    const seen = new Set<string>();
    for (let last = 0, more = true; more; last += 1) {
      expect(last).toBeLessThan(60);
      const { system, reached } = failingAt(last, code, dead);
      const files = filesOn(system, { root, folder: staging });
      // oxlint-disable-next-line no-await-in-loop -- each run starts where the one before ended
      const outcome = await signed(at, { ...host, files }).then(
        ({ did }) => did,
        (error: unknown) => (error instanceof Failure ? error.code : String(error)),
      );
      more = reached();
      // oxlint-disable-next-line no-await-in-loop
      seen.add([outcome, ...(await entriesIn(root))].join(" "));
      // oxlint-disable-next-line no-await-in-loop
      await Promise.all(
        [staging, join(root, ".lineage/entries")].map((folder) =>
          rm(folder, { recursive: true, force: true }),
        ),
      );
    }
    // Where only the last of the syncs failed, the entry is there and the run says that it may not last.
    expect([...seen].filter((state) => !["IO", "IO whole", "wrote whole"].includes(state))).toEqual(
      [],
    );
    expect(seen).toContain("IO");
    expect(seen).toContain("wrote whole");
    await signed(at, await hostAt(root));
    expect(await verdictOf(at)).toBe("pass");
  },
);

test("what a dead run left behind hinders neither the next one nor a verification", async () => {
  const at = await setting();
  const { root } = at.repository;
  const host = await hostAt(root);
  for (const last of [6, 7, 8, 9]) {
    const { system } = failingAt(last, "EIO", true);
    const files = filesOn(system, { root, folder: host.repository.cacheDirectory });
    // oxlint-disable-next-line no-await-in-loop
    await expect(signed(at, { ...host, files })).rejects.toMatchObject({ code: "IO" });
  }
  expect((await readdir(host.repository.cacheDirectory)).length).toBeGreaterThan(0);
  await signed(at, host);
  expect(await entriesIn(root)).toEqual(["whole"]);
  expect(await verdictOf(at)).toBe("pass");
});

const passphrase = (): Promise<undefined> => Promise.resolve(undefined);
const options = { repository: testAddress, key: "k", owner: "tester" };

async function initialised(host: Host, files: Host["files"]): Promise<string> {
  const plan = await planInit(host, options);
  return applyInit({ ...host, files }, plan, { ...options, passphrase }).then(
    () => "done",
    (error: unknown) => (error instanceof Failure ? error.code : String(error)),
  );
}

test("init that was cut off at any of its files can be run again", async () => {
  const repository = await given({ "a.yaml": dataset("a") });
  const host = await hostAt(repository.root, { userDirectory: await givenFolder() });
  const outcomes: string[] = [];
  while (outcomes.at(-1) !== "done" && outcomes.length < 20) {
    // Each run publishes one file and dies; the memory of the trust root is written by each of the last.
    let left = outcomes.length < 9 ? 1 : 2;
    const dies =
      <A extends readonly unknown[]>(act: (...args: A) => Promise<void>) =>
      (...args: A): Promise<void> => {
        left -= 1;
        return left < 0 ? Promise.reject(new SystemError("ENOSPC")) : act(...args);
      };
    const files = filesOn({
      ...promises,
      link: dies(promises.link),
      rename: dies(promises.rename),
    });
    // oxlint-disable-next-line no-await-in-loop -- each run starts where the one before ended
    outcomes.push(await initialised(host, files));
  }
  expect(outcomes.filter((outcome) => outcome !== "IO")).toEqual(["done"]);
  expect(outcomes.length).toBeGreaterThan(4);
  const { report } = await verify(host, {});
  expect(report.trust).toMatchObject({ version: 1, anchored: true });
});

test("runs at the same moment write one entry, whole", async () => {
  const at = await setting();
  const host = await hostAt(at.repository.root);
  const runs = await Promise.all(Array.from({ length: 6 }, () => signed(at, host)));
  expect(runs.map(({ did }) => did)).toEqual(runs.map(() => "wrote"));
  expect(await entriesIn(at.repository.root)).toEqual(["whole"]);
  expect(await verdictOf(at)).toBe("pass");
});

test("runs of two people at the same moment write two entries that hold beside each other", async () => {
  const at = await setting();
  const host = await hostAt(at.repository.root);
  const days = [testDay, "2026-11-25"] as const;
  await Promise.all(
    days.map((asOf) => attest(host, at.trust.signer, { all: true, asOf: asOf as typeof testDay })),
  );
  expect(await entriesIn(at.repository.root)).toEqual(["whole", "whole"]);
  expect(await verdictOf(at)).toBe("pass");
});

test.each([".lineage", ".lineage/entries"])(
  "a link in the place of %s is refused, and nothing is written where it leads",
  async (path) => {
    const at = await setting();
    const { root } = at.repository;
    const elsewhere = await givenFolder();
    if (path === ".lineage") await promises.rename(join(root, path), join(elsewhere, "moved"));
    await symlink(path === ".lineage" ? join(elsewhere, "moved") : elsewhere, join(root, path));
    const before = await readdir(elsewhere, { recursive: true });
    await expect(signed(at, await hostAt(root))).rejects.toBeInstanceOf(Failure);
    expect(await readdir(elsewhere, { recursive: true })).toEqual(before);
  },
);

test("a file with other content in the entry's place stays, and the run says so", async () => {
  const at = await setting();
  const host = await hostAt(at.repository.root);
  const planned = await attest(host, at.trust.signer, { all: true, asOf: testDay, dryRun: true });
  expect(planned.did).toBe("would write");
  if (planned.did === "nothing") return;
  const path = join(at.repository.root, planned.entry.path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "{}\n");
  await expect(signed(at, host)).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await readFile(path, "utf8")).toBe("{}\n");
});

test("a dry run writes nothing", async () => {
  const at = await setting();
  await attest(await hostAt(at.repository.root), at.trust.signer, {
    all: true,
    asOf: testDay,
    dryRun: true,
  });
  expect(await entriesIn(at.repository.root)).toEqual([]);
  expect(await at.repository.git("status", "--porcelain")).toBe("");
});
