import type { RE2JS } from "re2js";

/** Whether an RE2 pattern matches somewhere in the text. @throws Error for a pattern that is none */
export type Regexes = (text: string, pattern: string) => boolean;

const patternLengthMax = 1_000;
const patternsMax = 256;
/** Instructions × characters: RE2 is linear, and its product must stay small as well. */
const workMax = 4_000_000;

/** Loads RE2, which only rules that call `re` pay for. Patterns are compiled once per run. */
export async function loadRegexes(): Promise<Regexes> {
  const { RE2JS: re2 } = await import("re2js");
  const compiled = new Map<string, RE2JS>();
  const compile = (pattern: string): RE2JS => {
    const known = compiled.get(pattern);
    if (known !== undefined) return known;
    if (pattern.length > patternLengthMax) throw new Error(`pattern longer than ${patternLengthMax} characters`);
    if (compiled.size >= patternsMax) throw new Error(`more than ${patternsMax} different patterns`);
    const fresh = re2.compile(pattern);
    compiled.set(pattern, fresh);
    return fresh;
  };
  return (text, pattern) => {
    const expression = compile(pattern);
    if (expression.programSize() * text.length > workMax) throw new Error("pattern and text are too long together");
    return expression.matcher(text).find();
  };
}
