import type { RepoPath } from "../base/path.ts";
import type { NodePlace, Place } from "../diagnostic/place.ts";
import type { Assertion, Claim } from "../model/claim.ts";
import type { Factor, UsageLine } from "../model/usage.ts";
import type { FileReading } from "./readings.ts";

/**
 * Readings as the cache holds them. Claims are most of a reading, and places most of a claim: both
 * become short lists, and the path that every place repeats is left out. A third of the size, and
 * of the time to load it.
 */
export type CompactReading = Omit<FileReading, "claims"> & {
  readonly claims: readonly CompactClaim[];
};

type CompactClaim = readonly [
  Claim["subject"],
  CompactAssertion,
  CompactPlace,
  Claim["strength"],
  Claim["tool"],
];
type CompactPlace = readonly [NodePlace["document"], NodePlace["pointer"], NodePlace["on"]] | Place;
type CompactAssertion =
  | Exclude<Assertion, { readonly is: "usage" }>
  | { readonly is: "usage"; readonly usage: CompactUsage };
type CompactUsage = Omit<UsageLine, "factors" | "place"> & {
  readonly factors: readonly CompactFactor[];
  readonly place: CompactPlace;
};
type CompactFactor = Omit<Factor, "place"> & { readonly place?: CompactPlace };

export function compact(reading: FileReading): CompactReading {
  const place = (at: Place): CompactPlace => compactPlace(reading.path, at);
  const claims = reading.claims.map(
    ({ subject, says, place: at, strength, tool }): CompactClaim => [
      subject,
      says.is === "usage" ? { is: "usage", usage: compactUsage(says.usage, place) } : says,
      place(at),
      strength,
      tool,
    ],
  );
  return { ...reading, claims };
}

export function expanded(reading: CompactReading): FileReading {
  const place = (at: CompactPlace): Place => expandedPlace(reading.path, at);
  const claims = reading.claims.map(([subject, says, at, strength, tool]): Claim => ({
    subject,
    says: says.is === "usage" ? { is: "usage", usage: expandedUsage(says.usage, place) } : says,
    place: place(at),
    strength,
    tool,
  }));
  return { ...reading, claims };
}

function compactPlace(path: RepoPath, at: Place): CompactPlace {
  return at.in === "node" && at.path === path ? [at.document, at.pointer, at.on] : at;
}

function expandedPlace(path: RepoPath, at: CompactPlace): Place {
  if (!isTuple(at)) return at;
  const [document, pointer, on] = at;
  return { in: "node", path, document, pointer, on };
}

function isTuple(at: CompactPlace): at is Exclude<CompactPlace, Place> {
  return Array.isArray(at);
}

function compactUsage(line: UsageLine, place: (at: Place) => CompactPlace): CompactUsage {
  const factors = line.factors.map((factor): CompactFactor =>
    "place" in factor ? { ...factor, place: place(factor.place) } : factor,
  );
  return { ...line, factors, place: place(line.place) };
}

function expandedUsage(line: CompactUsage, place: (at: CompactPlace) => Place): UsageLine {
  const factors = line.factors.map((factor) => {
    const at = factor.place;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the place of a factor was changed
    return (at === undefined ? factor : { ...factor, place: place(at) }) as Factor;
  });
  return { ...line, factors, place: place(line.place) };
}
