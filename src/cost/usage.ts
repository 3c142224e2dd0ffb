import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Amount } from "../model/amount.ts";
import type { Declaration } from "../model/claim.ts";
import type { Asset } from "../model/snapshot.ts";
import type { Factor, UsageLine } from "../model/usage.ts";
import { factsOf, lineFacts, type AssetUsage } from "./facts.ts";
import { narrowed, type Subject } from "./match.ts";
import { chosen, choiceOf, type Choice } from "./usage-choice.ts";
import { quantityNames, readUsage, type Declared, type QuantityName } from "./usage-entries.ts";
import { disagreement, unusedEntries } from "./usage-findings.ts";
import { addedLines } from "./usage-lines.ts";

/**
 * The usage of all assets after the usage documents have been applied. A declared quantity fills
 * what is unknown and replaces what is estimated. Where a spec states the value itself, a range of
 * replicas or durations replaces it, because a range says how it varies; a single number that
 * differs is a contradiction (PRC-010), and the spec stands. The entry with most conditions wins;
 * a tie changes nothing and is reported, as is an entry that applies to nothing.
 */
export function withUsage(
  assets: readonly Asset[],
  declarations: readonly Declaration[],
): { readonly usage: readonly AssetUsage[]; readonly diagnostics: readonly Diagnostic[] } {
  const { declared, diagnostics } = readUsage(declarations);
  const choice = choiceOf(declared);
  const usage = assets.map((asset) => {
    const facts = factsOf(asset);
    if (declared.length === 0) return { facts, lines: asset.usage };
    const about = narrowed(facts, [...choice.indexes.values()]);
    const lines = [...asset.usage, ...addedLines({ asset, about }, choice)];
    return { facts, lines: lines.map((line) => filled(about, line, choice)) };
  });
  const unused = unusedEntries(declared, choice.used, usage);
  return { usage, diagnostics: [...diagnostics, ...choice.diagnostics, ...unused] };
}

function filled(asset: Subject["asset"], line: UsageLine, choice: Choice): UsageLine {
  const subject = { asset, own: lineFacts(line) };
  let factors = line.factors;
  for (const name of quantityNames) {
    const target = factors.find((factor) => takes(line, factor, name));
    if (target === undefined) continue;
    const declared = chosen(choice, name, subject);
    if (declared === undefined) continue;
    const factor = replaced(target, declared, choice);
    factors = factors.map((other) => (other === target ? factor : other));
  }
  return factors === line.factors ? line : { ...line, factors };
}

/** Whether the quantity speaks of this factor. */
function takes(line: UsageLine, factor: Factor, name: QuantityName): boolean {
  switch (name) {
    case "duration":
      return factor.of === "duration" && line.meter !== "warehouse_credit";
    case "runsPerDay":
      return factor.of === "runs" || factor.of === "schedule";
    case "replicas":
      return factor.of === "count";
    case "bytesScanned":
      return factor.of === "size" && line.meter === "bytes_scanned";
    case "requestsPerSecond":
      return factor.of === "size" && line.meter === "requests";
    case "warehouse":
      return factor.of === "duration" && line.meter === "warehouse_credit";
  }
}

/** The factor with the declared quantity where that may take its place. */
function replaced(factor: Factor, declared: Declared, choice: Choice): Factor {
  if (factor.of === "month") return factor;
  if (factor.of === "schedule") {
    choice.diagnostics.push(disagreement(declared, "a schedule", factor.place));
    return factor;
  }
  const { place } = declared;
  const amount: Amount = { state: "estimated", ...declared.range };
  const stated = factor.amount;
  if (stated.state === "free") return factor;
  if (stated.state !== "known" || (declared.ranged && factor.of !== "runs")) {
    return factor.of === "runs"
      ? { of: "runs", per: "day", amount, place }
      : { ...factor, amount, place };
  }
  const perMonth = factor.of === "runs" && factor.per === "month";
  if (stated.expected !== declared.range.expected || perMonth) {
    const shown = `${stated.expected}${factor.of === "duration" ? " s" : ""}`;
    choice.diagnostics.push(disagreement(declared, shown, factor.place));
  }
  return factor;
}
