import { CommanderError } from "commander";
import { Failure, messageOf } from "../base/failure.ts";
import { visible } from "../base/text.ts";
import { exit, statusOfFailure, type ExitStatus } from "./exit.ts";
import type { Io } from "./io.ts";

/** Says on standard error what ended the work, and returns the exit status that it means. */
export function statusOfError(error: unknown, io: Pick<Io, "err" | "env">): ExitStatus {
  // Commander has spoken already.
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
