import { by } from "../base/compare.ts";
import { isObject, textAt, type Json } from "../base/json.ts";
import { nearest } from "../base/text.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { placeKey, type Place } from "../diagnostic/place.ts";
import { PRC_002, PRC_004, PRC_010 } from "../diagnostic/rules/prc.ts";
import { namesOf } from "../model/names.ts";
import type { Asset } from "../model/snapshot.ts";
import type { UsageLine } from "../model/usage.ts";
import { askedBy, lineFacts } from "./facts.ts";
import { indexRows, matching, type Subject } from "./match.ts";
import type { Declared } from "./usage-entries.ts";

/** All assets, and with them what is priced: their own lines and those that usage entries add. */
export interface Users {
  readonly assets: readonly Asset[];
  readonly usage: readonly AssetUsage[];
}

export interface AssetUsage {
  readonly about: Subject["asset"];
  readonly lines: readonly UsageLine[];
}

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
  users: Users,
): readonly Diagnostic[] {
  const unused = declared.filter((one) => !used.has(one));
  if (unused.length === 0) return [];
  const matched = matchedAnything(unused, users.usage);
  let suggestions = suggestionsMax;
  return unused.map((one) => {
    if (matched.has(one)) {
      const message = `${one.of} applies to nothing that the entry matches`;
      return diagnose(PRC_004, { message, place: one.place, severity: "warning" });
    }
    suggestions -= 1;
    const help = suggestions < 0 ? undefined : suggestion(one.entry.match, users);
    const message = `usage entry matches nothing${namedIn(one.entry.match)}`;
    return diagnose(PRC_004, { message, place: one.entry.place, help });
  });
}

function matchedAnything(
  unused: readonly Declared[],
  usage: readonly AssetUsage[],
): ReadonlySet<Declared> {
  const index = indexRows(unused);
  const asked = askedBy([index]);
  const matched = new Set<Declared>();
  for (const { about, lines } of usage) {
    for (const own of [[], ...lines.map((line) => lineFacts(line, asked))]) {
      const found = matching(index, { asset: about, own });
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
function suggestion(match: Json, { assets, usage }: Users): string | undefined {
  if (!isObject(match)) return undefined;
  const asset = textAt(match, "asset");
  const names = assets.flatMap(namesOf);
  const near = asset === undefined || names.includes(asset) ? undefined : nearest(asset, names);
  if (near !== undefined) return `did you mean "${near}"?`;
  const step = textAt(match, "step");
  const lines = usage.flatMap(({ lines: own }) => own.map(({ line }) => line));
  const steps = lines.filter((line) => line.startsWith("step ")).map((line) => line.slice(5));
  const nearStep = step === undefined || steps.includes(step) ? undefined : nearest(step, steps);
  return nearStep === undefined ? undefined : `did you mean step "${nearStep}"?`;
}
