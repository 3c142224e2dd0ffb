import { visible } from "../base/text.ts";
import { exit } from "./exit.ts";
import { standardIo, type Io } from "./io.ts";
import { statusOfError } from "./problem.ts";
import { programFor } from "./program.ts";
import { progressOn } from "./progress.ts";

/**
 * Runs one command line (without `node` and the script) and returns the exit status. Never throws
 * and never ends the process: whoever calls decides.
 */
export async function main(args: readonly string[], io: Io = standardIo()): Promise<number> {
  const progress = progressOn(io);
  const status = await statusOfRun(args, progress.io);
  progress.stop();
  const lost = await io.flushed();
  // `lineagectl … | head` has read all that it wanted; on a full disk the result is lost.
  if (lost === undefined || isClosedPipe(lost)) return status;
  io.err(`lineagectl: the output could not be written: ${visible(lost.message)}\n`);
  return exit.cannot;
}

async function statusOfRun(args: readonly string[], io: Io): Promise<number> {
  let status: number = exit.ok;
  try {
    if (args[0] === "--version" || args[0] === "-V") {
      io.out(`${(await io.tool()).version}\n`);
      return status;
    }
    const program = programFor(io, (code) => {
      status = code;
    });
    await program.parseAsync([...args], { from: "user" });
    return status;
  } catch (error) {
    return statusOfError(error, io);
  }
}

function isClosedPipe(error: Error): boolean {
  return "code" in error && error.code === "EPIPE";
}
