// Runs one target in a thread of its own, so that whoever started it can tell that an input never ends.
import { parentPort, workerData } from "node:worker_threads";
import { randomFrom } from "../generate.mjs";
import { corpusOf, supply } from "./inputs.mjs";

const { bundle, name, fixtures, seed, runs, millisecondsMax, shared } = workerData;
const { targets } = await import(bundle);
const target = targets.find((one) => one.name === name);
const ended = new Int32Array(shared, 0, 2);
const current = new Uint8Array(shared, 8);

const inputs = supply(corpusOf(fixtures, target.corpus), target.tokens, randomFrom(seed));
const seen = new Set();
const failures = new Set();
const started = performance.now();
for (let run = 0; run < runs; run += 1) {
  const input = inputs.next();
  current.set(input);
  ended[1] = input.length;
  const answer = answered(input);
  if (answer !== undefined && seen.size < 100_000 && !seen.has(answer)) {
    seen.add(answer);
    inputs.keep(input);
  }
  Atomics.add(ended, 0, 1);
  if (failures.size >= 10) break;
}
const seconds = (performance.now() - started) / 1_000;
tell({ done: { runs: ended[0], answers: seen.size, seconds } });

function tell(message) {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort.postMessage(message);
}

/** The target's answer; a failure, or one that took too long, is told once for each kind. */
function answered(input) {
  const from = process.cpuUsage();
  try {
    const answer = target.run(input);
    const milliseconds = since(from);
    // Once more: the first time may have been the collector's or the scheduler's.
    if (milliseconds > millisecondsMax && again(input) > millisecondsMax) report("slow", input);
    return answer;
  } catch (error) {
    report(
      `${error?.name}: ${String(error?.message)
        .replaceAll(/\d+|"[^"]*"/gu, "#")
        .slice(0, 80)}`,
      input,
    );
    return undefined;
  }
}

function again(input) {
  const from = process.cpuUsage();
  target.run(input);
  return since(from);
}

/** CPU time, since other programs may run; the thread that waits takes none. */
function since(from) {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1_000;
}

function report(what, input) {
  if (failures.has(what)) return;
  failures.add(what);
  tell({
    failure: { what, input: what === "slow" ? input : reduced(input, what) },
  });
}

/** The input with everything left out that the failure does not need. */
function reduced(input, what) {
  let best = input;
  for (
    let size = Math.ceil(best.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at + size <= best.length;) {
      const shorter = Uint8Array.from([...best.slice(0, at), ...best.slice(at + size)]);
      if (failsSo(shorter, what)) best = shorter;
      else at += size;
    }
  }
  return best;
}

function failsSo(input, what) {
  try {
    target.run(input);
    return false;
  } catch (error) {
    return what.startsWith(
      `${error?.name}: ${String(error?.message)
        .replaceAll(/\d+|"[^"]*"/gu, "#")
        .slice(0, 80)}`,
    );
  }
}
