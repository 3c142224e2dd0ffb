// What the tests of test/attacks share: the program in this process, and what it must never show.
import { createHash } from "node:crypto";
import { expect } from "vitest";
import { main } from "../../src/cli/main.ts";
import type { Io } from "../../src/cli/io.ts";
import type { Sha256 } from "../../src/base/digest.ts";
import { isolatedEnvironment } from "./repository.ts";

export interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What somebody at the terminal would type; nobody is there without it. */
  readonly secret?: string;
}

const testTool = createHash("sha256").update("test build").digest("hex") as Sha256;

/** One command line in that folder, its home beside the folder, outside CI, without a terminal. */
export async function lineagectl(
  root: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    flushed: () => Promise.resolve(undefined),
    env: { ...isolatedEnvironment(), CI: "", XDG_CONFIG_HOME: `${root}-home`, ...options.env },
    cwd: root,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    ticks: () => () => undefined,
    watch: () => {
      throw new Error("nothing here is watched");
    },
    columns: 100,
    ask: () => Promise.resolve(undefined),
    askSecret: () => Promise.resolve(options.secret),
    tool: () => Promise.resolve({ name: "lineagectl", version: "0.0.0", sha256: testTool }),
  };
  const status = await main(args, io);
  const run = { status, out: out.join(""), err: err.join("") };
  expectPresentable(run);
  return run;
}

/** No stack trace, no crash, nothing that a terminal would obey. */
function expectPresentable({ status, out, err }: Run): void {
  const all = out + err;
  expect(all).not.toMatch(/^\s+at .+:\d+:\d+\)?$|internal error|node:internal/mu);
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(all).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u);
  expect([0, 1, 2, 3, 5]).toContain(status);
}

/** The rule ids of a JSON report, in its order. */
export function rulesIn({ out }: Run): readonly string[] {
  const report = JSON.parse(out) as { readonly diagnostics: readonly { readonly rule: string }[] };
  return report.diagnostics.map(({ rule }) => rule);
}

/** The findings of a JSON report as `RULE path`. */
export function findingsIn({ out }: Run): readonly string[] {
  const report = JSON.parse(out) as {
    readonly diagnostics: readonly {
      readonly rule: string;
      readonly location: { readonly path: string };
    }[];
  };
  return report.diagnostics.map(({ rule, location }) => `${rule} ${location.path}`);
}
