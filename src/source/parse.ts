import type { RepoPath } from "../base/path.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { RangePlace } from "../diagnostic/place.ts";
import { SYN_003, SYN_020 } from "../diagnostic/rules/syn.ts";
import type { Document, Parsed, Profile } from "./document.ts";
import { formatOf, type Format } from "./format.ts";
import { readJson } from "./json.ts";
import { isLfsPointer, pointerProblem } from "./lfs.ts";
import { limits } from "./limits.ts";
import type { Problem, Reading } from "./problem.ts";
import { within, type Span } from "./span.ts";
import { templateIn } from "./template.ts";
import { decode, textOf } from "./text.ts";
import { readToml } from "./toml.ts";
import { readYaml } from "./yaml.ts";

/**
 * The documents of one file: TOML, JSON and plain text by extension, everything else as YAML of that
 * profile. A text is one document, whose value is the text itself.
 *
 * @returns one document per section of a YAML stream, one of a TOML or JSON file; those that cannot
 *          be read are left out and reported as SYN diagnostics, whose places are offsets into
 *          `textOf(bytes)`. A template (SYN-020) and a pointer of Git LFS (SYN-021)
 *          are not read at all. Never throws on content.
 */
export function parseFile(
  path: RepoPath,
  bytes: Uint8Array,
  profile: Profile,
): Parsed<readonly Document[]> {
  if (bytes.length > limits.bytes)
    return { value: [], diagnostics: [tooLarge(path, bytes.length)] };
  const text = decode(bytes);
  if (typeof text !== "string") {
    return { value: [], diagnostics: [diagnosed(path, textOf(bytes).length, text)] };
  }
  const format = formatOf(path);
  if (isLfsPointer(text))
    return { value: [], diagnostics: [diagnosed(path, text.length, pointerProblem(text, format))] };
  const { documents, problems } = readers[format](text, profile);
  const template = templateIn(problems, text, format);
  if (template !== undefined) return { value: [], diagnostics: [templated(path, text, template)] };
  return {
    value: documents.flatMap((value, index) =>
      value === undefined ? [] : [{ path, index, value }],
    ),
    diagnostics: listed(path, text, problems),
  };
}

const readers: Readonly<Record<Format, (text: string, profile: Profile) => Reading>> = {
  yaml: readYaml,
  toml: readToml,
  json: readJson,
  text: (text) => ({ documents: [text], problems: [] }),
};

/** The first problems as diagnostics; how many more there are is said at the last. */
function listed(path: RepoPath, text: string, problems: readonly Problem[]): readonly Diagnostic[] {
  const more = problems.length > limits.problems;
  const shown = (more ? errorsFirst(problems) : problems).slice(0, limits.problems);
  return shown.map((problem, index) => {
    const isLast = more && index === shown.length - 1;
    return diagnosed(
      path,
      text.length,
      isLast ? { ...problem, help: "further problems of this file are not listed" } : problem,
    );
  });
}

function errorsFirst(problems: readonly Problem[]): readonly Problem[] {
  return [...problems.filter(isError), ...problems.filter((problem) => !isError(problem))];
}

function isError({ rule, severity }: Problem): boolean {
  return (severity ?? rule.severity) === "error";
}

function diagnosed(path: RepoPath, length: number, problem: Problem): Diagnostic {
  const at = (span: Span): RangePlace => ({ in: "range", path, ...within(span, length) });
  return diagnose(problem.rule, {
    message: problem.message,
    place: at(problem.span),
    ...(problem.severity !== undefined && { severity: problem.severity }),
    help: problem.help,
    related: (problem.related ?? []).map(({ message, span }) => ({ message, place: at(span) })),
  });
}

function templated(path: RepoPath, text: string, span: Span): Diagnostic {
  const message = "this is a template; it is not read";
  return diagnosed(path, text.length, { rule: SYN_020, message, span });
}

function tooLarge(path: RepoPath, bytes: number): Diagnostic {
  const size = (bytes / 1024 / 1024).toFixed(1);
  const message = `the file has ${size} MiB and is not read; at most 4 MiB are`;
  return diagnose(SYN_003, { message, place: { in: "file", path } });
}
