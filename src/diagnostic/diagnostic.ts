import { by } from "../base/compare.ts";
import { sha256, type Sha256 } from "../base/digest.ts";
import { placeKey, type Place } from "./place.ts";

/** Error, warning and note, as every linter has them. */
export type Severity = "error" | "warning" | "info";
const severities: readonly Severity[] = ["error", "warning", "info"];

/** FAMILY-NNN, as in PRIV-008. */
export type RuleId = `${string}-${string}`;

/** What is known of a rule apart from any finding: feeds `explain`, the docs and SARIF. */
export interface RuleInfo {
  readonly id: RuleId;
  readonly title: string;
  readonly severity: Severity;
  /** Why it matters, in a sentence or two. */
  readonly why: string;
  /** How to mend it. */
  readonly fix: string;
  /** An example that passes and one that fails, as file text. */
  readonly passes: string;
  readonly fails: string;
}

export interface RelatedPlace {
  readonly message: string;
  readonly place: Place;
}

/** One problem at one place. Data: nobody throws it. */
export interface Diagnostic {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
  /** Remedy in one sentence. */
  readonly help?: string;
  /** Id of the asset it is about. */
  readonly asset?: string;
  readonly related: readonly RelatedPlace[];
  /** Ordered steps from cause to effect, for a path through lineage. */
  readonly flow: readonly RelatedPlace[];
  /** Survives edits elsewhere in the file: from rule, subject and pointer, never from lines. */
  readonly fingerprint: Sha256;
}

export interface DiagnosticFacts {
  readonly message: string;
  readonly place: Place;
  readonly severity?: Severity;
  readonly help?: string | undefined;
  readonly asset?: string | undefined;
  /** Tool key of the asset, the stable subject of the fingerprint; the path where there is none. */
  readonly subject?: string | undefined;
  readonly related?: readonly RelatedPlace[];
  readonly flow?: readonly RelatedPlace[];
}

/** A diagnostic of the rule; its severity is the rule's unless the facts say otherwise. */
export function diagnose(
  rule: Pick<RuleInfo, "id" | "severity">,
  facts: DiagnosticFacts,
): Diagnostic {
  const subject = facts.subject ?? facts.place.path;
  const where = facts.place.in === "node" ? facts.place.pointer : "";
  return {
    rule: rule.id,
    severity: facts.severity ?? rule.severity,
    message: facts.message,
    place: facts.place,
    ...(facts.help !== undefined && { help: facts.help }),
    ...(facts.asset !== undefined && { asset: facts.asset }),
    related: facts.related ?? [],
    flow: facts.flow ?? [],
    fingerprint: sha256(`${rule.id}\n${subject}\n${where}\n0`),
  };
}

/**
 * The diagnostics in their one order (severity, path, place, rule, message), without exact
 * repetitions; equal fingerprints get an occurrence number so that each stays apart.
 */
export function ordered(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = diagnostics.toSorted(
    by(
      (d) => String(severities.indexOf(d.severity)),
      (d) => d.place.path,
      (d) => placeKey(d.place),
      (d) => d.rule,
      (d) => d.message,
    ),
  );
  const seen = new Map<string, number>();
  const texts = new Set<string>();
  return sorted.flatMap((diagnostic) => {
    const text = `${diagnostic.rule}\0${placeKey(diagnostic.place)}\0${diagnostic.message}`;
    if (texts.has(text)) return [];
    texts.add(text);
    const occurrence = seen.get(diagnostic.fingerprint) ?? 0;
    seen.set(diagnostic.fingerprint, occurrence + 1);
    if (occurrence === 0) return [diagnostic];
    return [{ ...diagnostic, fingerprint: sha256(`${diagnostic.fingerprint}\n${occurrence}`) }];
  });
}
