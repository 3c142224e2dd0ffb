// Whether folding and carrying tags is linear: CPU time of ten times the assets against that of the assets.
// node bench/fold.mjs [--assets N] [--rounds N]; exits 1 when a bar is missed.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundled } from "./bundle.mjs";
import { interleaved, median, noise } from "./measure.mjs";

const { values } = parseArgs({
  options: {
    assets: { type: "string", default: "10000" },
    rounds: { type: "string", default: "3" },
    bundle: { type: "string" },
    measure: { type: "boolean", default: false },
  },
});
/** Ten times the work in ten times the time, and room for what a larger heap costs. */
const ratioMax = 14;

if (values.measure) await measure(values.bundle, Number(values.assets));
else await compare(Number(values.assets), Number(values.rounds));

/** Prints the seconds of CPU that folding and carrying take, in a process of its own. */
async function measure(bundle, assets) {
  const { layeredClaims, folded, carried } = await import(bundle);
  const claims = layeredClaims(assets);
  let from = process.cpuUsage();
  const snapshot = folded(claims);
  const fold = secondsSince(from);
  from = process.cpuUsage();
  const tags = carried(snapshot);
  console.log(
    JSON.stringify({ fold, carry: secondsSince(from), tags, assets: snapshot.assets.length }),
  );
}

function secondsSince(from) {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}

async function compare(assets, rounds) {
  const { file, remove } = await bundled("./fold/estate.ts");
  try {
    const sizes = [assets, 10 * assets];
    const cases = new Map(sizes.map((size) => [size, () => measured(file, size)]));
    const parts = new Map(sizes.map((size) => [size, []]));
    for (const [size, list] of interleavedResults(cases, rounds)) parts.get(size).push(...list);
    console.log(`Node ${process.version}, ${rounds} rounds, CPU seconds\n`);
    const missed = ["fold", "carry"].filter((part) => !isLinear(part, parts, sizes));
    console.log(missed.length === 0 ? "\nall bars met" : `\nmissed: ${missed.join(", ")}`);
    process.exitCode = missed.length === 0 ? 0 : 1;
  } finally {
    remove();
  }
}

/** Results by case, one for each round; `interleaved` sorts numbers, so whole results are kept beside. */
function interleavedResults(cases, rounds) {
  const results = new Map([...cases.keys()].map((name) => [name, []]));
  const timed = [...cases].map(([name, run]) => [
    name,
    () => {
      const result = run();
      results.get(name).push(result);
      return result.fold;
    },
  ]);
  interleaved(new Map(timed), rounds);
  return results;
}

function measured(bundle, assets) {
  const self = fileURLToPath(import.meta.url);
  const args = ["--max-old-space-size=4096", self, "--measure", "--bundle", bundle];
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...args, "--assets", String(assets)],
    {
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function isLinear(part, parts, sizes) {
  const [small, large] = sizes.map((size) => {
    const seconds = parts
      .get(size)
      .map((result) => result[part])
      .toSorted((a, b) => a - b);
    const { assets, tags } = parts.get(size)[0];
    console.log(
      `${part.padEnd(6)} ${String(assets).padStart(7)} assets  median ${median(seconds).toFixed(3)}  noise ${(noise(seconds) * 100).toFixed(0)} %  ${tags} tags carried`,
    );
    return median(seconds);
  });
  const ok = large / small <= ratioMax;
  console.log(
    `  ${ok ? "met   " : "MISSED"} ${part}: ${(large / small).toFixed(1)} times for ten times the assets (bar ${ratioMax})`,
  );
  return ok;
}
