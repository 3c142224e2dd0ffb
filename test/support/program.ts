import { createHash } from "node:crypto";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Tool } from "../../src/app/host.ts";
import type { Json } from "../../src/base/json.ts";
import type { Io } from "../../src/cli/io.ts";
import { main } from "../../src/cli/main.ts";
import { isSha256 } from "../../src/base/digest.ts";
import { outputOf } from "./outputs.ts";
import { isolatedEnvironment, type TestRepository } from "./repository.ts";

/** What a run of the program left behind. */
export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface Program {
  /** This user's configuration: keys lie in `lineagectl/keys` below it. */
  readonly configHome: string;
  /** One command line. An output that is JSON must fulfil the schema that it names. */
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  /** The same with `--format json`: the value itself. */
  readonly json: (...args: readonly string[]) => Promise<Ran & { readonly value: Json }>;
}

export interface ProgramOptions {
  /** Added to an environment of nothing but a path, a locale and a day; undefined takes away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly tool?: () => Promise<Tool>;
  readonly stdoutIsTerminal?: boolean;
  readonly stderrIsTerminal?: boolean;
  /** Is told how to let time pass: each call tells the program so many milliseconds since its start. */
  readonly clock?: (passed: (elapsed: number) => void) => void;
  /** What happens in the folder while the program watches it; it is interrupted at the end. */
  readonly watch?: (root: string) => AsyncIterable<void>;
  readonly columns?: number;
  /** What a person types, question by question; without one, nobody is there. */
  readonly answers?: readonly string[];
  /** What the flush of standard output reports. */
  readonly lost?: Error;
}

/** 2026-11-24, as the environment states it. */
const epoch = "1795478400";

const testTool: Tool = {
  name: "lineagectl",
  version: "0.0.0",
  sha256: digest("the build under test"),
};

/** The program in this process, in a repository or folder, cut off from the machine's own settings. */
export function programIn(
  place: Pick<TestRepository, "root"> | string,
  options: ProgramOptions = {},
): Program {
  const configHome = realpathSync(mkdtempSync(join(tmpdir(), "lineagectl-config-")));
  onTestFinished(() => {
    rmSync(configHome, { recursive: true, force: true });
  });
  const cwd = typeof place === "string" ? place : place.root;
  const run = (...args: readonly string[]): Promise<Ran> =>
    runOnce(args, { cwd, configHome, options });
  return {
    configHome,
    run,
    json: async (...args) => {
      const ran = await run(...args, "--format", "json");
      return { ...ran, value: outputOf(ran.out) };
    },
  };
}

interface Setting {
  readonly cwd: string;
  readonly configHome: string;
  readonly options: ProgramOptions;
}

async function runOnce(args: readonly string[], setting: Setting): Promise<Ran> {
  const { options } = setting;
  const written = { out: "", err: "" };
  const answers = [...(options.answers ?? [])];
  const ask = (question: string): Promise<string | undefined> => {
    written.err += question;
    return Promise.resolve(answers.shift());
  };
  const io: Io = {
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    flushed: () => Promise.resolve(options.lost),
    env: environmentOf(setting),
    cwd: setting.cwd,
    stdoutIsTerminal: options.stdoutIsTerminal ?? false,
    stderrIsTerminal: options.stderrIsTerminal ?? false,
    ticks: (tick) => {
      let running = true;
      options.clock?.((elapsed) => (running ? tick(elapsed) : undefined));
      return () => void (running = false);
    },
    watch: (root) => Promise.resolve((options.watch ?? nothingHappens)(root)),
    columns: options.columns ?? 80,
    ask,
    askSecret: ask,
    tool: options.tool ?? (() => Promise.resolve(testTool)),
  };
  const status = await main(args, io);
  if (written.out.startsWith("{") && !written.out.includes('"$schema"')) outputOf(written.out);
  return { status, ...written };
}

// oxlint-disable-next-line require-yield -- nothing is what it yields
async function* nothingHappens(): AsyncGenerator<void> {
  return Promise.resolve();
}

function environmentOf({ configHome, options }: Setting): Record<string, string | undefined> {
  const isolated = Object.entries(isolatedEnvironment());
  const kept = isolated.filter(([name]) => /^(?:PATH|TMPDIR|TZ|GIT_.*)$/u.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: configHome,
    XDG_CONFIG_HOME: configHome,
    LC_ALL: "C.UTF-8",
    SOURCE_DATE_EPOCH: epoch,
    ...options.env,
  };
}

function digest(text: string): Tool["sha256"] {
  const hex = createHash("sha256").update(text).digest("hex");
  if (!isSha256(hex)) throw new Error("no digest");
  return hex;
}
