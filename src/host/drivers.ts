import { tryGit, type Git } from "./git.ts";

/** One setting, and whether the user made it or the repository's own configuration. */
interface Setting {
  readonly driver: string;
  readonly name: string;
  readonly value: string;
  readonly isOwn: boolean;
}

/** Everything else lies in the repository: `local` with what it includes, `worktree`. */
const userScopes: ReadonlySet<string> = new Set(["system", "global", "command"]);
const programs = ["clean", "process", "smudge"] as const;
const pattern = String.raw`^filter\..*\.(${programs.join("|")})$`;

/**
 * The same Git without the filter programs that the repository's own configuration names; those of
 * the user stay, and win. A file that needs one that is gone makes Git fail (`FILTER`) instead of
 * storing other bytes. Filters are what `status` and `add` would run; see docs/security.md for the
 * rest.
 */
export async function withUserFilters(git: Git): Promise<Git> {
  const args = ["config", "--show-scope", "-z", "--get-regexp", pattern];
  const { code, stdout } = await tryGit(git, args);
  // Without such a setting the status is 1; what else fails here fails the next command as well.
  if (code !== 0) return git;
  const settings = settingsIn(stdout.toString("utf8"));
  const drivers = new Set(settings.filter(({ isOwn }) => isOwn).map(({ driver }) => driver));
  const overrides = [...drivers].flatMap((driver) =>
    overridesFor(settings.filter((setting) => setting.driver === driver)),
  );
  return { ...git, environment: configured(git.environment, overrides) };
}

/** Pairs of `<scope> NUL` and `<key> LF <value> NUL`. */
function settingsIn(output: string): readonly Setting[] {
  const fields = output.split("\0");
  return fields.flatMap((scope, index) => {
    const field = fields[index + 1];
    if (index % 2 === 1 || field === undefined) return [];
    const [key = "", value = ""] = field.split(/\n(.*)/su);
    const [, driver, name] = /^filter\.(.*)\.([a-z]+)$/u.exec(key) ?? [];
    if (driver === undefined || name === undefined) return [];
    return [{ driver, name, value, isOwn: !userScopes.has(scope) }];
  });
}

/**
 * Git takes `process`, even an empty one, for the whole driver: a repository that sets it leaves
 * nothing of a user's `clean`.
 */
function overridesFor(settings: readonly Setting[]): readonly (readonly [string, string])[] {
  const { driver } = settings[0] ?? { driver: "" };
  const last = (name: string, isOwn: boolean): string | undefined =>
    settings.findLast((setting) => setting.name === name && setting.isOwn === isOwn)?.value;
  const usable =
    last("process", false) !== undefined ||
    (last("clean", false) !== undefined && last("process", true) === undefined);
  const kept = programs.flatMap((name) => {
    if (last(name, true) === undefined) return [];
    return [[`filter.${driver}.${name}`, last(name, false) ?? ""] as const];
  });
  return usable ? kept : [...kept, [`filter.${driver}.required`, "true"]];
}

/** Settings by environment, since a `-c` cannot hold a name with `=`; the user's own stay before ours. */
function configured(
  environment: Git["environment"],
  settings: readonly (readonly [string, string])[],
): Git["environment"] {
  const start = Number(environment["GIT_CONFIG_COUNT"] ?? 0);
  const added = settings.flatMap(([name, value], index) => [
    [`GIT_CONFIG_KEY_${start + index}`, name],
    [`GIT_CONFIG_VALUE_${start + index}`, value],
  ]);
  const count = String(start + settings.length);
  return { ...environment, ...Object.fromEntries(added), GIT_CONFIG_COUNT: count };
}
