import { applyInit, planInit, type InitPlan } from "../../app/init.ts";
import { Failure } from "../../base/failure.ts";
import type { Paint } from "../../report/paint.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { flag, given, type Invocation } from "../options.ts";
import { newPassphrase } from "../passphrase.ts";
import { openSession } from "../session.ts";

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { io, options } = invocation;
  const { host, paint } = await openSession(invocation);
  const repository = given(options, "repository") ?? (await host.repository.remoteUrl());
  if (repository === undefined) {
    throw new Failure("USAGE", "the repository has no remote to take its name from", "lineagectl init --repository https://…");
  }
  const plan = await planInit(host, { repository });
  const preview = flag(options, "dryRun") || !flag(options, "yes");
  io.out(planText(plan, paint, { preview }));
  if (flag(options, "dryRun") || (plan.changes.length === 0 && !plan.trust)) return exit.ok;
  if (!flag(options, "yes") && !/^y(?:es)?$/iu.test((await io.ask("write these files? [y/N] ")) ?? "")) {
    io.err("nothing was written; --yes writes without asking\n");
    return exit.cannot;
  }
  const { written, keyId } = await applyInit(host, plan, {
    repository,
    key: given(options, "key") ?? "default",
    owner: given(options, "owner") ?? "maintainer",
    passphrase: () => newPassphrase(io, host.files, options["passphrase"] === false),
  });
  const key = keyId === undefined ? "" : `key ${keyId} in ${host.userDirectory}/keys, never in Git\n`;
  io.out(`${paint.as("good", paint.signs.good)} wrote ${written.join(", ")}\n${key}next: lineagectl attest --all, then commit\n`);
  return exit.ok;
}

/** The plan; with the content of each file for whoever is still to decide. */
function planText({ changes, kept, trust }: InitPlan, paint: Paint, { preview }: { readonly preview: boolean }): string {
  const files = changes.map(({ path, after }) => {
    if (!preview) return `  + ${path}\n`;
    const body = after.trimEnd().replaceAll(/^/gmu, `    ${paint.signs.bar} `);
    return `  + ${paint.as("strong", path)}\n${paint.as("dim", body)}\n`;
  });
  const root = trust ? `  + ${paint.as("strong", ".lineage/trust/1.root.json")}   signed by your key\n` : "";
  const there = kept.length === 0 ? "" : `already there: ${kept.join(", ")}\n`;
  return changes.length === 0 && !trust ? `nothing to do\n${there}` : `would write\n${files.join("")}${root}${there}`;
}
