import { nearest } from "../base/text.ts";
import { diagnose, type Diagnostic, type RelatedPlace } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import { REF_001, REF_004 } from "../diagnostic/rules/ref.ts";
import type { Reference } from "../model/claim.ts";
import type { AssetId, Key } from "../model/ids.ts";
import type { Loose } from "./link.ts";
import type { Resolver } from "./resolve.ts";

/** Names compared for did-you-mean in one snapshot: a broken repository must not cost minutes. */
const comparisonsMax = 50_000;

/** What a finding says about a node. */
export interface NodeFacts {
  readonly id: AssetId;
  readonly toolKey: Key;
  readonly place?: Place;
}

/** One REF finding for each reference that leads nowhere, unless its adapter reported it itself. */
export function referenceFindings(
  loose: readonly Loose[],
  factsOf: (node: number) => NodeFacts,
  resolver: Resolver,
): readonly Diagnostic[] {
  let budget = comparisonsMax;
  return loose.flatMap((end) => {
    const { nowhere, reference } = end;
    if (nowhere === undefined || reference === undefined) return [];
    const candidates = nowhere.candidates.map(factsOf);
    const names = nowhere.rule === REF_001 ? namesFor(reference, resolver) : [];
    const close = names.length <= budget ? nearest(end.text, names) : undefined;
    budget -= Math.min(budget, names.length);
    const { id, toolKey } = factsOf(end.node);
    return [
      diagnose(nowhere.rule, {
        message: messageOf(end, candidates),
        place: end.place,
        help: close === undefined ? undefined : `did you mean ${close}?`,
        asset: id,
        subject: toolKey,
        related: candidates.flatMap((facts): RelatedPlace[] =>
          facts.place === undefined
            ? []
            : [{ message: `${facts.id} is declared here`, place: facts.place }],
        ),
      }),
    ];
  });
}

function namesFor(reference: Reference, { directory }: Resolver): readonly string[] {
  if (reference.by === "key") return [];
  const names = directory.names(reference.kinds);
  if (reference.text.includes("/")) return names;
  return names.map((name) => name.slice(name.indexOf("/") + 1));
}

function messageOf(
  { text, reason, nowhere, reference }: Loose,
  candidates: readonly NodeFacts[],
): string {
  const ids = candidates.map(({ id }) => id).join(", ");
  if (reason === "tool")
    return `${text} belongs to a tool that is not read yet: what it is remains unknown`;
  if (reason === "templated") return `${text} is a template and was not filled in`;
  if (reason === "ambiguous") return `${text} is ambiguous: ${ids}`;
  if (nowhere?.rule === REF_004)
    return `${text} is ${ids || "something else"}, expected ${wanted(reference)}`;
  return `nothing declares ${wanted(reference)} ${text}`;
}

function wanted(reference: Reference | undefined): string {
  if (reference?.by !== "text") return "an asset";
  const words = reference.kinds.map((kind) => kind.replace("ml_", "").replaceAll("_", " "));
  return `${/^[aeiou]/u.test(words[0] ?? "") ? "an" : "a"} ${words.join(" or ")}`;
}
