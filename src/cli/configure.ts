import type { Command } from "commander";
import type { Io } from "./io.ts";
import { usageErrorText } from "./usage-error.ts";

/** How every command behaves: it never ends the process, speaks through `io`, and helps in one form. */
export function configure(command: Command, io: Io): void {
  command
    .exitOverride()
    .helpCommand(false)
    .helpOption("-h, --help", "what this is for, with examples")
    .configureHelp({ helpWidth: 80 })
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      outputError: (text, write) => write(usageErrorText(text, fullName(command))),
    })
    .showSuggestionAfterError();
}

/** `lineagectl cost estimate`. */
function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}
