import process from "node:process";
import type { Tool } from "../app/host.ts";
import type { Progress } from "./progress.ts";

/** Everything that a command sees of the terminal and the environment; a plain value in tests. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Waits until all that was written has left; the first error on the way, if there was one. */
  readonly flushed: () => Promise<Error | undefined>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly columns: number;
  /** Asks one question on the terminal; undefined where nobody can answer. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** The same without echo. */
  readonly askSecret: (question: string) => Promise<string | undefined>;
  /** Calls back every so often with the milliseconds that have passed, until the returned function is called. */
  readonly ticks: (run: (elapsed: number) => void) => () => void;
  /**
   * From now on one value for each time that files below a folder have changed; ends when somebody
   * interrupts.
   */
  readonly watch: (root: string) => Promise<AsyncIterable<void>>;
  /** Where somebody wants to know how a run gets on. */
  readonly progress?: Progress;
  /** What this installation of the program is. */
  readonly tool: () => Promise<Tool>;
}

/** This process: to be made once, since it listens to the errors of standard output. */
export function standardIo(): Io {
  const { write, flushed } = writerOn(process.stdout);
  return {
    out: write,
    err: (text) => void process.stderr.write(text),
    flushed,
    env: process.env,
    cwd: process.cwd(),
    stdoutIsTerminal: process.stdout.isTTY,
    stderrIsTerminal: process.stderr.isTTY,
    columns: process.stdout.columns || 80,
    ask: async (question) =>
      (await import("./terminal.ts")).askOnTerminal(question, { echo: true }),
    askSecret: async (question) =>
      (await import("./terminal.ts")).askOnTerminal(question, { echo: false }),
    ticks: everyTenth,
    watch: watchUntilInterrupted,
    tool: async () => (await import("../host/tool.ts")).installedTool(),
  };
}

function everyTenth(run: (elapsed: number) => void): () => void {
  const start = Date.now();
  const timer = setInterval(() => run(Date.now() - start), 100);
  timer.unref();
  return () => clearInterval(timer);
}

/** The first Ctrl-C ends the watch after the run at hand; a second one ends the process. */
async function watchUntilInterrupted(root: string): Promise<AsyncGenerator<void>> {
  const { changesBelow } = await import("../host/watch.ts");
  const interruption = new AbortController();
  process.once("SIGINT", () => interruption.abort());
  return changesBelow(root, interruption.signal);
}

/** Without a listener, a reader that goes early would end the process with a stack trace. */
function writerOn(stream: NodeJS.WriteStream): {
  readonly write: Io["out"];
  readonly flushed: Io["flushed"];
} {
  let failed: Error | undefined;
  let pending: Promise<void> = Promise.resolve();
  stream.on("error", (error) => {
    failed ??= error;
  });
  return {
    write: (text) => {
      const before = pending;
      const written = new Promise<void>((resolve) => {
        stream.write(text, () => resolve());
      });
      pending = before.then(() => written);
    },
    flushed: async () => {
      await pending;
      return failed;
    },
  };
}

/**
 * Whether to colour standard output: `--color` decides, then NO_COLOR, then FORCE_COLOR, then
 * whether a person is looking.
 *
 * @see https://no-color.org and https://force-color.org
 */
export function wantsColor({ env, stdoutIsTerminal }: Io, flag: boolean | undefined): boolean {
  if (flag !== undefined) return flag;
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"] ?? "";
  if (forced !== "") return forced !== "0" && forced !== "false";
  return stdoutIsTerminal && env["TERM"] !== "dumb";
}

/** Whether the locale can show more than ASCII. */
export function wantsUnicode(io: Io): boolean {
  const locale = io.env["LC_ALL"] || io.env["LC_CTYPE"] || io.env["LANG"] || "";
  return locale === "" || /utf-?8/iu.test(locale) || !io.stdoutIsTerminal;
}
