// Writing under every fault: afterwards there is no entry or a whole one, and the next run succeeds.
import * as promises from "node:fs/promises";
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { attest, type Attested } from "../../src/app/attest.ts";
import { applyInit, planInit } from "../../src/app/init.ts";
import type { Host } from "../../src/app/host.ts";
import { verify } from "../../src/app/verify.ts";
import { Failure } from "../../src/base/failure.ts";
import { filesOn, type FileSystem } from "../../src/host/files.ts";
import { lineagectl } from "../support/attacks.ts";
import { configFile, dataset, hostAt, makeTrust, testAddress, testDay, type TestTrust } from "../support/host.ts";
import { given, givenFolder } from "../support/opened.ts";
import type { TestRepository } from "../support/repository.ts";

interface Setting {
  readonly repository: TestRepository;
  readonly trust: TestTrust;
}

async function setting(): Promise<Setting> {
  const trust = await makeTrust();
  const repository = await given({ "lineagectl.yaml": configFile(["dataset"]), "a.yaml": dataset("a"), ...trust.files });
  return { repository, trust };
}

function signed({ trust }: Setting, host: Host): Promise<Attested> {
  return attest(host, trust.signer, { all: true, asOf: testDay });
}

/** What lies in the working tree's ledger, and whether it verifies. */
async function stateOf({ repository, trust }: Setting): Promise<string> {
  const names = await readdir(join(repository.root, ".lineage"), { recursive: true });
  const files = names.filter((name) => name.includes(".")).length - 1;
  const { report } = await verify(await hostAt(repository.root), { trustRoot: `sha256:${trust.digest}` });
  return `${files} ${report.verdict}`;
}

class SystemError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`${code}: as injected`);
    this.code = code;
  }
}

type Handle = Awaited<ReturnType<FileSystem["open"]>>;
type Act = (...args: never[]) => Promise<unknown>;

/** A file system whose n-th effect fails; with `dead` all later ones fail too, as if the process were gone. */
function failingAt(last: number, code: string, dead: boolean): { readonly system: FileSystem; readonly reached: () => boolean } {
  let left = last;
  const faulty = <T extends Act>(act: T): T =>
    ((...args: never[]) => {
      left -= 1;
      return left === -1 || (dead && left < 0) ? Promise.reject(new SystemError(code)) : act(...args);
    }) as unknown as T;
  const wrapped = (handle: Handle): Handle => {
    const writeFileWhole = handle.writeFile.bind(handle);
    handle.sync = faulty(handle.sync.bind(handle));
    handle.close = faulty(handle.close.bind(handle));
    handle.writeFile = async (data) => {
      const half = Buffer.from(data as Uint8Array);
      await handle.write(half.subarray(0, half.length / 2));
      return faulty(() => writeFileWhole(half.subarray(half.length / 2)))();
    };
    return handle;
  };
  const open: FileSystem["open"] = faulty(async (...args: Parameters<FileSystem["open"]>) => wrapped(await promises.open(...args)));
  const { link, lstat, mkdir: makeFolder, readdir: list, rename, unlink } = promises;
  const system = { ...promises, open, link: faulty(link), lstat: faulty(lstat), mkdir: faulty(makeFolder), readdir: faulty(list), rename: faulty(rename), unlink: faulty(unlink) };
  return { system, reached: () => left < 0 };
}

test.each([
  ["a full disk", "ENOSPC", false],
  ["a refusal", "EACCES", false],
  ["a death", "EIO", true],
])("%s at any moment of attest leaves no entry or a whole one", { timeout: 60_000 }, async (_, code, dead) => {
  const at = await setting();
  const states = new Set<string>();
  let more = true;
  for (let last = 0; more && last < 60; last += 1) {
    const { system, reached } = failingAt(last, code, dead);
    const { root } = at.repository;
    const host = await hostAt(root);
    const files = filesOn(system, { root, folder: host.repository.cacheDirectory });
    const outcome = await signed(at, { ...host, files }).then(
      ({ did }) => did,
      (error: unknown) => (error instanceof Failure ? error.code : String(error)),
    );
    more = reached();
    states.add(`${outcome}: ${await stateOf(at)}`);
    await rm(join(root, ".lineage/entries"), { recursive: true, force: true });
  }
  console.log(states);
  expect(more).toBe(false);
  await signed(at, await hostAt(at.repository.root));
  expect(await stateOf(at)).toBe("1 pass");
});
