import { by } from "../base/compare.ts";
import { isObject, textAt, type Json } from "../base/json.ts";
import { nearest } from "../base/text.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { placeKey, type Place } from "../diagnostic/place.ts";
import { PRC_002, PRC_004, PRC_010 } from "../diagnostic/rules/prc.ts";
import { lineFacts, type AssetUsage } from "./facts.ts";
import { indexRows, matching } from "./match.ts";
import type { Declared } from "./usage-entries.ts";

/** Finding a near word among all names is dear; more findings than these do without. */
const suggestionsMax = 20;

/** PRC-002 for quantities that match equally well: at the later one, with the earliest beside it. */
export function entryTie(tied: readonly Declared[]): Diagnostic | undefined {
  const [first, second] = tied.toSorted(by(({ place }) => placeKey(place)));
  if (first === undefined || second === undefined) return undefined;
  return diagnose(PRC_002, {
    message: `two usage entries give ${first.of} and match equally well`,
    place: second.place,
    related: [{ message: "the other entry", place: first.place }],
    help: "add a condition to the one that should win",
  });
}

export function disagreement(declared: Declared, stated: string, place: Place): Diagnostic {
  return diagnose(PRC_010, {
    message: `${declared.of} contradicts the spec, which stands: ${stated}`,
    place: declared.place,
    related: [{ message: "stated here", place }],
    help: "correct one of the two, or give a range {low, expected, high} of replicas or duration",
  });
}

/** PRC-004 for each quantity that applied to nothing, saying whether its entry matches at all. */
export function unusedEntries(
  declared: readonly Declared[],
  used: ReadonlySet<Declared>,
  usage: readonly AssetUsage[],
): readonly Diagnostic[] {
  const unused = declared.filter((one) => !used.has(one));
  if (unused.length === 0) return [];
  const matched = matchedAnything(unused, usage);
  let suggestions = suggestionsMax;
  return unused.map((one) => {
    if (matched.has(one)) {
      const message = `${one.of} applies to nothing that the entry matches`;
      return diagnose(PRC_004, { message, place: one.place, severity: "warning" });
    }
    suggestions -= 1;
    const help = suggestions < 0 ? undefined : suggestion(one.entry.match, usage);
    const message = `usage entry matches nothing${namedIn(one.entry.match)}`;
    return diagnose(PRC_004, { message, place: one.entry.place, help });
  });
}

function matchedAnything(
  unused: readonly Declared[],
  usage: readonly AssetUsage[],
): ReadonlySet<Declared> {
  const index = indexRows(unused);
  const matched = new Set<Declared>();
  for (const { facts, lines } of usage) {
    for (const extra of [[], ...lines.map(lineFacts)]) {
      const found = matching(index, { asset: facts, own: extra });
      for (const declared of found.flatMap(({ rows }) => rows)) matched.add(declared);
    }
  }
  return matched;
}

function namedIn(match: Json): string {
  const asset = textAt(match, "asset");
  const step = textAt(match, "step");
  const parts = [asset && `asset "${asset}"`, step && `step "${step}"`].filter(Boolean);
  return parts.length === 0 ? "" : `: ${parts.join(", ")}`;
}

/** The asset or step whose name is near to what the entry names. */
function suggestion(match: Json, usage: readonly AssetUsage[]): string | undefined {
  if (!isObject(match)) return undefined;
  const asset = textAt(match, "asset");
  const names = usage.flatMap(({ facts }) => facts.names);
  const near = asset === undefined || names.includes(asset) ? undefined : nearest(asset, names);
  if (near !== undefined) return `did you mean "${near}"?`;
  const step = textAt(match, "step");
  const lines = usage.flatMap(({ lines: own }) => own.map(({ line }) => line));
  const steps = lines.filter((line) => line.startsWith("step ")).map((line) => line.slice(5));
  const nearStep = step === undefined || steps.includes(step) ? undefined : nearest(step, steps);
  return nearStep === undefined ? undefined : `did you mean step "${nearStep}"?`;
}
