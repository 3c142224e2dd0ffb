// Commits as objects: fetched, asked about, never checked out. Git gets arguments, no shell and no stranger's options.
import { spawnSync } from "node:child_process";

/** Git in a folder; the token travels in the environment, where no list of processes shows it. */
export function gitIn(folder, env, credentials) {
  const settings = [
    ["core.hooksPath", "/dev/null"],
    ["protocol.ext.allow", "never"],
    ...credentials,
  ];
  const given = settings.flatMap(([name, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, name],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  const environment = {
    ...env,
    ...Object.fromEntries(given),
    GIT_CONFIG_COUNT: String(settings.length),
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
  };
  return (...args) => {
    const { status, stdout, stderr, error } = spawnSync("git", args, {
      cwd: folder,
      env: environment,
      encoding: "utf8",
    });
    if (error !== undefined) throw error;
    return { ok: status === 0, out: stdout.trimEnd(), err: stderr };
  };
}

/** The header that actions/checkout sets, set anew: two of them would be refused. */
export function credentialsFor(server, token) {
  if (token === "") return [];
  const name = `http.${server}/.extraheader`;
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  return [
    [name, ""],
    [name, `AUTHORIZATION: basic ${basic}`],
  ];
}

/**
 * Brings the commit and its history as objects; false where the remote does not give it any more.
 * No ref is written, so nothing that a stranger named becomes a name here.
 */
export function bring(git, { id, refs }) {
  const wanted = [...refs, id];
  for (const what of wanted) {
    if (has(git, id) && !isShallow(git)) return true;
    fetch(git, what);
  }
  return has(git, id);
}

/** Where the first of the refs stands on the remote now; undefined if nobody says. */
export function tipOf(git, [ref]) {
  if (ref === undefined) return undefined;
  const { ok, out } = git("ls-remote", "--quiet", "--", "origin", ref);
  const lines = ok ? out.split("\n").map((line) => line.split("\t")) : [];
  return lines.find(([, name]) => name === ref)?.[0];
}

/** The commit that a revision of the workflow's author names. */
export function resolve(git, revision) {
  const { ok, out } = git(
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${revision}^{commit}`,
  );
  return ok ? out : undefined;
}

/** Whether the working tree is the commit, or the merge of it that GitHub makes. */
export function isCheckedOut(git, id) {
  return ["HEAD", "HEAD^2"].some((name) => resolve(git, name) === id);
}

/** Whether a commit has a trust root, which says whose signatures count. */
export function holdsTrust(git, id) {
  return git("cat-file", "-e", `${id}:.lineage/trust/1.root.json`).ok;
}

function has(git, id) {
  return git("cat-file", "-e", `${id}^{commit}`).ok;
}

function isShallow(git) {
  return git("rev-parse", "--is-shallow-repository").out === "true";
}

function fetch(git, what) {
  const whole = isShallow(git) ? ["--unshallow"] : [];
  const quiet = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
  return git(
    "fetch",
    ...quiet,
    "--no-auto-maintenance",
    "--refmap=",
    ...whole,
    "--",
    "origin",
    what,
  );
}
