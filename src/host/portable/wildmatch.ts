/** One sign of a pattern: what it may stand for. */
type Sign =
  /** One byte, of those for which it is true. */
  | { readonly is: "one"; readonly has: (byte: string) => boolean }
  /** `*`: any bytes but `/`. */
  | { readonly is: "run" }
  /** `**`: any bytes. */
  | { readonly is: "all" }
  /** The two stars and slash that stand for any folders, or for none. */
  | { readonly is: "folders" };

/**
 * Whether a path matches a pattern of `.gitignore` and `.gitattributes`. Git matches bytes, so both
 * are texts of one character per byte (`latin1`). Row by row over the pattern, so that no pattern
 * can make it slow.
 *
 * @see https://git-scm.com/docs/gitignore#_pattern_format
 */
export function matcherFor(pattern: string): (path: string) => boolean {
  // Git compares what stands before the first special sign by itself, and so lets two stars behind
  // a letter stand for folders.
  const [prefix = ""] = /^[^*?[\\]*/u.exec(pattern) ?? [];
  const signs = signsOf(pattern.slice(prefix.length));
  if (signs === undefined) return () => false;
  return (path) => path.startsWith(prefix) && signsMatch(signs, path.slice(prefix.length));
}

/** `reached[i]` says whether the first i bytes are matched by the signs so far. */
function signsMatch(signs: readonly Sign[], text: string): boolean {
  let reached: readonly boolean[] = Array.from({ length: text.length + 1 }, (_, at) => at === 0);
  for (const sign of signs) reached = moved(reached, sign, text);
  return reached[text.length] ?? false;
}

function moved(before: readonly boolean[], sign: Sign, text: string): readonly boolean[] {
  const now: boolean[] = [];
  let earlier = false;
  for (const [at, here] of before.entries()) {
    const byte = text.charAt(at - 1);
    const from = { here, earlier, one: before[at - 1] === true, same: now[at - 1] === true };
    now.push(stands(sign, byte, from));
    earlier ||= here;
  }
  return now;
}

/** What was matched before: up to this byte, up to some byte before it, up to the one before it. */
interface From {
  readonly here: boolean;
  readonly earlier: boolean;
  readonly one: boolean;
  /** Whether this sign itself reached the byte before. */
  readonly same: boolean;
}

function stands(sign: Sign, byte: string, { here, earlier, one, same }: From): boolean {
  switch (sign.is) {
    case "one":
      return one && sign.has(byte);
    case "run":
      return here || (same && byte !== "/");
    case "all":
      return here || earlier;
    case "folders":
      return here || (earlier && byte === "/");
  }
}

/** Undefined for a pattern that matches nothing: an open bracket, a backslash at the end. */
function signsOf(pattern: string): readonly Sign[] | undefined {
  const signs: Sign[] = [];
  for (let at = 0; at < pattern.length;) {
    const read = signAt(pattern, at);
    if (read === undefined) return undefined;
    signs.push(read.sign);
    at = read.next;
  }
  return signs;
}

interface Read {
  readonly sign: Sign;
  readonly next: number;
}

function signAt(pattern: string, at: number): Read | undefined {
  const byte = pattern.charAt(at);
  if (byte === "*") return starsAt(pattern, at);
  if (byte === "?") return { sign: { is: "one", has: (one) => one !== "/" }, next: at + 1 };
  if (byte === "[") return classAt(pattern, at + 1);
  const place = byte === "\\" ? at + 1 : at;
  if (place === pattern.length) return undefined;
  const meant = pattern.charAt(place);
  return { sign: { is: "one", has: (one) => one === meant }, next: place + 1 };
}

/** Two stars and more reach over folders where they stand alone between slashes. */
function starsAt(pattern: string, start: number): Read {
  let next = start;
  while (pattern[next] === "*") next += 1;
  const before = start === 0 || pattern[start - 1] === "/";
  const behind = /^(?:$|\\?\/)/u.exec(pattern.slice(next, next + 2))?.[0];
  if (next - start === 1 || !before || behind === undefined) return { sign: { is: "run" }, next };
  if (behind === "/") return { sign: { is: "folders" }, next: next + 1 };
  return { sign: { is: "all" }, next };
}

/** The class that begins behind its bracket; a `]` at the first place is one of its bytes. */
function classAt(text: string, start: number): Read | undefined {
  const negated = text[start] === "!" || text[start] === "^";
  const tests: ((byte: string) => boolean)[] = [];
  let at = start + (negated ? 1 : 0);
  const first = at;
  while (at === first || text[at] !== "]") {
    if (at >= text.length) return undefined;
    const named = /^\[:([^\]]*):\]/u.exec(text.slice(at));
    if (named !== null) {
      const pattern = named[1] === undefined ? undefined : namedClasses[named[1]];
      if (pattern === undefined) return undefined;
      tests.push((byte) => pattern.test(byte));
      at += named[0].length;
      continue;
    }
    const low = byteAt(text, at);
    const ranged =
      text[low.next] === "-" && text[low.next + 1] !== "]" && low.next + 1 < text.length;
    const high = ranged ? byteAt(text, low.next + 1) : low;
    tests.push((byte) => byte >= low.byte && byte <= high.byte);
    at = high.next;
  }
  const has = (byte: string): boolean =>
    byte !== "/" && tests.some((test) => test(byte)) !== negated;
  return { sign: { is: "one", has }, next: at + 1 };
}

function byteAt(text: string, at: number): { readonly byte: string; readonly next: number } {
  const escaped = text[at] === "\\" && at + 1 < text.length;
  const place = escaped ? at + 1 : at;
  return { byte: text.charAt(place), next: place + 1 };
}

const namedClasses: Readonly<Record<string, RegExp | undefined>> = {
  alnum: /^[A-Za-z0-9]$/u,
  alpha: /^[A-Za-z]$/u,
  blank: /^[ \t]$/u,
  // oxlint-disable-next-line no-control-regex -- that is what it stands for
  cntrl: /^[\0-\x1f\x7f]$/u,
  digit: /^\d$/u,
  graph: /^[!-~]$/u,
  lower: /^[a-z]$/u,
  print: /^[ -~]$/u,
  punct: /^[!-/:-@[-`{-~]$/u,
  space: /^[ \t-\r]$/u,
  upper: /^[A-Z]$/u,
  xdigit: /^[0-9A-Fa-f]$/u,
};
