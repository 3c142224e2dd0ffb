import { patchText } from "../base/patch.ts";
import { counted } from "../base/text.ts";
import { nameOf } from "../model/ids.ts";
import type { Suggestion, Suggestions } from "../model/suggestion.ts";
import type { Reporter } from "./document.ts";
import { placeText } from "./finding-text.ts";
import { jsonText, placeJson, schemaOf } from "./json.ts";
import type { Paint } from "./paint.ts";
import type { Sources } from "./sources.ts";
import { hanging } from "./wrap.ts";

export interface SuggestDocument extends Suggestions {
  readonly sources: Sources;
}

/** Each suggestion with its evidence and where it would stand. */
export const suggestTextReporter: Reporter<SuggestDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ suggestions, changes, sources }, paint) => {
    if (suggestions.length === 0) return "nothing to suggest\n";
    const byHand = suggestions.filter((one) => one.byHand !== undefined).length;
    const rest = byHand === 0 ? "" : `, ${byHand} by hand`;
    const patch =
      changes.length === 0
        ? []
        : [
            `as a patch of ${counted(changes.length, "file")}: lineagectl suggest --format patch | git apply`,
          ];
    return [
      ...suggestions.map((one) => suggestionText(one, sources, paint)),
      [`${counted(suggestions.length, "suggestion")}${rest}`, ...patch]
        .map((line) => `${line}\n`)
        .join(""),
    ].join("\n");
  },
};

function suggestionText(suggestion: Suggestion, sources: Sources, paint: Paint): string {
  const { asset, what, value, evidence, path, byHand } = suggestion;
  const lines = (lead: string, text: string): readonly string[] =>
    hanging(
      { lead: `  ${paint.as("dim", lead.padEnd(9))}`, indent: 11, text: paint.show(text) },
      paint.width,
    );
  return [
    `${paint.as("strong", paint.show(nameOf(asset)))}  ${what}: ${paint.show(value)}`,
    ...lines("because", `${evidence.text}  ${placeText(evidence.place, sources)}`),
    ...lines("in", path),
    ...(byHand === undefined ? [] : lines("by hand", byHand)),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

export const suggestJsonReporter: Reporter<SuggestDocument> = {
  name: "json",
  mediaType: "application/json",
  render: ({ suggestions, changes, sources }) =>
    jsonText({
      schema: schemaOf("suggest"),
      suggestions: suggestions.map(({ asset, what, value, evidence, path, byHand }) => ({
        asset,
        what,
        value,
        evidence: { text: evidence.text, location: placeJson(evidence.place, sources) },
        path,
        ...(byHand !== undefined && { byHand }),
      })),
      patch: patchText(changes),
    }),
};

/** A patch for `git apply`, which passes over the lines before each file: they hold the evidence. */
export const suggestPatchReporter: Reporter<SuggestDocument> = {
  name: "patch",
  mediaType: "text/x-diff",
  render: ({ suggestions, changes, sources }, paint) =>
    changes
      .map((change) => {
        const reasons = suggestions
          .filter(({ path, byHand }) => path === change.path && byHand === undefined)
          .map(
            ({ what, value, evidence }) =>
              `# ${what}: ${value}, because ${evidence.text} (${placeText(evidence.place, sources)})\n`,
          );
        return `${reasons.map((line) => `${paint.show(line.trimEnd())}\n`).join("")}${patchText([change])}`;
      })
      .join(""),
};
