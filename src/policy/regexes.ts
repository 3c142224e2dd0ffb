import type { RE2JS } from "re2js";

/** RE2 expressions: matched in time linear in the text. Both throw for a pattern that is none. */
export interface Regexes {
  /** Whether the pattern matches somewhere in the text. */
  test(text: string, pattern: string): boolean;
  /** Instructions times characters: what a match may take. */
  workOf(text: string, pattern: string): number;
}

const patternLengthMax = 1_000;
const patternsMax = 256;

/** Loads RE2, which only rules that call `re` pay for. Patterns are compiled once per run. */
export async function loadRegexes(): Promise<Regexes> {
  const { RE2JS: re2 } = await import("re2js");
  const compiled = new Map<string, RE2JS>();
  const compile = (pattern: string): RE2JS => {
    const known = compiled.get(pattern);
    if (known !== undefined) return known;
    if (pattern.length > patternLengthMax) {
      throw new Error(`a pattern has at most ${patternLengthMax} characters`);
    }
    if (compiled.size >= patternsMax)
      throw new Error(`more than ${patternsMax} different patterns`);
    const fresh = re2.compile(pattern);
    compiled.set(pattern, fresh);
    return fresh;
  };
  return {
    test: (text, pattern) => compile(pattern).matcher(text).find(),
    workOf: (text, pattern) => compile(pattern).programSize() * text.length,
  };
}
