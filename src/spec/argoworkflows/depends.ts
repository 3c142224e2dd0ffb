/** Why one task waits for others. */
export interface Depends {
  /** Tasks that the expression names, each once, in its order. */
  readonly tasks: readonly string[];
  /** Whether the task may run although one of them did not succeed, or may not run although all did. */
  readonly conditional: boolean;
  /** What is wrong with the expression. */
  readonly problem?: string;
}

const results: ReadonlySet<string> = new Set([
  "Succeeded",
  "Failed",
  "Errored",
  "Skipped",
  "Omitted",
  "Daemoned",
  "AnySucceeded",
  "AllFailed",
]);
const lengthMax = 10_000;

/**
 * The tasks that a `depends` expression names: names with an optional result, `&&`, `||`, `!` and
 * parentheses.
 *
 * @see https://argo-workflows.readthedocs.io/en/latest/enhanced-depends-logic/
 */
export function dependsOf(text: string): Depends {
  if (text.length > lengthMax) return broken("it is longer than 10,000 characters");
  const tokens = (text.match(/&&|\|\||[\w-][\w.-]*|\S/gu) ?? []).map(tokenOf);
  const problem = wordProblem(tokens) ?? orderProblem(tokens);
  if (problem !== undefined) return broken(problem);
  const names = tokens.filter(({ is }) => is === "name").map(({ text: name }) => name.split("."));
  return {
    tasks: [...new Set(names.map(([task = ""]) => task))],
    conditional:
      tokens.some(({ text: sign }) => sign === "||" || sign === "!") ||
      names.some(([, result = "Succeeded"]) => result !== "Succeeded"),
  };
}

interface Token {
  readonly text: string;
  readonly is: "name" | "joins" | "opens" | "closes" | "other";
}

const signs: ReadonlyMap<string, Token["is"]> = new Map([
  ["&&", "joins"],
  ["||", "joins"],
  ["(", "opens"],
  ["!", "opens"],
  [")", "closes"],
]);

function tokenOf(text: string): Token {
  return { text, is: signs.get(text) ?? (/^[\w-]/u.test(text) ? "name" : "other") };
}

function wordProblem(tokens: readonly Token[]): string | undefined {
  for (const { text, is } of tokens) {
    if (is === "other") return `${text} is no part of it`;
    const [, result, ...more] = text.split(".");
    if (is !== "name" || result === undefined) continue;
    if (more.length > 0 || !results.has(result))
      return `${text} names no result; results are ${[...results].join(", ")}`;
  }
  return undefined;
}

/** Names and what joins them take turns; what opens stands where a name may. */
function orderProblem(tokens: readonly Token[]): string | undefined {
  let [depth, wantsName] = [0, true];
  for (const { text, is } of tokens) {
    if (wantsName !== (is === "name" || is === "opens")) return `${text} stands where it may not`;
    depth += Number(text === "(") - Number(text === ")");
    if (depth < 0) return "a parenthesis closes that none opens";
    wantsName = is === "joins" || is === "opens";
  }
  if (tokens.length > 0 && wantsName) return "it ends where a task is expected";
  return depth > 0 ? "a parenthesis is not closed" : undefined;
}

function broken(problem: string): Depends {
  return { tasks: [], conditional: false, problem };
}
