import type { Argument, Command, Option } from "commander";
import { failOnWords } from "./exit.ts";

/** What only a repository can tell: looked up when a word of that sort is completed. */
export interface Names {
  readonly assets: () => Promise<readonly string[]>;
  readonly rules: () => Promise<readonly string[]>;
}

/**
 * What the last of the words may become, in order; nothing where the shell should offer files. The
 * words are those behind the name of the program, up to the cursor.
 */
export async function completionsOf(
  program: Command,
  words: readonly string[],
  names: Names,
): Promise<readonly string[]> {
  const current = words.at(-1) ?? "";
  const { command, rest, expects } = walked(program, words.slice(0, -1));
  const found = await candidates({ program, command, rest, expects, current }, names);
  return found.filter((text) => text.startsWith(current) && isPlain(text));
}

/** A shell puts a candidate on the command line as it is: nothing there may mean anything to it. */
function isPlain(text: string): boolean {
  return /^[\w@%+=:,./#-]+$/u.test(text);
}

interface Walked {
  readonly command: Command;
  /** Arguments of the command so far. */
  readonly rest: readonly string[];
  /** The option whose value comes next. */
  readonly expects: Option | undefined;
}

/** Where the words lead: into the commands, over options and their values. */
function walked(program: Command, words: readonly string[]): Walked {
  let command = program;
  let expects: Option | undefined;
  const rest: string[] = [];
  for (const word of words) {
    if (expects !== undefined) expects = undefined;
    else if (word.startsWith("-"))
      expects = word.includes("=") ? undefined : valued(program, command, word);
    else {
      const inner =
        rest.length > 0 ? undefined : command.commands.find((one) => one.name() === word);
      if (inner === undefined) rest.push(word);
      else command = inner;
    }
  }
  return { command, rest, expects };
}

function valued(program: Command, command: Command, word: string): Option | undefined {
  const option = optionsOf(program, command).find(
    ({ long, short }) => word === long || word === short,
  );
  return option?.required === true || option?.optional === true ? option : undefined;
}

function optionsOf(program: Command, command: Command): readonly Option[] {
  return command === program ? program.options : [...command.options, ...program.options];
}

interface Position extends Walked {
  readonly program: Command;
  readonly current: string;
}

async function candidates(position: Position, names: Names): Promise<readonly string[]> {
  const { program, command, rest, expects, current } = position;
  if (expects !== undefined) return valuesOf(expects, names);
  const [, flag] = /^(--[\w-]+)=/u.exec(current) ?? [];
  if (flag !== undefined) {
    const option = valued(program, command, flag);
    const values = option === undefined ? [] : await valuesOf(option, names);
    return values.map((value) => `${flag}=${value}`);
  }
  if (current.startsWith("-")) {
    const flags = optionsOf(program, command).flatMap(({ long, hidden }) =>
      long === undefined || hidden ? [] : [long],
    );
    return [...new Set([...flags, "--help"])];
  }
  const inner = rest.length === 0 ? namesOf(command) : [];
  return inner.length > 0 ? inner : argumentsOf(position, names);
}

/** Commands that are for people. */
function namesOf({ commands }: Command): readonly string[] {
  return commands.map((command) => command.name()).filter((name) => !name.startsWith("_"));
}

async function argumentsOf(
  { program, command, rest }: Position,
  names: Names,
): Promise<readonly string[]> {
  const takes = command.registeredArguments;
  const argument: Argument | undefined =
    takes[rest.length] ?? takes.findLast(({ variadic }) => variadic);
  switch (argument?.name() ?? "") {
    case "asset":
      return names.assets();
    case "rule":
      return names.rules();
    case "shell":
      return argument?.argChoices ?? [];
    case "topic":
      return rest.length === 0 ? [...namesOf(program), "exit-codes"] : topicsBelow(program, rest);
    default:
      return [];
  }
}

function topicsBelow(program: Command, words: readonly string[]): readonly string[] {
  const { command, rest } = walked(program, words);
  return rest.length === 0 ? namesOf(command) : [];
}

async function valuesOf(
  { long, description, argChoices }: Option,
  names: Names,
): Promise<readonly string[]> {
  if (argChoices !== undefined) return argChoices;
  switch (long ?? "") {
    case "--format":
      // Its help is the list of formats and nothing else: "text, json or mermaid".
      return description.split(/,\s*|\s+or\s+/u);
    case "--fail-on":
      return failOnWords;
    case "--to":
      return names.assets();
    default:
      return [];
  }
}
