/** Alternatives that one pattern may unfold to; more are refused by matching nothing. */
const alternativesMax = 64;

/**
 * Whether the path matches the glob: `*` and `?` within one segment, `**` over segments, `{a,b}`
 * alternatives. Without `/` a pattern is matched against the whole path, as it stands. Linear
 * walks instead of a regular expression, so a crafted pattern cannot make it slow.
 */
export function matchesGlob(path: string, pattern: string): boolean {
  return unfolded(pattern).some((plain) => segmentsMatch(path.split("/"), plain.split("/")));
}

/** `a{b,c}d` as `abd` and `acd`; nesting is unfolded from the inside out. */
function unfolded(pattern: string): readonly string[] {
  let patterns: readonly string[] = [pattern];
  for (let round = 0; round < 8; round += 1) {
    const next = patterns.flatMap(unfoldOnce);
    if (next.length > alternativesMax) return [];
    if (next.every((text, index) => text === patterns[index])) return next;
    patterns = next;
  }
  return patterns;
}

function unfoldOnce(pattern: string): readonly string[] {
  const close = pattern.indexOf("}");
  const open = close < 0 ? -1 : pattern.lastIndexOf("{", close);
  if (open < 0) return [pattern];
  const choices = pattern.slice(open + 1, close).split(",");
  return choices.map((choice) => pattern.slice(0, open) + choice + pattern.slice(close + 1));
}

/**
 * Whether the segments of a path match those of a pattern without alternatives. Row by row over the
 * pattern: `reached[i]` says whether the first i segments are matched so far.
 */
export function segmentsMatch(path: readonly string[], pattern: readonly string[]): boolean {
  let reached: readonly boolean[] = [true, ...path.map(() => false)];
  for (const part of pattern) {
    reached = part === "**" ? fromFirst(reached) : stepped(reached, path, part);
  }
  return reached.at(-1) ?? false;
}

function fromFirst(reached: readonly boolean[]): readonly boolean[] {
  const first = reached.indexOf(true);
  return reached.map((_, index) => first >= 0 && index >= first);
}

function stepped(
  reached: readonly boolean[],
  path: readonly string[],
  part: string,
): readonly boolean[] {
  return reached.map((_, index) => {
    const segment = path[index - 1];
    return segment !== undefined && reached[index - 1] === true && segmentMatches(segment, part);
  });
}

/** Greedy match of one segment that returns to the last `*` only: O(length × pattern). */
function segmentMatches(text: string, pattern: string): boolean {
  let at = 0;
  let token = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const sign = pattern[token];
    if (sign === "*") {
      star = token;
      resume = at;
      token += 1;
    } else if (sign === "?" || sign === text[at]) {
      at += 1;
      token += 1;
    } else if (star >= 0) {
      resume += 1;
      at = resume;
      token = star + 1;
    } else return false;
  }
  return /^\**$/u.test(pattern.slice(token));
}
