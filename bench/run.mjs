// Ratios against a baseline of the same run. Exits 1 when a bar is missed: node bench/run.mjs [--documents N] [--rounds N]
import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generate } from "./generate.mjs";
import { cpuSeconds, interleaved, median, noise } from "./measure.mjs";

const { values } = parseArgs({
  options: {
    documents: { type: "string", default: "10000" },
    rounds: { type: "string", default: "5" },
  },
});
const here = dirname(fileURLToPath(import.meta.url));
const program = join(here, "..", "bin", "lineagectl.js");
const scratch = realpathSync(mkdtempSync(join(tmpdir(), "lineagectl-bench-")));
const repository = join(scratch, "repository");
const cache = join(scratch, "cache");
const bars = [];

try {
  const documents = Number(values.documents);
  const files = generate(repository, { documents });
  console.log(
    `Node ${process.version}, ${documents} documents in ${files} files, ${values.rounds} rounds, CPU seconds of whole processes\n`,
  );
  startUp(Number(values.rounds) * 3);
  checks(Number(values.rounds));
  memory();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const missed = bars.filter(({ ok }) => !ok);
console.log(
  missed.length === 0 ? "\nall bars met" : `\nmissed: ${missed.map(({ name }) => name).join(", ")}`,
);
process.exitCode = missed.length === 0 ? 0 : 1;

function startUp(rounds) {
  const results = interleaved(
    new Map([
      ["bare node", () => cpuSeconds(["node", "-e", "0"])],
      ["--version", () => cpuSeconds(["node", program, "--version"])],
      ["--help", () => cpuSeconds(["node", program, "--help"])],
    ]),
    rounds,
  );
  show(results);
  bar("--version / bare node", ratio(results, "--version", "bare node"), 1.2);
  bar("--help / bare node", ratio(results, "--help", "bare node"), 1.6);
}

function checks(rounds) {
  const warm = { cwd: repository, env: { LINEAGECTL_CACHE_DIR: cache } };
  const results = interleaved(
    new Map([
      ["read and parse once", () => cpuSeconds(["node", join(here, "baseline.mjs"), repository])],
      ["check, cold", () => cpuSeconds(check("--no-cache"), { cwd: repository })],
      [
        "check, warm, 10 changed",
        () => {
          // The base alone fills the cache; the ten files of the second commit are new to it.
          rmSync(cache, { recursive: true, force: true });
          cpuSeconds(["node", program, "check", "--head", "main~1"], warm);
          return cpuSeconds(check(), warm);
        },
      ],
    ]),
    rounds,
  );
  show(results);
  bar("cold check / read and parse once", ratio(results, "check, cold", "read and parse once"), 2);
  bar("warm check / cold check", ratio(results, "check, warm, 10 changed", "check, cold"), 0.2);
}

function check(...more) {
  return ["node", program, "check", "--head", "main", ...more];
}

function memory() {
  const report = 'process.on("exit", () => console.error(process.resourceUsage().maxRSS))';
  const args = [
    "--import",
    `data:text/javascript,${encodeURIComponent(report)}`,
    program,
    "check",
    "--head",
    "main",
    "--no-cache",
  ];
  const { stderr } = spawnSync(process.execPath, args, {
    cwd: repository,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const megabytes = Number(stderr.trim().split("\n").at(-1)) / 1024;
  bar("memory of a cold check, MB", megabytes, 500);
}

function show(results) {
  for (const [name, list] of results) {
    console.log(
      `${name.padEnd(28)} median ${median(list).toFixed(3)}  min ${list[0].toFixed(3)}  noise ${(noise(list) * 100).toFixed(0)} %`,
    );
  }
}

function ratio(results, one, other) {
  return median(results.get(one)) / median(results.get(other));
}

function bar(name, value, limit) {
  const ok = value <= limit;
  bars.push({ name, ok });
  console.log(`  ${ok ? "met   " : "MISSED"} ${name}: ${value.toFixed(2)} (bar ${limit})\n`);
}
