// Keeps the README's example output real: runs the demo and compares (or, with --write, replaces) the
// blocks that follow a marker <!-- demo N -->, N being the number of the command in the demo.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const readme = join(project, "README.md");
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [join(project, "scripts", "demo.mjs")],
  {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  },
);
process.stdout.write(stdout);
if (status !== 0) throw new Error(`the demo failed\n${stderr}`);

const commands = stdout
  .split(/\n(?=\$ lineagectl )/u)
  .slice(1)
  .map((text) => steady(text.split(/\n\n# |\nThe demo ended/u)[0].trimEnd()));
const before = readFileSync(readme, "utf8");
const block = /(<!-- demo (\d+) -->\n```console\n)(?:(?!```)[\s\S])*(```)/gu;
const after = before.replaceAll(block, (_, open, number, close) => {
  const command = commands[Number(number) - 1];
  if (command === undefined) throw new Error(`the demo has no command ${number}`);
  return `${open}${command}\n${close}`;
});
if (process.argv.includes("--write")) writeFileSync(readme, after);
else if (after !== before)
  throw new Error("README.md shows output that the demo no longer prints: npm run readme");

/** What differs from run to run, made the same: keys, and with them digests and commits. */
function steady(text) {
  return text
    .replaceAll(/[A-Za-z0-9+/]{43}=/gu, "8c41d0pVb2k…=")
    .replaceAll(/entries\/[0-9a-f]{2}\/[0-9a-f]{64}/gu, "entries/8c/8c41…e0")
    .replaceAll(/entries\/[0-9a-f]{2}$/gmu, "entries/8c")
    .replaceAll(/\b[0-9a-f]{10,12}(?=…|\.\.)/gu, (digits) => "3f2a91c07b6d".slice(0, digits.length))
    .replaceAll(/(?<=…)[0-9a-f]{10}\b/gu, "a91be02d44")
    .replaceAll(/(?<=with )[0-9a-f]{10}\b/gu, "3f2a91c07b");
}
