// The GitHub Action as a runner starts it: files of its own, an event, a checkout; and what the runner makes of its output.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { givenFolder } from "./opened.ts";
import { isolatedEnvironment } from "./repository.ts";

/** A folder with what a release tag holds for the action, and nothing else: no packages. */
export function releaseIn(folder: string): string {
  if (!existsSync("dist/cli.js")) throw new Error("dist is missing: npm run build");
  for (const path of ["action.yml", "package.json", "bin", "dist", "scripts"])
    cpSync(path, join(folder, path), { recursive: true });
  return folder;
}

export interface Job {
  /** Folder of the action. */
  readonly action: string;
  /** What actions/checkout left. */
  readonly workspace: string;
  readonly event: string;
  /** The payload, as text. */
  readonly payload: string;
  /** What was checked out, as the runner says. */
  readonly sha: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface JobEnded {
  readonly status: number | null;
  readonly log: string;
  /** Commands that the runner takes from the log. */
  readonly commands: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** A fixture's event about these commits. */
export function eventAbout(
  name: string,
  { head, base }: { readonly head: string; readonly base: string },
): string {
  const text = readFileSync(`fixtures/action/${name}.json`, "utf8");
  return text.replaceAll("1".repeat(40), head).replaceAll("2".repeat(40), base);
}

export async function runJob(job: Job): Promise<JobEnded> {
  const temporary = await givenFolder();
  const [events, outputs, summary] = ["event.json", "outputs", "summary"].map((name) =>
    join(temporary, name),
  ) as [string, string, string];
  mkdirSync(join(temporary, "files"));
  writeFileSync(events, job.payload);
  writeFileSync(outputs, "");
  writeFileSync(summary, "");
  const inputs = Object.entries(job.inputs ?? {});
  const { status, stdout, stderr } = spawnSync(execPath, [join(job.action, "scripts/action.mjs")], {
    cwd: job.workspace,
    encoding: "utf8",
    env: {
      ...isolatedEnvironment(),
      SOURCE_DATE_EPOCH: "1795478400",
      GITHUB_EVENT_NAME: job.event,
      GITHUB_EVENT_PATH: events,
      GITHUB_OUTPUT: outputs,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_SHA: job.sha,
      GITHUB_WORKSPACE: job.workspace,
      RUNNER_TEMP: join(temporary, "files"),
      ...Object.fromEntries(inputs.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...job.env,
    },
  });
  return {
    status,
    log: `${stdout}${stderr}`,
    commands: commandsIn(stdout),
    outputs: outputsIn(readFileSync(outputs, "utf8")),
    summary: readFileSync(summary, "utf8"),
  };
}

/**
 * The commands of a log, as the runner finds them: none between a stop and its word.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions#stopping-and-starting-workflow-commands
 */
export function commandsIn(log: string): readonly string[] {
  const found: string[] = [];
  let word: string | undefined;
  for (const line of log.split(/\r\n|[\r\n]/u)) {
    const text = line.trimStart();
    const [, stop] = /^::stop-commands::(.+)$/u.exec(text) ?? [];
    if (word !== undefined) word = text === `::${word}::` ? undefined : word;
    else if (stop !== undefined) word = stop;
    else if (/^(?:::|##\[)/u.test(text)) found.push(text);
  }
  return found;
}

/** The file of outputs, as the runner reads it. */
function outputsIn(text: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const lines = text.split("\n");
  while (lines.length > 1) {
    const [name, end] = lines.shift()!.split("<<");
    const value: string[] = [];
    while (lines.length > 0 && lines[0] !== end) value.push(lines.shift()!);
    lines.shift();
    found[name ?? ""] = value.join("\n");
  }
  return found;
}
