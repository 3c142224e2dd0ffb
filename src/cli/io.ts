import process from "node:process";
import type { Tool } from "../app/host.ts";

/** Everything that a command sees of the terminal and the environment; a plain value in tests. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly columns: number;
  /** Asks one question on the terminal; undefined where nobody can answer. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** The same without echo. */
  readonly askSecret: (question: string) => Promise<string | undefined>;
  /** What this installation of the program is. */
  readonly tool: () => Promise<Tool>;
}

export function standardIo(): Io {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    env: process.env,
    cwd: process.cwd(),
    stdoutIsTerminal: process.stdout.isTTY,
    stderrIsTerminal: process.stderr.isTTY,
    columns: process.stdout.columns || 80,
    ask: (question) => askOnTerminal(question, { echo: true }),
    askSecret: (question) => askOnTerminal(question, { echo: false }),
    tool: async () => (await import("../host/tool.ts")).installedTool(),
  };
}

async function askOnTerminal(question: string, { echo }: { readonly echo: boolean }): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const { createInterface } = await import("node:readline/promises");
  const { Writable } = await import("node:stream");
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: echo ? process.stderr : silent, terminal: true });
  try {
    return await terminal.question("");
  } finally {
    terminal.close();
    if (!echo) process.stderr.write("\n");
  }
}

/**
 * Whether to colour standard output: `--color` decides, then NO_COLOR, then FORCE_COLOR, then
 * whether a person is looking.
 */
export function wantsColor(io: Io, flag: boolean | undefined): boolean {
  if (flag !== undefined) return flag;
  if ((io.env["NO_COLOR"] ?? "") !== "") return false;
  if ((io.env["FORCE_COLOR"] ?? "") !== "" && io.env["FORCE_COLOR"] !== "0") return true;
  return io.stdoutIsTerminal && io.env["TERM"] !== "dumb";
}

/** Whether the locale can show more than ASCII. */
export function wantsUnicode(io: Io): boolean {
  const locale = io.env["LC_ALL"] || io.env["LC_CTYPE"] || io.env["LANG"] || "";
  return locale === "" || /utf-?8/iu.test(locale) || !io.stdoutIsTerminal;
}
