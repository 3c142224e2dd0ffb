import { nearest } from "../base/text.ts";
import { diagnose, type Diagnostic, type RelatedPlace } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import { REF_001, REF_004 } from "../diagnostic/rules/ref.ts";
import type { Reference } from "../model/claim.ts";
import type { AssetId, Key } from "../model/ids.ts";
import type { Links } from "./link.ts";
import type { Nowhere, Resolver } from "./resolve.ts";
import type { Loose } from "./stated.ts";

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
  { stated, resolver }: Pick<Links, "stated" | "resolver">,
  factsOf: (node: number) => NodeFacts,
): readonly Diagnostic[] {
  let budget = comparisonsMax;
  const nearestTo = (text: string, names: readonly string[]): string | undefined => {
    const close = names.length <= budget ? nearest(text, names) : undefined;
    budget -= Math.min(budget, names.length);
    return close;
  };
  return stated.flatMap((one, node) =>
    (one?.loose ?? none).flatMap((end) => {
      const { nowhere, reference } = end;
      if (nowhere === undefined || reference === undefined) return [];
      const names = nowhere.rule === REF_001 ? namesFor(reference, resolver) : none;
      const candidates = nowhere.candidates.map(factsOf);
      const close = nearestTo(end.text, names);
      return [finding(end, { nowhere, close, candidates, about: factsOf(node) })];
    }),
  );
}

const none: readonly never[] = [];

interface Circumstances {
  readonly nowhere: Nowhere;
  readonly close: string | undefined;
  readonly candidates: readonly NodeFacts[];
  readonly about: NodeFacts;
}

function finding(end: Loose, { nowhere, close, candidates, about }: Circumstances): Diagnostic {
  return diagnose(nowhere.rule, {
    message: messageOf(end, candidates),
    place: end.place,
    help: close === undefined ? undefined : `did you mean ${close}?`,
    asset: about.id,
    subject: about.toolKey,
    related: candidates.flatMap(({ id, place }): RelatedPlace[] =>
      place === undefined ? [] : [{ message: `${id} is declared here`, place }],
    ),
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
