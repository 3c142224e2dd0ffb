// What is fuzzed: every parser that meets bytes of somebody else. `npm test` runs the cases that were found.
import { canonicalJson } from "../../src/base/canonical.ts";
import { parseDecimal } from "../../src/base/decimal.ts";
import { matchesGlob } from "../../src/base/glob.ts";
import {
  byteSize,
  cpuCores,
  durationSeconds,
  kubernetesQuantity,
  plainNumber,
} from "../../src/base/quantity.ts";
import { bundleBytes, readBundle } from "../../src/attest/bundle.ts";
import { statementType } from "../../src/attest/dsse.ts";
import type { Checked } from "../../src/attest/problem.ts";
import { readStatement } from "../../src/attest/read-statement.ts";
import { readRoot } from "../../src/attest/trust-root.ts";
import { averageMonth } from "../../src/cost/month.ts";
import { runsIn } from "../../src/cost/schedule.ts";
import { matchesDirectoryGlob } from "../../src/expand/argocd-glob.ts";
import { normalRepository } from "../../src/expand/git-url.ts";
import { keyOfUri, normalKey } from "../../src/model/uri.ts";
import { checkingEngine, checkRule } from "../../src/policy/check-rule.ts";
import { readRule } from "../../src/policy/rule.ts";
import { readAdapters, readFile, readPriceTable } from "./files.ts";
import { tokensOf } from "./tokens.ts";

export interface FuzzTarget {
  readonly name: string;
  /** Ends of the names of fixtures that inputs are made from. */
  readonly corpus: readonly string[];
  readonly tokens: readonly string[];
  /**
   * Reads the input, throws where a promise is broken, and says in short what came of it: an input
   * with an answer that is new is worth changing further.
   */
  readonly run: (input: Uint8Array) => string;
}

const text = (input: Uint8Array): string => new TextDecoder().decode(input);

export const targets: readonly FuzzTarget[] = [
  file("yaml-core", ["yaml"], readFile("a.yaml", "core")),
  file("yaml-k8s", ["yaml"], readFile("a.yaml", "k8s")),
  file("yaml-pyyaml", ["yaml"], readFile("a.yaml", "pyyaml")),
  file("toml", ["toml"], readFile("a.toml", "core")),
  file("json", ["json"], readFile("a.json", "core")),
  file("adapters", ["yaml"], readAdapters),
  file("price-table", ["yaml"], readPriceTable),
  file("bundle", ["sigstore.json"], bundle),
  file("statement", ["payload.json", "full.json"], (input) => answer(readStatement(input))),
  file("trust-root", ["payload.json"], (input) => answer(readRoot(input))),
  file("cel", ["cel"], cel),
  file("glob", [], glob),
  file("cron", [], cron),
  file("quantity", [], quantity),
  file("address", [], address),
];

function file(
  name: string,
  corpus: readonly string[],
  run: (input: Uint8Array) => string,
): FuzzTarget {
  return { name, corpus, tokens: tokensOf(name), run };
}

function answer(checked: Checked<unknown>): string {
  if (checked.ok) return "ok";
  const { code, message } = checked.problem;
  return `${code} ${message.replaceAll(/\d+|"[^"]*"/gu, "#").slice(0, 80)}`;
}

function bundle(input: Uint8Array): string {
  const read = readBundle(input, statementType);
  if (read.ok && text(bundleBytes(read.value)) !== text(input))
    throw new Error("a bundle is written otherwise than it was read");
  return answer(read);
}

const engine = checkingEngine(undefined);

/** The input as the expression of a rule. */
function cel(input: Uint8Array): string {
  const rule = readRule({ spec: { assert: text(input), message: text(input) } });
  const problems = checkRule(rule, engine);
  return problems
    .map(
      ({ is, message }) => `${is} ${message.replaceAll(/'[^']*'|"[^"]*"|\d+/gu, "#").slice(0, 60)}`,
    )
    .join("; ");
}

/** The first line as a pattern for the others. */
function glob(input: Uint8Array): string {
  const [pattern = "", ...paths] = text(input).split("\n");
  return paths
    .slice(0, 4)
    .map((path) => `${matchesGlob(path, pattern)} ${matchesDirectoryGlob(path, pattern)}`)
    .join(" ");
}

const month = averageMonth("730");

function cron(input: Uint8Array): string {
  if (month === undefined) throw new Error("a month has 730 hours");
  const { runs, problem } = runsIn(month)(text(input));
  if (problem === undefined && runs.n < 0n) throw new Error("a schedule that runs less than never");
  return (problem ?? "runs").replaceAll(/\d+|"[^"]*"/gu, "#").slice(0, 60);
}

function quantity(input: Uint8Array): string {
  const word = text(input);
  const readers = [kubernetesQuantity, byteSize, cpuCores, durationSeconds, plainNumber];
  const results = readers.map((read) => read(word));
  const strays = results.filter((one) => one !== undefined && parseDecimal(one) === undefined);
  if (strays.length > 0) throw new Error(`${canonicalJson(strays.map(String))} is no decimal`);
  return results.map((one) => (one === undefined ? "-" : "x")).join("");
}

function address(input: Uint8Array): string {
  const word = text(input);
  const repository = normalRepository(word);
  const key = keyOfUri(word);
  if (key !== undefined && normalKey(key) !== key)
    throw new Error("a URI in its normal form has another normal form");
  return `${key === undefined} ${repository === word}`;
}
