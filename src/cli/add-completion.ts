import { Argument, type Command } from "commander";
import { configure } from "./configure.ts";
import type { ExitStatus } from "./exit.ts";
import type { Io } from "./io.ts";
import { shells } from "./shells.ts";

/** `completion`, and the hidden command that its scripts ask: both know every command of the program. */
export function addCompletion(
  program: Command,
  group: string,
  { io, done }: { readonly io: Io; readonly done: (status: ExitStatus) => void },
): void {
  const script = program
    .command("completion")
    .description("a script that completes commands, options, rules and assets")
    .helpGroup(group)
    .addArgument(new Argument("<shell>", "whose script").choices(shells))
    .addHelpText("after", `\nExamples:\n${completionExamples}`);
  configure(script, io);
  script.action(async () => {
    const { run } = await import("./commands/completion.ts");
    done(await run({ io, options: script.optsWithGlobals(), args: script.args }));
  });
  const asked = program.command("__complete [words...]", { hidden: true });
  configure(asked, io);
  asked.action(async () => {
    const { complete } = await import("./commands/complete.ts");
    await complete(program, asked.args, { io, options: asked.optsWithGlobals() });
  });
}

const completionExamples = `  eval "$(lineagectl completion bash)"     in ~/.bashrc
  eval "$(lineagectl completion zsh)"      in ~/.zshrc
  lineagectl completion fish | source      in ~/.config/fish/config.fish`;
