import * as promises from "node:fs/promises";
import { test } from "vitest";
import { attest } from "../../src/app/attest.ts";
import { filesOn } from "../../src/host/files.ts";
import { configFile, dataset, hostAt, makeTrust, testDay } from "../support/host.ts";
import { given } from "../support/opened.ts";
test("x", async () => {
  const trust = await makeTrust();
  const repository = await given({ "lineagectl.yaml": configFile(["dataset"]), "a.yaml": dataset("a"), ...trust.files });
  const log: string[] = [];
  const w = (name: string) => (...args: any[]) => { log.push(name + " " + args[0]); return (promises as any)[name](...args); };
  const system: any = { ...promises };
  for (const n of ["link","lstat","mkdir","readdir","rename","unlink","open","readFile"]) system[n] = w(n);
  const host = await hostAt(repository.root);
  await attest({ ...host, files: filesOn(system, { root: repository.root, folder: host.repository.cacheDirectory }) }, trust.signer, { all: true, asOf: testDay });
  console.log(log.join("\n"));
});
