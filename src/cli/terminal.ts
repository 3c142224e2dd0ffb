import process from "node:process";
import { createInterface, type Interface } from "node:readline/promises";
import { Failure } from "../base/failure.ts";

/**
 * Asks one question on the terminal, on standard error, so that a result can be redirected.
 * Undefined where standard input is none, and at its end.
 *
 * @throws Failure CANCELLED on Ctrl-C
 */
export async function askOnTerminal(
  question: string,
  { echo }: { readonly echo: boolean },
): Promise<string | undefined> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return undefined;
  // Without an output nothing is echoed, the question neither.
  if (!echo) stderr.write(question);
  const terminal = createInterface({
    input: stdin,
    terminal: true,
    ...(echo && { output: stderr }),
  });
  try {
    const answer = await answerOn(terminal, echo ? question : "");
    // The return key ends the line where it is echoed.
    if (!echo || answer === undefined) stderr.write("\n");
    return answer;
  } catch (error) {
    stderr.write("\n");
    throw error;
  } finally {
    terminal.close();
  }
}

function answerOn(terminal: Interface, prompt: string): Promise<string | undefined> {
  return new Promise<string | undefined>((resolve, reject) => {
    terminal.once("SIGINT", () => reject(new Failure("CANCELLED", "interrupted")));
    terminal.once("close", () => resolve(undefined));
    terminal.question(prompt).then(resolve, reject);
  });
}
