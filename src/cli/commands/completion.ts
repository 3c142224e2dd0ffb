import { completionScripts, shells } from "../shells.ts";
import { exit, type ExitStatus } from "../exit.ts";
import type { Invocation } from "../options.ts";

/** Prints the script of a shell, which its user evaluates or keeps. */
export function run({ io, args }: Invocation): Promise<ExitStatus> {
  const shell = shells.find((name) => name === args[0]);
  if (shell !== undefined) io.out(completionScripts[shell]);
  return Promise.resolve(shell === undefined ? exit.cannot : exit.ok);
}
