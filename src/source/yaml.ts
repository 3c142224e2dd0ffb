import type { Document, YAMLError } from "yaml";
import { SYN_001, SYN_009, SYN_010, SYN_011 } from "../diagnostic/rules/syn.ts";
import type { Json } from "../base/json.ts";
import type { Profile } from "./document.ts";
import { limits } from "./limits.ts";
import { quoted, shortened, tooDeep, type Problem, type Reading } from "./problem.ts";
import type { YamlStream } from "./yaml-stream.ts";
import { movedSpan, type Span } from "./span.ts";
import { composeExact, composeLenient, type Composed, type Moved } from "./yaml-lenient.ts";
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
  const compose = profile === "core" ? composeExact : composeLenient;
  const stream = compose(text, schemas[profile]);
  const halves = /\\[uU]0*[dD][89a-fA-F]/u.test(text);
  const problems: Problem[] = stream.strays.slice(0, 1).map(faultOf);
  const documents = stream.documents.map((composed) => {
    const part = partOf(composed, { profile, halves });
    problems.push(...part.problems);
    return part.value;
  });
  if (stream.cut !== undefined) problems.push(cutShort(stream.cut));
  return { documents, problems };
}

/** What one document of a stream says. */
interface Part {
  readonly value: Json | undefined;
  readonly problems: readonly Problem[];
}

function partOf({ document, moved }: Composed, known: Pick<Walk, "profile" | "halves">): Part {
  const part = strictPart(document, known);
  if (moved === undefined) return part;
  const problems = part.problems.map((problem) => movedProblem(problem, moved));
  return { value: part.value, problems: [...moved.values.slice(0, 1).map(shallow), ...problems] };
}

function strictPart(document: Document.Parsed, known: Pick<Walk, "profile" | "halves">): Part {
  const faults = document.errors.toSorted((a, b) => a.pos[0] - b.pos[0]).slice(0, 1);
  const warnings = document.warnings.slice(0, limits.problems);
  const problems = [...faults, ...warnings].map(faultOf);
  if (faults.length > 0) return { value: undefined, problems };
  const walk: Walk = {
    ...known,
    problems,
    anchors: new Map(),
    size: 0,
    expanded: 0,
    deepest: 0,
    broken: false,
  };
  const value = nodeValue(walk, document.contents, 0);
  return { value: walk.broken ? undefined : value, problems };
}

/** Said once of a document: one person wrote it in one way. */
function shallow(span: Span): Problem {
  return {
    rule: SYN_010,
    message: "lines of this value stand no deeper than what it belongs to",
    span,
    help: "indent every line of the value, its closing bracket or quote too",
  };
}

function movedProblem(problem: Problem, { original }: Moved): Problem {
  const related = problem.related?.map(({ message, span }) => ({
    message,
    span: movedSpan(span, original),
  }));
  const span = movedSpan(problem.span, original);
  return { ...problem, span, ...(related !== undefined && { related }) };
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
