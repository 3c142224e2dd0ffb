import type { Document, YAMLError } from "yaml";
import { SYN_001, SYN_009, SYN_011 } from "../diagnostic/rules/syn.ts";
import type { Json } from "../base/json.ts";
import type { Profile } from "./document.ts";
import { limits } from "./limits.ts";
import { quoted, shortened, tooDeep, type Problem, type Reading } from "./problem.ts";
import { composeStream, type YamlStream } from "./yaml-stream.ts";
import { schemas } from "./yaml-schema.ts";
import type { Walk } from "./yaml-walk.ts";
import { nodeValue } from "./yaml-value.ts";

/**
 * The documents of a YAML stream. One that is not well-formed is undefined and reported by its first
 * error; the others are read all the same, up to where a limit is passed.
 *
 * @see https://yaml.org/spec/1.2.2/
 */
export function readYaml(text: string, profile: Profile): Reading {
  const stream = composeStream(text, schemas[profile]);
  const halves = /\\[uU]0*[dD][89a-fA-F]/u.test(text);
  const problems: Problem[] = stream.strays.slice(0, 1).map(faultOf);
  const known = { merge: profile === "k8s", halves, problems };
  const documents = stream.documents.map((document) => documentValue(document, known));
  if (stream.cut !== undefined) problems.push(cutShort(stream.cut));
  return { documents, problems };
}

function documentValue(
  document: Document.Parsed,
  known: Pick<Walk, "merge" | "halves" | "problems">,
): Json | undefined {
  const faults = document.errors.toSorted((a, b) => a.pos[0] - b.pos[0]).slice(0, 1);
  known.problems.push(...[...faults, ...document.warnings.slice(0, limits.problems)].map(faultOf));
  if (faults.length > 0) return undefined;
  const walk: Walk = {
    ...known,
    anchors: new Map(),
    size: 0,
    expanded: 0,
    deepest: 0,
    broken: false,
  };
  const value = nodeValue(walk, document.contents, 0);
  return walk.broken ? undefined : value;
}

/** Our words for the commonest errors; the library's own for those that name what is missing. */
const words: Partial<Record<YAMLError["code"], string>> = {
  BLOCK_AS_IMPLICIT_KEY:
    "a nested map or list cannot start on this line; put it on a line of its own",
  MULTILINE_IMPLICIT_KEY: "a key must stand on one line, with its colon",
  TAB_AS_INDENT: "a tab cannot indent; use spaces",
  KEY_OVER_1024_CHARS: "a key may have at most 1024 characters before its colon",
  MULTIPLE_ANCHORS: "a value has two anchors",
  MULTIPLE_TAGS: "a value has two tags",
};

function faultOf(error: YAMLError): Problem {
  const [start, end] = error.pos;
  const span = { start, end: Math.max(start + 1, end) };
  const message = words[error.code] ?? ours(error.message);
  const severity = error.name === "YAMLWarning" ? "warning" : "error";
  if (error.code === "RESOURCE_EXHAUSTION") return tooDeep(span);
  const rule = error.code === "TAG_RESOLVE_FAILED" ? SYN_011 : SYN_001;
  return { rule, message, span, severity };
}

/** The library's sentence as one of ours: on one line, short, with a small initial. */
function ours(message: string): string {
  const tag = /^Unresolved tag: (.*)$/su.exec(message)?.[1];
  if (tag !== undefined)
    return `the tag ${quoted(tag.replace("tag:yaml.org,2002:", "!!"))} is unknown; the value is read without it`;
  const line = shortened(message, 160);
  return /^[A-Z][a-z]/u.test(line) ? line.charAt(0).toLowerCase() + line.slice(1) : line;
}

function cutShort({ offset, limit }: NonNullable<YamlStream["cut"]>): Problem {
  const span = { start: offset, end: offset + 1 };
  const problems: Readonly<Record<typeof limit, Problem>> = {
    depth: tooDeep(span),
    tokens: { rule: SYN_009, message: `the file has more than ${limits.tokens} tokens`, span },
    documents: {
      rule: SYN_009,
      message: `the file has more than ${limits.documents} documents`,
      span,
    },
    directives: { rule: SYN_009, message: "the file has more directives than documents", span },
    errors: { rule: SYN_001, message: "the file is not YAML from here on", span },
  };
  return { ...problems[limit], help: "the file is read up to here" };
}
