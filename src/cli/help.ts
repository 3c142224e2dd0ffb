import type { Command } from "commander";
import { Failure } from "../base/failure.ts";
import { nearest } from "../base/text.ts";
import { configure } from "./configure.ts";
import { exitCodesText } from "./exit.ts";
import type { Io } from "./io.ts";

/** `help`, `help cost estimate` and the topics that belong to no command. */
export function addHelp(program: Command, io: Io, group: string): void {
  const help = program
    .command("help [topic...]")
    .description("a command, or exit-codes: what the exit status means")
    .helpGroup(group);
  configure(help, io);
  help.action((topic: readonly string[]) => {
    if (topic[0] === "exit-codes") return io.out(exitCodesText());
    let command = program;
    for (const word of topic) {
      const next = command.commands.find((one) => one.name() === word);
      if (next === undefined) throw unknownTopic(word, command);
      command = next;
    }
    command.outputHelp();
  });
}

function unknownTopic(word: string, { commands }: Command): Failure {
  const names = [...commands.map((command) => command.name()), "exit-codes"];
  const near = nearest(word, names);
  return new Failure(
    "USAGE",
    `there is no help on ${word}`,
    near === undefined ? `help on: ${names.join(", ")}` : `did you mean ${near}?`,
  );
}
