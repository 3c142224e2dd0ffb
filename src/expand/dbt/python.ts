import type { Json } from "../../base/json.ts";

/** A call of `dbt.ref`, `dbt.source` or `dbt.config` in a Python model. */
export interface PythonCall {
  readonly name: "ref" | "source" | "config";
  /** As written, from the name to the closing parenthesis. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Undefined for an argument that is no literal. */
  readonly positional: readonly (Json | undefined)[];
  readonly named: ReadonlyMap<string, Json | undefined>;
}

const pattern =
  /#[^\n]*|(?<text>[rbuf]{0,2}(?:"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'))|(?<name>[a-z_]\w*)|(?<number>\d+(?:\.\d+)?)|(?<sign>\S)/giu;
const words = ["text", "name", "number", "sign"] as const;

interface Token {
  readonly is: (typeof words)[number];
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The calls by which a Python model says what it reads, as dbt finds them: their arguments are
 * literals. Nothing is run; comments and texts hold no calls.
 *
 * @see https://docs.getdbt.com/docs/build/python-models
 */
export function pythonCalls(code: string): readonly PythonCall[] {
  const tokens = tokensOf(code);
  return tokens.flatMap((token, at): PythonCall[] => {
    const [dot, member, open] = [tokens[at + 1], tokens[at + 2], tokens[at + 3]];
    const isMember = token.text === "dbt" && dot?.text === "." && tokens[at - 1]?.text !== ".";
    if (token.is !== "name" || !isMember || open?.text !== "(") return [];
    const called = (["ref", "source", "config"] as const).find((one) => one === member?.text);
    return called === undefined || member === undefined
      ? []
      : [callAt(code, called, tokens.slice(at + 2, at + 2 + tokensMax))];
  });
}

/** Tokens of one call that are looked at. */
const tokensMax = 500;

function tokensOf(code: string): readonly Token[] {
  return [...code.matchAll(pattern)].flatMap(({ 0: found, index, groups = {} }): Token[] => {
    const is = words.find((word) => groups[word] !== undefined);
    return is === undefined ? [] : [{ is, text: found, start: index, end: index + found.length }];
  });
}

/** The call whose name comes first among the tokens, with its arguments. */
function callAt(code: string, called: PythonCall["name"], tokens: readonly Token[]): PythonCall {
  const { parts, end } = argumentsOf(tokens.slice(1));
  const positional: (Json | undefined)[] = [];
  const named = new Map<string, Json | undefined>();
  for (const part of parts) {
    const [key, sign] = part;
    if (key?.is === "name" && sign?.text === "=") named.set(key.text, literal(part.slice(2)));
    else if (part.length > 0) positional.push(literal(part));
  }
  const start = tokens[0]?.start ?? 0;
  return {
    name: called,
    text: code.slice(start, Math.min(end, start + 200)).toWellFormed(),
    start,
    end,
    positional,
    named,
  };
}

/** The tokens between the outermost parentheses, taken apart at commas. */
function argumentsOf(tokens: readonly Token[]): {
  readonly parts: readonly (readonly Token[])[];
  readonly end: number;
} {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    const change = nesting(token);
    depth += change;
    if (depth === 0) return { parts, end: token.end };
    // Its own parenthesis is the only one that opens at this depth.
    if (depth === 1 && change === 1) continue;
    if (depth === 1 && token.text === ",") parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return { parts, end: tokens.at(-1)?.end ?? 0 };
}

function nesting({ is, text }: Token): number {
  if (is !== "sign") return 0;
  return "([{".includes(text) ? 1 : ")]}".includes(text) ? -1 : 0;
}

const constants = new Map<string, Json>([
  ["True", true],
  ["False", false],
  ["None", null],
]);

function literal(part: readonly Token[]): Json | undefined {
  const [only, ...more] = part;
  if (only === undefined || more.length > 0) return undefined;
  if (only.is === "number") return Number(only.text);
  if (only.is === "name") return constants.get(only.text);
  const match = /^[ru]?("""|'''|"|')([^]*)\1$/iu.exec(only.text);
  const inner = match?.[2];
  return inner === undefined || inner.includes("\\") ? undefined : inner;
}
