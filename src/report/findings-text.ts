import { counted } from "../base/text.ts";
import type { Place } from "../diagnostic/place.ts";
import type { Finding } from "../model/review.ts";
import { displayWidth } from "../source/frame.ts";
import { findingText, placeText, signOf } from "./finding-text.ts";
import type { Paint } from "./paint.ts";
import type { Sources } from "./sources.ts";
import { cut } from "./wrap.ts";

/** Findings of one rule that are shown in full, and those that get a line each after them. */
const fullMax = 3;
const briefMax = 7;

/** Findings by how much of them is shown. */
interface Shown {
  readonly full: readonly Finding[];
  /** Of each rule those that come after the ones in full. */
  readonly crowds: readonly (readonly Finding[])[];
}

/**
 * The findings as text, one entry each. The first few of a rule are shown in full, some more with a
 * line each, the rest as a number: a thousand findings of one cause must not bury the others.
 */
export function findingsText(
  findings: readonly Finding[],
  sources: Sources,
  paint: Paint,
): readonly string[] {
  const { full, crowds } = shown(findings);
  return [
    ...full.map((finding) => findingText(finding, sources, paint)),
    ...crowds.map((crowd) => crowdText(crowd, sources, paint)),
  ];
}

/** The places that `findingsText` turns into lines of their files. */
export function placesShown(findings: readonly Finding[]): readonly Place[] {
  const { full, crowds } = shown(findings);
  const brief = crowds.flatMap((crowd) => crowd.slice(0, briefMax));
  return [
    ...full.flatMap(({ diagnostic: { place, related, flow } }) => [
      place,
      ...[...related, ...flow].map((step) => step.place),
    ]),
    ...full.flatMap(({ waiver }) => waiver?.place ?? []),
    ...brief.map(({ diagnostic }) => diagnostic.place),
  ];
}

function shown(findings: readonly Finding[]): Shown {
  const full: Finding[] = [];
  const crowded = new Map<string, Finding[]>();
  const met = new Map<string, number>();
  for (const finding of findings) {
    const key = `${finding.diagnostic.rule} ${finding.waiver === undefined ? finding.verdict : "waived"}`;
    const count = (met.get(key) ?? 0) + 1;
    met.set(key, count);
    if (count <= fullMax) full.push(finding);
    else if (count === fullMax + 1) crowded.set(key, [finding]);
    else crowded.get(key)?.push(finding);
  }
  return { full, crowds: [...crowded.values()] };
}

function crowdText(findings: readonly Finding[], sources: Sources, paint: Paint): string {
  const [first] = findings;
  if (first === undefined) return "";
  const [sign, tone] = signOf(first, paint);
  const title = `${paint.as(tone, `${sign} ${first.diagnostic.rule}`)}  ${paint.as("strong", `${findings.length} more`)}`;
  const lines = findings.slice(0, briefMax).map((finding) => briefLine(finding, sources, paint));
  const hidden = findings.length - briefMax;
  const rest =
    hidden > 0
      ? [`  ${paint.as("dim", `and ${counted(hidden, "other")}: --format json lists all`)}`]
      : [];
  return `${[title, ...lines, ...rest].join("\n")}\n`;
}

/** `path:line:col  message`, cut to the width. */
function briefLine({ diagnostic }: Finding, sources: Sources, paint: Paint): string {
  const where = placeText(diagnostic.place, sources);
  const room = paint.width - displayWidth(where) - 4;
  return `  ${paint.as("dim", where)}  ${cut(paint.show(diagnostic.message), Math.max(20, room), paint)}`;
}
