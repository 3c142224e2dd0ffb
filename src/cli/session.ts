import { resolve } from "node:path";
import type { Host } from "../app/host.ts";
import type { ReviewOptions } from "../app/review.ts";
import { Failure } from "../base/failure.ts";
import type { Day } from "../base/ports.ts";
import { paintFor, type Paint } from "../report/paint.ts";
import { wantsColor, wantsUnicode, type Io } from "./io.ts";
import { flag, given, type Invocation, type Options } from "./options.ts";
import { told } from "./progress.ts";

/** One run of a command: the outside world, the terminal, the options. */
export interface Session {
  readonly host: Host;
  readonly io: Io;
  readonly options: Options;
  readonly paint: Paint;
  /** The day the run is about: `--as-of`, else SOURCE_DATE_EPOCH, else today. */
  readonly asOf: Day;
}

const withoutGit = `lineagectl: the program git was not found; the repository is read without it
  not available: filters (Git LFS), linked worktrees, SHA-256, reftable, alternates, a split or sparse index
`;

/** Opens the repository that the options name; `--no-cache` and read-only places work without cache. */
export async function openSession({
  io,
  options,
}: Pick<Invocation, "io" | "options">): Promise<Session> {
  const asked = dayOf(io, options);
  const directory = resolve(io.cwd, given(options, "directory") ?? ".");
  const [{ openAnyhow }, { filesOn }, { systemClock }, { cacheIn }] = await Promise.all([
    import("../host/without-git.ts"),
    import("../host/files.ts"),
    import("../host/clock.ts"),
    import("../host/cache.ts"),
  ]);
  const ambient = { environment: io.env, directory: io.cwd };
  const opened = await openAnyhow(directory, ambient);
  if (!opened.hasGit) io.err(withoutGit);
  const repository = told(opened.repository, io.progress);
  const cacheDirectory = io.env["LINEAGECTL_CACHE_DIR"] || repository.cacheDirectory;
  const host: Host = {
    repository,
    files: filesOn(undefined, { root: repository.root, folder: repository.cacheDirectory }),
    clock: systemClock,
    cache: options["cache"] === false ? undefined : cacheIn(cacheDirectory),
    tool: await io.tool(),
    userDirectory: userDirectory(io),
    ci: (io.env["CI"] ?? "") !== "" && io.env["CI"] !== "false",
  };
  return {
    host,
    io,
    options,
    paint: paintOf(io, options),
    asOf: asked ?? host.clock.today(),
  };
}

/** The same where there is a repository; undefined elsewhere, for commands that need none and were told of none. */
export async function openSessionIfAny(
  invocation: Pick<Invocation, "io" | "options">,
): Promise<Session | undefined> {
  try {
    return await openSession(invocation);
  } catch (error) {
    const asked = given(invocation.options, "directory") !== undefined;
    const absent =
      error instanceof Failure &&
      (error.code === "NOT_A_REPOSITORY" || error.code === "BARE_REPOSITORY");
    if (absent && !asked) return undefined;
    throw error;
  }
}

/** What the options say about the trees to compare. */
export function sideOptions({ options, asOf }: Session): ReviewOptions {
  return {
    base: given(options, "base"),
    head: given(options, "head"),
    staged: flag(options, "staged"),
    asOf,
  };
}

/**
 * Paths as a person names them, below the directory of the run, as paths of the tree.
 *
 * @throws Failure USAGE for one outside the repository
 */
export async function pathsNamed(
  { host, io, options }: Session,
  texts: readonly string[],
): Promise<readonly string[]> {
  if (texts.length === 0) return [];
  const { relativeToRoot } = await import("../host/relative.ts");
  const directory = resolve(io.cwd, given(options, "directory") ?? ".");
  return Promise.all(
    texts.map(async (text) => {
      const path = await relativeToRoot(host.repository.root, directory, text);
      if (path !== undefined) return path;
      throw new Failure("USAGE", `${text} lies outside the repository`);
    }),
  );
}

export function paintOf(io: Io, options: Options): Paint {
  const color = options["color"] === undefined ? undefined : flag(options, "color");
  return paintFor({
    color: wantsColor(io, color),
    unicode: wantsUnicode(io),
    width: Math.min(Math.max(io.columns, 60), 160),
  });
}

/** This user's own folder, as the XDG base directory specification has it; undefined without a home. */
export function userDirectory({ env, cwd }: Io): string | undefined {
  const home =
    env["XDG_CONFIG_HOME"] || (env["HOME"] && `${env["HOME"]}/.config`) || env["APPDATA"];
  return home === undefined || home === "" ? undefined : resolve(cwd, home, "lineagectl");
}

function dayOf({ env }: Io, options: Options): Day | undefined {
  const asked = given(options, "asOf");
  if (asked !== undefined) {
    if (isDay(asked)) return asked;
    throw new Failure("USAGE", `--as-of ${asked} is no day`, "YYYY-MM-DD, for example 2026-11-24");
  }
  return epochDay(env["SOURCE_DATE_EPOCH"]);
}

/** @see https://reproducible-builds.org/specs/source-date-epoch/ : a malformed value must not be passed over */
function epochDay(epoch: string | undefined): Day | undefined {
  if (epoch === undefined || epoch === "") return undefined;
  const day = /^\d{1,11}$/u.test(epoch)
    ? new Date(Number(epoch) * 1000).toISOString().slice(0, 10)
    : "";
  if (isDay(day)) return day;
  throw new Failure("USAGE", `SOURCE_DATE_EPOCH=${epoch} is no number of seconds`);
}

function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
