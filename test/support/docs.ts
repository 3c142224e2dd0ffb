// Keeps examples of a document real: the commands of its console blocks run anew, and what they print is put in.
import type { Ran } from "./program.ts";

/**
 * The document with what its commands print now: in each block that begins with ```console, the lines
 * below `$ lineagectl …`, up to the next `$` or the end of the block. The commands run one after another;
 * a line `<!-- first NAME -->` has a step of that name done before them.
 */
export async function withRealOutput(
  markdown: string,
  run: (...args: readonly string[]) => Promise<Ran>,
  steps: Readonly<Record<string, () => Promise<unknown>>> = {},
): Promise<string> {
  const parts = markdown.split(/^(```console\n[^]*?^```$|<!-- first [\w-]+ -->$)/mu);
  const done: string[] = [];
  for (const part of parts) {
    const [, step] = /^<!-- first ([\w-]+) -->$/u.exec(part) ?? [];
    if (step !== undefined) await stepNamed(step, steps)();
    done.push(part.startsWith("```console\n") ? await blockAnew(part, run) : part);
  }
  return done.join("");
}

function stepNamed(
  name: string,
  steps: Readonly<Record<string, () => Promise<unknown>>>,
): () => Promise<unknown> {
  const step = steps[name];
  if (step === undefined) throw new Error(`there is no step ${name}`);
  return step;
}

async function blockAnew(
  block: string,
  run: (...args: readonly string[]) => Promise<Ran>,
): Promise<string> {
  const commands = block.split("\n").filter((line) => line.startsWith("$ "));
  const lines: string[] = [];
  for (const command of commands) {
    const [program, ...args] = wordsOf(command.slice(2));
    if (program !== "lineagectl") throw new Error(`${command} is no command of ours`);
    const { out, err } = await run(...args);
    lines.push(command, ...steady(`${out}${err}`).trimEnd().split("\n"));
  }
  return ["```console", ...lines, "```"].join("\n");
}

/** Words apart by blanks; double quotes keep them together. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

/** What differs from run to run, made the same: keys, and with them digests and signed commits; folders. */
function steady(text: string): string {
  return text
    .replaceAll(/[A-Za-z0-9+/]{43}=/gu, "8c41d0pVb2k…=")
    .replaceAll(/(?<=sha256 )[0-9a-f]{12,16}(?=…)/gu, "3f2a91c07b6d")
    .replaceAll(/entries\/[0-9a-f]{2}\/[0-9a-f]{64}/gu, "entries/8c/8c41…e0")
    .replaceAll(/entries\/[0-9a-f]{2}$/gmu, "entries/8c")
    .replaceAll(/\/\S*\/lineagectl-config-\w+/gu, "~/.config");
}

/** The words after the program, of each line in a block of the document that calls it by a package runner. */
export function commandsOfBlocks(markdown: string): readonly (readonly string[])[] {
  const blocks = [...markdown.matchAll(/^```\w+\n([^]*?)^```$/gmu)].map(([, text = ""]) => text);
  const lines = blocks.flatMap((text) => text.split("\n"));
  const calls = lines.flatMap((line) => /npx --yes lineagectl@\S+ (.*)$/u.exec(line)?.[1] ?? []);
  return calls.map(wordsOf);
}
