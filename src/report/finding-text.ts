import { visible } from "../base/text.ts";
import type { Diagnostic, RelatedPlace } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import type { Finding } from "../model/review.ts";
import { displayWidth, type FrameLine } from "../source/frame.ts";
import type { Paint, Tone } from "./paint.ts";
import type { Sources } from "./sources.ts";
import { hanging, wrapped } from "./wrap.ts";

/** `path:line:col`, as editors and terminals make it a link; the path alone where no line is meant. */
export function placeText(place: Place, sources: Sources): string {
  const position = sources.position(place);
  const path = visible(place.path);
  return position === undefined ? path : `${path}:${position.line}:${position.column}`;
}

/** One finding: what, where, the code, the path through lineage, what to do. */
export function findingText(finding: Finding, sources: Sources, paint: Paint): string {
  const { diagnostic, fresh } = finding;
  const known = fresh ? "" : "  (also in the base)";
  const lines = [
    ...titleLines(finding, paint),
    `  ${paint.as("dim", `${placeText(diagnostic.place, sources)}${known}`)}`,
    ...frameLines(diagnostic.place, { sources, paint, tone: signOf(finding, paint)[1] }),
    ...flowLines(diagnostic, sources, paint),
    ...diagnostic.related.flatMap((related) => stepLines("see", related, { sources, paint })),
    ...helpLines(diagnostic, paint),
    ...waiverLines(finding, { sources, paint }),
    `  ${paint.as("dim", `why   lineagectl explain ${diagnostic.rule}`)}`,
  ];
  return `${lines.join("\n")}\n`;
}

function titleLines(finding: Finding, paint: Paint): readonly string[] {
  const [sign, tone] = signOf(finding, paint);
  const { rule, message } = finding.diagnostic;
  const lead = `${sign} ${rule}`;
  return hanging(
    {
      lead: `${paint.as(tone, lead)}  `,
      indent: displayWidth(lead) + 2,
      text: paint.show(message),
      tone: (line) => paint.as("strong", line),
    },
    paint.width,
  );
}

/**
 * A finding's sign and tone; an undecided verdict is a question whatever its rule weighs, and what a
 * waiver covers is a note.
 */
export function signOf(
  { diagnostic, verdict, waiver }: Finding,
  { signs }: Paint,
): readonly [string, Tone] {
  if (waiver !== undefined) return [signs.info, "info"];
  if (verdict === "undecided") return [signs.unknown, "warning"];
  return [signs[diagnostic.severity], diagnostic.severity];
}

interface Look {
  readonly sources: Sources;
  readonly paint: Paint;
}

/** The lines around a place, without empty ones at the end. */
export function frameOf(place: Place, sources: Sources, width: number): readonly FrameLine[] {
  const lines = sources.frame(place, width);
  const last = lines.findLastIndex(({ text, caret }) => text.trim() !== "" || caret !== undefined);
  return lines.slice(0, last + 1);
}

function frameLines(
  place: Place,
  { sources, paint, tone }: Look & { readonly tone: Tone },
): readonly string[] {
  const frame = frameOf(place, sources, Math.max(40, paint.width - 12));
  const digits = String(frame.at(-1)?.number ?? 0).length;
  return frame.flatMap(({ number, text, caret }) => {
    const gutter = (label: string): string => `    ${label.padStart(digits)} ${paint.signs.bar}`;
    const shown = paint.unicode ? text : text.replaceAll(/^…|…$/gu, "~");
    const line = `${paint.as("dim", gutter(String(number)))}${shown.trim() === "" ? "" : ` ${shown.trimEnd()}`}`;
    if (caret === undefined) return [line];
    const mark = `${" ".repeat(caret.start)}${"^".repeat(Math.max(1, caret.length))}`;
    return [line, `${paint.as("dim", gutter(""))} ${paint.as(tone, mark)}`];
  });
}

/** The steps of a lineage path, each with its place. */
function flowLines({ flow }: Diagnostic, sources: Sources, paint: Paint): readonly string[] {
  return flow.flatMap((step, index) => {
    return stepLines(index === 0 ? "path" : "then", step, { sources, paint });
  });
}

const leadWidth = 6;

/** A lead, what is said and where, on one line where it fits. */
function stepLines(
  lead: string,
  { message, place }: RelatedPlace,
  { sources, paint }: Look,
): readonly string[] {
  const start = `  ${paint.as("dim", lead.padEnd(leadWidth))}`;
  const text = paint.show(message);
  const where = placeText(place, sources);
  const indent = leadWidth + 2;
  const room = paint.width - indent;
  if (displayWidth(text) + 2 + displayWidth(where) <= room)
    return [`${start}${text}  ${paint.as("dim", where)}`];
  const [first = "", ...rest] = wrapped(text, room);
  const margin = " ".repeat(indent);
  return [
    `${start}${first}`,
    ...rest.map((line) => margin + line),
    `${margin}${paint.as("dim", where)}`,
  ];
}

function helpLines({ help }: Diagnostic, paint: Paint): readonly string[] {
  if (help === undefined) return [];
  const lead = `  ${paint.as("dim", "fix".padEnd(leadWidth))}`;
  return hanging({ lead, indent: leadWidth + 2, text: paint.show(help) }, paint.width);
}

/** The exception that covers the finding: until when, why, and who approved it as its file says. */
function waiverLines({ waiver }: Finding, { sources, paint }: Look): readonly string[] {
  if (waiver === undefined) return [];
  const { id, expires, reason, approvedBy, place } = waiver;
  const by = approvedBy.length === 0 ? "" : `, approved by ${approvedBy.join(", ")} (claimed)`;
  return stepLines(
    "but",
    { message: `${id} covers it until ${expires}${by}: ${reason}`, place },
    { sources, paint },
  );
}
