import { CommanderError } from "commander";
import { Failure, messageOf } from "../base/failure.ts";
import { visible } from "../base/text.ts";
import { exit, statusOfFailure } from "./exit.ts";
import { standardIo, type Io } from "./io.ts";
import { programFor } from "./program.ts";

/**
 * Runs one command line (without `node` and the script) and returns the exit status. Never throws
 * and never ends the process: whoever calls decides.
 */
export async function main(args: readonly string[], io: Io = standardIo()): Promise<number> {
  const status = await statusOfRun(args, io);
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

function statusOfError(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.cannot;
  if (error instanceof Failure) {
    io.err(problemText(error.message, error.help));
    return statusOfFailure(error.code);
  }
  io.err(
    problemText(
      `internal error: ${messageOf(error)}`,
      "this is a bug: please report the command line and, if you can, the repository",
    ),
  );
  if ((io.env["LINEAGECTL_DEBUG"] ?? "") !== "" && error instanceof Error)
    io.err(`${error.stack ?? ""}\n`);
  return exit.internal;
}

/** What went wrong and what to do about it; names from a repository or a command line made safe to show. */
function problemText(message: string, help: string | undefined): string {
  return `lineagectl: ${visible(message)}\n${help === undefined ? "" : `  ${visible(help)}\n`}`;
}

function isClosedPipe(error: Error): boolean {
  return "code" in error && error.code === "EPIPE";
}
