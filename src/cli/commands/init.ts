import type { Host } from "../../app/host.ts";
import { applyInit, planInit } from "../../app/init.ts";
import { keyFolder } from "../../app/key.ts";
import { Failure } from "../../base/failure.ts";
import { initialisedTextReporter, initTextReporter } from "../../report/init.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { flag, given, type Invocation } from "../options.ts";
import { newPassphrase } from "../passphrase.ts";
import { openSession } from "../session.ts";

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { io, options } = invocation;
  const { host, paint } = await openSession(invocation);
  const repository = await repositoryName(host, given(options, "repository"));
  const plan = await planInit(host, { repository });
  const dryRun = flag(options, "dryRun");
  const preview = dryRun || !flag(options, "yes");
  io.out(initTextReporter.render({ ...plan, preview }, paint));
  if (dryRun || (plan.changes.length === 0 && !plan.trust)) return exit.ok;
  if (!(await isConfirmed(invocation))) {
    io.err("nothing was written; --yes writes without asking\n");
    return exit.cannot;
  }
  const { written, keyId } = await applyInit(host, plan, {
    repository,
    key: given(options, "key") ?? "default",
    owner: given(options, "owner") ?? "maintainer",
    passphrase: () => newPassphrase(io, host.files, options["passphrase"] === false),
  });
  const key = keyId === undefined ? {} : { key: { id: keyId, folder: keyFolder(host) } };
  io.out(initialisedTextReporter.render({ written, ...key }, paint));
  return exit.ok;
}

async function repositoryName({ repository }: Host, named: string | undefined): Promise<string> {
  const name = named ?? (await repository.remoteUrl());
  if (name !== undefined) return name;
  const help = "lineagectl init --repository https://…";
  throw new Failure("USAGE", "the repository has no remote to take its name from", help);
}

async function isConfirmed({ io, options }: Invocation): Promise<boolean> {
  if (flag(options, "yes")) return true;
  return /^y(?:es)?$/iu.test((await io.ask("write these files? [y/N] ")) ?? "");
}
