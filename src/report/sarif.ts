import type { Json, JsonObject } from "../base/json.ts";
import { counted, shortened, visible } from "../base/text.ts";
import type { Diagnostic, RelatedPlace } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import type { Finding } from "../model/review.ts";
import { verdictOf, type Reporter } from "./document.ts";
import { levelOf, type FindingsDocument } from "./findings.ts";
import { jsonText } from "./json.ts";
import { sarifRules } from "./sarif-rules.ts";
import type { Sources } from "./sources.ts";

/** GitHub keeps the first 5,000 results of a run, 100 related places and 1,000 steps of each. */
const resultsMax = 5000;
const relatedMax = 100;
const stepsMax = 1000;
const messageMax = 2000;
/** It refuses a file of more than 10 MB when packed; this one is smaller before it is. */
const bytesMax = 9_000_000;

/**
 * SARIF 2.1.0 within the limits of GitHub code scanning. The worst come first; what was left out is
 * told by a notification of the run.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * @see https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export const sarifReporter: Reporter<FindingsDocument> = {
  name: "sarif",
  mediaType: "application/sarif+json",
  explains: true,
  render: (document) => {
    const { rules, indexOf } = sarifRules(document);
    const results = fitting(
      document.findings.slice(0, resultsMax).map((finding) => ({
        ...resultOf(finding, document.sources),
        ruleIndex: indexOf(finding.diagnostic.rule),
      })),
    );
    return jsonText({
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [runOf(document, { rules, results })],
    });
  },
};

function runOf(
  document: FindingsDocument,
  { rules, results }: { readonly rules: Json; readonly results: readonly JsonObject[] },
): JsonObject {
  const { tool, command, exitCode, findings } = document;
  const hidden = findings.length - results.length;
  return {
    tool: {
      driver: {
        name: tool.name,
        semanticVersion: tool.version,
        informationUri: "https://lineagectl.dev",
        rules,
      },
    },
    automationDetails: { id: `lineagectl/${command}/` },
    columnKind: "unicodeCodePoints",
    invocations: [
      {
        executionSuccessful: verdictOf(exitCode) !== "error",
        exitCode,
        ...(hidden > 0 && { toolExecutionNotifications: [leftOut(hidden, document)] }),
      },
    ],
    results,
  };
}

function leftOut(hidden: number, { command }: FindingsDocument): JsonObject {
  const text = `${counted(hidden, "finding")} left out, because code scanning has a limit: lineagectl ${command} lists all`;
  return { level: "warning", message: { text } };
}

/** As many results as stay below the limit of a file's size. */
function fitting(results: readonly JsonObject[]): readonly JsonObject[] {
  const encoder = new TextEncoder();
  let bytes = 1_000_000; // for the rules and the rest
  return results.filter((result) => {
    const text = jsonText(result);
    // Within the file, each line is four levels deeper.
    bytes += encoder.encode(text).length + text.split("\n").length * 8;
    return bytes <= bytesMax;
  });
}

function resultOf(finding: Finding, sources: Sources): JsonObject {
  const { diagnostic, verdict, fresh, waiver } = finding;
  const { rule, fingerprint, place, related, flow } = diagnostic;
  return {
    ruleId: rule,
    level: levelOf(finding),
    message: { text: sentence(messageOf(diagnostic)) },
    locations: [{ physicalLocation: physical(place, sources) }],
    // GitHub knows an alert again by the first; the second says whose it is.
    partialFingerprints: {
      primaryLocationLineHash: `${fingerprint}:1`,
      "lineagectlFingerprint/v1": fingerprint,
    },
    baselineState: fresh ? "new" : "unchanged",
    properties: { verdict },
    ...(related.length > 0 && {
      relatedLocations: related
        .slice(0, relatedMax)
        .map((item, index) => ({ id: index + 1, ...locationOf(item, sources) })),
    }),
    ...(flow.length > 0 && { codeFlows: [codeFlow(flow, sources)] }),
    ...(waiver !== undefined && {
      suppressions: [
        { kind: "external", justification: sentence(`${waiver.id}: ${waiver.reason}`) },
      ],
    }),
  };
}

function messageOf({ message, help }: Diagnostic): string {
  return help === undefined ? message : `${message}\nfix: ${help}`;
}

/** The path of the data, from where it starts to where it arrives. */
function codeFlow(flow: readonly RelatedPlace[], sources: Sources): JsonObject {
  const locations = flow
    .slice(0, stepsMax)
    .map((item) => ({ location: locationOf(item, sources) }));
  return { threadFlows: [{ locations }] };
}

function locationOf({ message, place }: RelatedPlace, sources: Sources): JsonObject {
  return { physicalLocation: physical(place, sources), message: { text: sentence(message) } };
}

/** A file as a whole is shown at its first line. */
function physical(place: Place, sources: Sources): JsonObject {
  const position = sources.position(place);
  const region: JsonObject =
    position === undefined
      ? { startLine: 1 }
      : {
          startLine: position.line,
          startColumn: position.column,
          endLine: position.endLine,
          endColumn: position.endColumn,
        };
  return { artifactLocation: { uri: uriOf(place.path), uriBaseId: "%SRCROOT%" }, region };
}

/** The path as a relative reference of RFC 3986, whatever characters it has. */
function uriOf(path: string): string {
  const steps = path.toWellFormed().split("/");
  return steps.map(encodeURIComponent).join("/");
}

/** A plain message; SARIF would take `[text](target)` within it for a link (3.11.6). */
function sentence(text: string): string {
  const lines = shortened(text, messageMax).split("\n").map(visible);
  return lines.join("\n").replaceAll("](", "] (");
}
