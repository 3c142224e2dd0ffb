import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Asset } from "../model/snapshot.ts";
import type { UsageLine } from "../model/usage.ts";
import type { Candidate } from "./match.ts";
import type { PriceRow } from "./price-row.ts";
import type { Declared } from "./usage-entries.ts";

/**
 * What pricing one asset shows beyond its cost. Kept as values: findings about a whole tree are made
 * of them, and they hold for an equal asset of another tree too.
 */
export type Note =
  /** Rows with conditions that a line meets, whether or not they win it. */
  | { readonly of: "met"; readonly candidate: Candidate<PriceRow> }
  | { readonly of: "unpriced"; readonly unpriced: Unpriced }
  | { readonly of: "finding"; readonly diagnostic: Diagnostic }
  /** Declared quantities that found something to apply to. */
  | { readonly of: "used"; readonly candidate: Candidate<Declared> }
  | { readonly of: "usage finding"; readonly diagnostic: Diagnostic };

/** A line that no row matches, or several equally well. */
export interface Unpriced {
  readonly asset: Pick<Asset, "id" | "toolKey">;
  readonly line: UsageLine;
  readonly tied: readonly PriceRow[];
}

/** The notes of a tree by what they are. */
export interface Noted {
  readonly met: Set<Candidate<PriceRow>>;
  readonly unpriced: Unpriced[];
  readonly findings: Diagnostic[];
  readonly used: Set<Candidate<Declared>>;
  readonly usageFindings: Diagnostic[];
}

/** Sorts notes by what they are, each kind in the order in which it was noted. */
export function gathered(notes: readonly Note[]): Noted {
  const noted: Noted = {
    met: new Set(),
    unpriced: [],
    findings: [],
    used: new Set(),
    usageFindings: [],
  };
  for (const note of notes) {
    switch (note.of) {
      case "met":
        noted.met.add(note.candidate);
        break;
      case "unpriced":
        noted.unpriced.push(note.unpriced);
        break;
      case "finding":
        noted.findings.push(note.diagnostic);
        break;
      case "used":
        noted.used.add(note.candidate);
        break;
      case "usage finding":
        noted.usageFindings.push(note.diagnostic);
        break;
    }
  }
  return noted;
}
