// The main job on a throw-away repository: check, price, sign, verify, and a tamper caught.
// Prints each command and what it prints; fails when a command ends otherwise than a user is told.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(project, "bin", "lineagectl.js");
const example = join(project, "examples", "customer-segmentation");
if (!existsSync(join(project, "dist", "cli.js")))
  fail("dist is missing: run npm ci, or npm run build");

const scratch = realpathSync(mkdtempSync(join(tmpdir(), "lineagectl-demo-")));
const repository = join(scratch, "customer-segmentation");
const env = {
  ...process.env,
  XDG_CONFIG_HOME: join(scratch, "config"),
  GIT_CONFIG_GLOBAL: join(scratch, "gitconfig"),
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_DATE: "2026-11-24T10:00:00Z",
  GIT_COMMITTER_DATE: "2026-11-24T10:00:00Z",
  // The day that the waiver, the rate and the evaluation of the example are about.
  SOURCE_DATE_EPOCH: "1795514400",
  CI: "",
};
const color = process.stdout.isTTY && !process.env.NO_COLOR;
let failures = 0;

try {
  tell();
} finally {
  if (process.argv.includes("--keep")) console.log(`kept: ${scratch}`);
  else rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;
if (failures === 0)
  console.log("The demo ended as it should: 10 commands, each with the exit status it promises.");

function tell() {
  writeFileSync(
    join(scratch, "gitconfig"),
    "[user]\nname = Demo\nemail = demo@example.com\n[init]\ndefaultBranch = main\n",
  );
  cpSync(example, repository, { recursive: true });
  git("init", "--quiet");

  step(
    "A repository of specs: from a raw table over dbt, features and a workflow to a served model, with what it costs",
  );
  lineagectl(0, "check");
  lineagectl(0, "graph", "growth/segmentation-model");

  step("Sign what is there, and commit the signature with it");
  lineagectl(
    0,
    "init",
    "--key",
    "demo",
    "--no-passphrase",
    "--yes",
    "--repository",
    "https://github.com/acme/customer-segmentation",
  );
  lineagectl(0, "attest", "--all", "--key", "demo");
  commit("Declare customer segmentation");

  step("A pull request: e-mail addresses for the segments, a GPU for training");
  git("switch", "--quiet", "--create", "add-email");
  overlay("customer-segmentation.pull-request");
  commit("Add e-mail to segments, train on a GPU");
  lineagectl(1, "check", "--base", "main");
  lineagectl(0, "cost", "diff", "--base", "main");

  step("The author masks the address; the change is signed and committed");
  overlay("customer-segmentation.fixed");
  lineagectl(0, "check", "--base", "main");
  lineagectl(0, "attest", "--base", "main", "--key", "demo");
  commit("Keep only a hash of the address");
  lineagectl(0, "verify", "--base", "main", "--rebuild");

  step("Somebody edits one byte of the model without signing");
  tamper("lineage/model.yaml");
  lineagectl(1, "verify", "--base", "main");
}

function step(text) {
  console.log(color ? `\n\u001b[1m# ${text}\u001b[0m` : `\n# ${text}`);
}

function lineagectl(expected, ...args) {
  console.log(`\n$ lineagectl ${args.join(" ")}`);
  const options = {
    cwd: repository,
    env: { ...env, ...(color && { FORCE_COLOR: "1" }) },
    encoding: "utf8",
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], options);
  process.stdout.write(stdout + stderr);
  if (status === expected) return;
  failures += 1;
  console.log(`!! expected exit status ${expected}, got ${status}`);
}

function git(...args) {
  const { status, stderr } = spawnSync("git", args, { cwd: repository, env, encoding: "utf8" });
  if (status !== 0) fail(`git ${args.join(" ")}: ${stderr}`);
}

function commit(message) {
  git("add", "--all");
  git("commit", "--quiet", "--message", message);
}

function overlay(name) {
  cpSync(join(project, "examples", name), repository, { recursive: true });
}

/** Changes the first digit of the file: one byte, still a valid spec. */
function tamper(path) {
  const file = join(repository, path);
  const text = readFileSync(file, "utf8");
  const changed = text.replace(
    /version: (\d+)\.(\d)/u,
    (_, major, minor) => `version: ${major}.${(Number(minor) + 1) % 10}`,
  );
  if (changed === text) fail(`${path} has no version to change`);
  writeFileSync(file, changed);
}

function fail(message) {
  console.error(`demo: ${message}`);
  process.exit(1);
}
