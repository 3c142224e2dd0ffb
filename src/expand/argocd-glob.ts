/** Alternatives that one pattern may unfold to; a pattern with more matches nothing. */
const alternativesMax = 64;

/**
 * Whether the path matches a glob of `directory.include` or `directory.exclude`, which Argo CD
 * matches without separators: `*` and `?` cross `/`. Also `[a-z]`, `[!a]`, `{a,b}` and `\`. The
 * walk takes pattern times path steps at most, however the pattern is made.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/directory/
 */
export function matchesDirectoryGlob(path: string, pattern: string): boolean {
  return alternatives(pattern).some((plain) => matches(path, tokensOf(plain)));
}

type Token =
  | { readonly any: true }
  | { readonly any: false; readonly fits: (sign: string) => boolean };

/** Row by row over the pattern: which lengths of the path are matched so far. */
function matches(path: string, tokens: readonly Token[]): boolean {
  const signs = Array.from(path);
  let reached = [true, ...signs.map(() => false)];
  for (const token of tokens) {
    const first = reached.indexOf(true);
    if (first < 0) return false;
    reached = reached.map((here, length) => {
      if (token.any) return here || length > first;
      const sign = signs[length - 1];
      return sign !== undefined && reached[length - 1] === true && token.fits(sign);
    });
  }
  return reached.at(-1) ?? false;
}

function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  const parts = pattern.matchAll(/\\(?<literal>.)|\[(?<not>[!^])?(?<set>[^\]]+)\]|(?<sign>.)/gsu);
  for (const { groups = {} } of parts) {
    const { literal, not, set, sign } = groups;
    if (set !== undefined) {
      const inSet = setTest(set);
      tokens.push({ any: false, fits: (one) => inSet(one) === (not === undefined) });
    } else if (sign === "*") tokens.push({ any: true });
    else if (sign === "?") tokens.push({ any: false, fits: () => true });
    else tokens.push({ any: false, fits: (one) => one === (literal ?? sign) });
  }
  return tokens;
}

function setTest(set: string): (sign: string) => boolean {
  const range = /^(.)-(.)$/su.exec(set);
  const [, low = "", high = ""] = range ?? [];
  return range === null ? (sign) => set.includes(sign) : (sign) => sign >= low && sign <= high;
}

/** `a{b,c}d` as `abd` and `acd`, unfolded from the inside out. */
function alternatives(pattern: string): readonly string[] {
  let patterns: readonly string[] = [pattern];
  for (;;) {
    const next = patterns.flatMap(unfoldOnce);
    if (next.length > alternativesMax) return [];
    if (next.length === patterns.length && next.every((text, at) => text === patterns[at]))
      return next;
    patterns = next;
  }
}

function unfoldOnce(pattern: string): readonly string[] {
  const close = pattern.indexOf("}");
  const open = close < 0 ? -1 : pattern.lastIndexOf("{", close);
  if (open < 0) return [pattern];
  const choices = pattern.slice(open + 1, close).split(",");
  return choices.map((choice) => pattern.slice(0, open) + choice + pattern.slice(close + 1));
}
