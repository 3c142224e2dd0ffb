import { SYN_021 } from "../diagnostic/rules/syn.ts";
import type { Format } from "./format.ts";
import type { Problem } from "./problem.ts";

/** Longer files are no pointers. */
const lengthMax = 1024;
/** The first line, also in its first spelling of 2014. */
const version = /^version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v\d+\r?\n/u;

/**
 * Whether Git stores a pointer of Git LFS here instead of the file.
 *
 * @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
 */
export function isLfsPointer(text: string): boolean {
  return (
    text.length < lengthMax && version.test(text) && /^oid sha256:[0-9a-f]{64}\r?$/mu.test(text)
  );
}

/** What is said of a pointer: of JSON, which is mostly data, not as an error. */
export function pointerProblem(text: string, format: Format): Problem {
  const [, size] = /^size (\d{1,15})\r?$/mu.exec(text) ?? [];
  const bytes = size === undefined ? "" : ` of ${size} bytes`;
  return {
    rule: SYN_021,
    ...(format === "json" && { severity: "info" }),
    message: `Git stores a pointer here; the file${bytes} lies in Git LFS and is not read`,
    span: { start: 0, end: text.search(/\r?\n/u) },
    help: `take it out of Git LFS: git lfs untrack, then git add --renormalize`,
  };
}
