// The GitHub Action: finds the commits that the event is about, brings them as objects, runs the program
// that lies beside this file on them, and says what came out. Nothing of the head is checked out or run.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve as pathTo } from "node:path";
import process, { env, execPath, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import {
  bring,
  credentialsFor,
  gitIn,
  holdsTrust,
  isCheckedOut,
  resolve,
  tipOf,
} from "./action/commits.mjs";
import { sidesOfEvent } from "./action/event.mjs";
import { asText, command, output, summary } from "./action/runner.mjs";

const home = fileURLToPath(new URL("..", import.meta.url));
const program = join(home, "bin/lineagectl.js");
const verdicts = { 0: "pass", 1: "fail", 3: "undecided", skipped: "skipped" };
/** Several at once: which exit status says more. */
const weights = [0, 3, 1, 5, 2, 4];

/** What a program needs of the environment; no token, no input, nothing of the runner's. */
const passedOn =
  /^(?:PATH|PATHEXT|HOME|USERPROFILE|TMPDIR|TEMP|TMP|SYSTEMROOT|CI|TZ|LANG|LC_ALL|SOURCE_DATE_EPOCH|XDG_CONFIG_HOME|GIT_CONFIG_GLOBAL|GIT_CONFIG_NOSYSTEM|HTTPS?_PROXY|NO_PROXY)$/iu;
const bare = Object.fromEntries(Object.entries(env).filter(([name]) => passedOn.test(name)));

/** Work that could not be done: told as one annotation, exit status 2. */
class Refusal extends Error {}

const input = (name) => (env[`INPUT_${name.toUpperCase()}`] ?? "").trim();

try {
  finish(run());
} catch (error) {
  stdout.write(
    command("error", error instanceof Refusal ? error.message : `lineagectl: ${error.message}`),
  );
  finish({ status: 2, title: "lineagectl: it could not be judged", files: {} });
}

function run() {
  requireProgram();
  const folder = pathTo(env.GITHUB_WORKSPACE ?? ".", input("working-directory"));
  const server = env.GITHUB_SERVER_URL ?? "https://github.com";
  const git = gitIn(folder, bare, credentialsFor(server, input("token")));
  const event = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, "utf8"));
  const sides = sidesOfEvent(env.GITHUB_EVENT_NAME, event, env.GITHUB_SHA);
  if (sides === undefined)
    return {
      status: "skipped",
      title: "lineagectl: nothing to judge, the branch is gone",
      files: {},
    };
  const head = chosen(git, "head", sides.head);
  if (sides.foreign === true && isCheckedOut(git, head))
    throw new Refusal(
      "the job has checked out the head of the pull request with a token that can write: remove `ref` from actions/checkout, the head is fetched as objects",
    );
  const base = chosen(git, "base", sides.base);
  // The push that brings the first trust root has none before it.
  const isFirst = env.GITHUB_EVENT_NAME === "push" && !(base && holdsTrust(git, base));
  return judged(folder, { head, base, anchor: isFirst ? head : base });
}

function requireProgram() {
  if (!existsSync(join(home, "dist/cli.js")))
    throw new Refusal(
      "this ref of the action holds no dist/: use a release tag, or run `npm ci` in a checkout of it and use that folder as the action",
    );
  const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  const wanted = input("version").replace(/^v/u, "");
  if (wanted !== "" && wanted !== version)
    throw new Refusal(`version ${wanted} was asked for, and this ref of the action is ${version}`);
}

/** The commit to use: what the workflow's author asked for, else what the event names. */
function chosen(git, name, side) {
  const asked = input(name);
  if (asked !== "") {
    const id = resolve(git, asked);
    if (id !== undefined) return id;
    throw new Refusal(`${name}: there is no commit ${asked} here; fetch it first (fetch-depth: 0)`);
  }
  if (side === undefined) return undefined;
  const tip = side.newest === true ? tipOf(git, side.refs) : undefined;
  if (tip !== undefined && bring(git, { ...side, id: tip })) return tip;
  if (bring(git, side)) return side.id;
  if (side.optional === true) return undefined;
  throw new Refusal(
    `the ${name} ${side.id} is gone from the repository: a newer run judges what came after`,
  );
}

function judged(folder, sides) {
  const files = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), "lineagectl-"));
  const first = check(folder, files, sides);
  if (input("verify") !== "true") return first;
  const second = verify(folder, files, sides);
  const worse = weights.indexOf(second.status) > weights.indexOf(first.status);
  const { status, title } = worse ? second : first;
  return { ...first, status, title };
}

function check(folder, files, { head, base }) {
  const against = base === undefined ? [] : ["--base", base];
  const failOn = input("fail-on") || "error";
  return told(folder, files, ["check", "--head", head, ...against, `--fail-on=${failOn}`]);
}

function verify(folder, files, { head, anchor }) {
  const against = anchor === undefined ? [] : ["--base", anchor];
  return told(folder, files, ["verify", "--at", head, ...against]);
}

/** One run of the program: its text in the log, its reports in files, its findings where people look. */
function told(folder, files, [name, ...args]) {
  const formats = ["json", "markdown", "github", ...(input("sarif") === "false" ? [] : ["sarif"])];
  const paths = Object.fromEntries(
    formats.map((format) => [format, join(files, `${name}.${format}`)]),
  );
  const outputs = formats.map((format) => `--output=${format}=${paths[format]}`);
  // A cache that other jobs could have written decides nothing here.
  const words = [program, name, ...args, ...outputs, "--no-cache", "--no-color"];
  const ended = spawnSync(execPath, words, {
    cwd: folder,
    env: { ...bare, CI: "true" },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const status = ended.status ?? 4;
  stdout.write(asText(`${ended.stdout}${ended.stderr}`));
  if (!existsSync(paths.markdown)) {
    stdout.write(command("error", ended.stderr.trim() || `lineagectl ended with status ${status}`));
    return { status, title: `lineagectl: ${name} could not be done`, files: {} };
  }
  const markdown = readFileSync(paths.markdown, "utf8");
  if (input("annotations") !== "false") stdout.write(annotationsIn(paths.github));
  if (input("summary") !== "false") summary(env.GITHUB_STEP_SUMMARY, markdown);
  return { status, title: markdown.split("\n", 1)[0].replace(/^#+ /u, ""), files: paths };
}

function annotationsIn(path) {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines
    .filter((line) => /^::(?:error|warning|notice)[ :]/u.test(line))
    .map((line) => `${line}\n`)
    .join("");
}

function finish({ status, title, files }) {
  const file = env.GITHUB_OUTPUT;
  output(file, "verdict", verdicts[status] ?? "error");
  output(file, "title", title);
  output(file, "exit-code", status === "skipped" ? "0" : String(status));
  for (const name of ["json", "markdown", "sarif"]) output(file, name, files[name] ?? "");
  process.exitCode = status === "skipped" ? 0 : status;
}
