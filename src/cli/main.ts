import { CommanderError } from "commander";
import { Failure, messageOf } from "../base/failure.ts";
import { exit, statusOfFailure } from "./exit.ts";
import { standardIo, type Io } from "./io.ts";
import { programFor } from "./program.ts";

/**
 * Runs one command line (without `node` and the script) and returns the exit status. Never throws
 * and never ends the process: whoever calls decides.
 */
export async function main(args: readonly string[], io: Io = standardIo()): Promise<number> {
  let status: number = exit.ok;
  const program = programFor(io, (code) => {
    status = code;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return status;
  } catch (error) {
    return statusOfError(error, io);
  }
}

function statusOfError(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.cannot;
  if (error instanceof Failure) {
    const help = error.help === undefined ? "" : `  ${error.help}\n`;
    io.err(`lineagectl: ${error.message}\n${help}`);
    return statusOfFailure(error.code);
  }
  if (isClosedPipe(error)) return exit.ok;
  io.err(`lineagectl: internal error: ${messageOf(error)}\n`);
  io.err("  This is a bug. Please report it with the command line and, if you can, the repository.\n");
  if ((io.env["LINEAGECTL_DEBUG"] ?? "") !== "" && error instanceof Error) io.err(`${error.stack ?? ""}\n`);
  return exit.internal;
}

/** `lineagectl … | head` is no error. */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}
