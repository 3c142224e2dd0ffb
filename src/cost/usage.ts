import type { Amount } from "../model/amount.ts";
import type { Asset } from "../model/snapshot.ts";
import type { Factor, UsageLine } from "../model/usage.ts";
import { lineFacts, type Asked } from "./facts.ts";
import type { Subject } from "./match.ts";
import type { Note } from "./notes.ts";
import { chosen, type Choice } from "./usage-choice.ts";
import { quantityNames, type Declared, type QuantityName } from "./usage-entries.ts";
import { disagreement } from "./usage-findings.ts";
import { addedLines } from "./usage-lines.ts";

/** The usage entries of a tree, and what they ask for. */
export interface Entries {
  readonly choice: Choice;
  readonly asked: Asked;
}

/**
 * The usage of an asset after the usage documents have been applied. A declared quantity fills what
 * is unknown and replaces what is estimated. Where a spec states the value itself, a range of
 * replicas or durations replaces it, because a range says how it varies; a single number that
 * differs is a contradiction (PRC-010), and the spec stands. The entry with most conditions wins;
 * a tie changes nothing and is noted, as are the quantities that found something to apply to.
 */
export function usageOf(
  owner: { readonly asset: Asset; readonly about: Subject["asset"] },
  { choice, asked }: Entries,
  notes: Note[],
): readonly UsageLine[] {
  const { asset, about } = owner;
  if (choice.size === 0) return asset.usage;
  return [...asset.usage, ...addedLines(owner, choice, notes)].map((line) =>
    filled(line, { asset: about, own: lineFacts(line, asked) }, choice, notes),
  );
}

function filled(line: UsageLine, subject: Subject, choice: Choice, notes: Note[]): UsageLine {
  let factors = line.factors;
  for (const name of quantityNames) {
    const target = factors.find((factor) => takes(line, factor, name));
    if (target === undefined) continue;
    const declared = chosen(choice, name, subject, notes);
    if (declared === undefined) continue;
    const factor = replaced(target, declared, notes);
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
function replaced(factor: Factor, declared: Declared, notes: Note[]): Factor {
  if (factor.of === "month") return factor;
  if (factor.of === "schedule") {
    const diagnostic = disagreement(declared, "a schedule", factor.place);
    notes.push({ of: "usage finding", diagnostic });
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
    notes.push({ of: "usage finding", diagnostic: disagreement(declared, shown, factor.place) });
  }
  return factor;
}
