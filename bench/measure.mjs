// CPU time of whole processes, children included, in interleaved rounds.
import { spawnSync } from "node:child_process";

/** Seconds of CPU (user + system) that a command takes; its output is thrown away. */
export function cpuSeconds([program, ...args], { cwd, env = {} } = {}) {
  const script = 'TIMEFORMAT="%U %S"; time "$@" > /dev/null 2> /dev/null';
  const options = { cwd, encoding: "utf8", env: { ...process.env, ...env } };
  const { stderr } = spawnSync("bash", ["-c", script, "bash", program, ...args], options);
  const [user, system] = stderr.trim().split("\n").at(-1).split(" ").map(Number);
  return user + system;
}

/** Cases by name -> sorted CPU seconds; case after case in each round, so that noise hits all alike. */
export function interleaved(cases, rounds) {
  const results = new Map([...cases.keys()].map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const names = [...cases.keys()];
    const rotated = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
    for (const name of rotated) results.get(name).push(cases.get(name)());
  }
  for (const list of results.values()) list.sort((a, b) => a - b);
  return results;
}

export function median(sorted) {
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** Spread of the middle half relative to the median: how far to trust it. */
export function noise(sorted) {
  const at = (share) => sorted[Math.floor((sorted.length - 1) * share)];
  return (at(0.75) - at(0.25)) / median(sorted);
}
