// A million inputs for each parser: node bench/fuzz.mjs [--runs N] [--seed N] [--only NAME,…]
// What fails, hangs or is slow is written to fixtures/fuzz/NAME/ and run again by `npm test` from then on.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { bundled } from "./bundle.mjs";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
  },
});
const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));
/** An input of 4 KiB that takes longer is a finding; one that takes a hundred times that hangs. */
const millisecondsMax = 100;
const inputMax = 4_096;

const { file, remove } = await bundled("./fuzz/targets.ts");
try {
  const { targets } = await import(file);
  const wanted = values.only?.split(",") ?? targets.map(({ name }) => name);
  let found = 0;
  console.log(`Node ${process.version}, seed ${values.seed}, ${values.runs} inputs each\n`);
  // One after the other: two threads would share what is timed.
  // oxlint-disable-next-line no-await-in-loop
  for (const name of wanted) found += await fuzz(name);
  console.log(found === 0 ? "\nnothing found" : `\n${found} found, see fixtures/fuzz`);
  process.exitCode = found === 0 ? 0 : 1;
} finally {
  remove();
}

/** Runs one target; the number of failures. */
async function fuzz(name) {
  const shared = new SharedArrayBuffer(8 + inputMax);
  const worker = new Worker(new URL("./fuzz/worker.mjs", import.meta.url), {
    workerData: {
      bundle: file,
      name,
      fixtures,
      seed: Number(values.seed),
      runs: Number(values.runs),
      millisecondsMax,
      shared,
    },
  });
  const failures = [];
  const watch = watched(shared, () => worker.terminate());
  const { runs, answers, seconds } = await new Promise((resolve, reject) => {
    worker.on("message", ({ failure, done }) => {
      if (failure !== undefined) failures.push(failure);
      else resolve(done);
    });
    worker.on("error", reject);
    worker.on("exit", () => resolve(undefined));
  }).then((done) => done ?? stoppedAt(shared, failures));
  clearInterval(watch);
  await worker.terminate();
  for (const failure of failures) keep(name, failure);
  const rate = Math.round(runs / Math.max(seconds, 0.001));
  console.log(
    `${name.padEnd(12)} ${String(runs).padStart(8)} inputs  ${String(answers).padStart(6)} different answers  ${seconds.toFixed(0).padStart(5)} s  ${String(rate).padStart(7)} a second  ${failures.length} failures`,
  );
  return failures.length;
}

function watched(shared, stop) {
  const ended = new Int32Array(shared, 0, 2);
  let last = -1;
  let since = 0;
  return setInterval(() => {
    since = ended[0] === last ? since + 1 : 0;
    last = ended[0];
    // Loading takes a while before the first input.
    if (since >= (last === 0 ? 60 : 10)) stop();
  }, 1_000);
}

/** What is known of a thread that was stopped: the input that it was at. */
function stoppedAt(shared, failures) {
  const [runs, length] = new Int32Array(shared, 0, 2);
  failures.push({ what: "hangs", input: new Uint8Array(shared, 8, length).slice() });
  return { runs, answers: 0, seconds: 0 };
}

function keep(name, { what, input }) {
  const folder = new URL(`fuzz/${name}/`, new URL("../fixtures/", import.meta.url));
  const digest = createHash("sha256").update(input).digest("hex").slice(0, 16);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(digest, folder), input);
  console.log(`  ${name}/${digest}: ${what}`);
}
