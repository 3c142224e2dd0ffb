// Keeps docs/*.svg real: draws the example, and the example's pull request, as anybody would. With
// --write it replaces the pictures, without it fails where one differs.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const example = join(project, "examples", "customer-segmentation");
const scratch = mkdtempSync(join(tmpdir(), "lineagectl-pictures-"));
const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_DATE: "2026-11-24T10:00:00Z",
  GIT_COMMITTER_DATE: "2026-11-24T10:00:00Z",
  CI: "",
};

try {
  cpSync(example, scratch, { recursive: true });
  run("git", "init", "--quiet", "--initial-branch", "main");
  commit("the example");
  keep("lineage.svg", "--kind", "dataset,feature_view,ml_model", "--columns");
  cpSync(`${example}.pull-request`, scratch, { recursive: true });
  commit("its pull request");
  keep(
    "change.svg",
    "--kind",
    "dataset,feature_view,ml_model",
    "--columns",
    "--change",
    "--base",
    "HEAD~1",
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function keep(name, ...args) {
  const path = join(project, "docs", name);
  const program = join(project, "bin", "lineagectl.js");
  const text = run(process.execPath, program, "graph", "--format", "svg", ...args);
  if (process.argv.includes("--write")) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text)
    throw new Error(`docs/${name} is not what is drawn: npm run pictures`);
}

function commit(message) {
  run("git", "add", "--all");
  run("git", "-c", "user.name=Docs", "-c", "user.email=docs@example.com", "commit", "-qm", message);
}

function run(program, ...args) {
  const options = { cwd: scratch, env, encoding: "utf8", maxBuffer: 1 << 26 };
  const { status, stdout, stderr } = spawnSync(program, args, options);
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}\n${stderr}`);
  return stdout;
}
