import { visible } from "../base/text.ts";
import type { Diagnostic, RelatedPlace } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import type { Finding } from "../model/review.ts";
import type { Paint, Tone } from "./paint.ts";
import type { Sources } from "./sources.ts";

/** `path:line:col`, as editors and terminals make it a link; the path alone where no line is meant. */
export function placeText(place: Place, sources: Sources): string {
  const position = sources.position(place);
  const path = visible(place.path);
  return position === undefined ? path : `${path}:${position.line}:${position.column}`;
}

/** One finding: what, where, the code, the path through lineage, what to do. */
export function findingText(finding: Finding, sources: Sources, paint: Paint): string {
  const { diagnostic } = finding;
  const [sign, tone] = signOf(finding, paint);
  const known = finding.fresh ? "" : paint.as("dim", "  (also in the base)");
  const lines = [
    `${paint.as(tone, `${sign} ${diagnostic.rule}`)}  ${paint.as("strong", diagnostic.message)}${known}`,
    `  ${paint.as("dim", placeText(diagnostic.place, sources))}`,
    ...frameLines(diagnostic.place, { sources, paint, tone }),
    ...flowLines(diagnostic, sources, paint),
    ...diagnostic.related.map((related) => `  ${relatedText(related, sources, paint)}`),
    ...(diagnostic.help === undefined ? [] : [`  ${paint.as("dim", "fix ")}  ${diagnostic.help}`]),
    `  ${paint.as("dim", `why   lineagectl explain ${diagnostic.rule}`)}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** A finding's sign and tone; an undecided verdict is a question whatever its rule weighs. */
export function signOf({ diagnostic, verdict }: Finding, { signs }: Paint): readonly [string, Tone] {
  if (verdict === "undecided") return [signs.unknown, "warning"];
  return [signs[diagnostic.severity], diagnostic.severity];
}

interface FrameLook {
  readonly sources: Sources;
  readonly paint: Paint;
  readonly tone: Tone;
}

function frameLines(place: Place, { sources, paint, tone }: FrameLook): readonly string[] {
  const frame = sources.frame(place, Math.max(40, paint.width - 10));
  const digits = String(frame.at(-1)?.number ?? 0).length;
  return frame.flatMap(({ number, text, caret }) => {
    const gutter = (label: string): string =>
      paint.as("dim", `    ${label.padStart(digits)} ${paint.signs.bar} `);
    const line = `${gutter(String(number))}${text}`.trimEnd();
    if (caret === undefined) return [line];
    const mark = `${" ".repeat(caret.start)}${"^".repeat(Math.max(1, caret.length))}`;
    return [line, `${gutter("")}${paint.as(tone, mark)}`];
  });
}

/** `path  a → b`: the steps of a lineage path, each with its place. */
function flowLines({ flow }: Diagnostic, sources: Sources, paint: Paint): readonly string[] {
  return flow.map(({ message, place }, index) => {
    const lead = index === 0 ? "path  " : `    ${paint.signs.arrow} `.padEnd(6);
    return `  ${paint.as("dim", lead)}${message}  ${paint.as("dim", placeText(place, sources))}`;
  });
}

function relatedText({ message, place }: RelatedPlace, sources: Sources, paint: Paint): string {
  return `${paint.as("dim", "see ")}  ${message}  ${paint.as("dim", placeText(place, sources))}`;
}
