import type { Day } from "../base/ports.ts";
import type { Regexes } from "./regexes.ts";
import type { Rule } from "./rule.ts";
import { runTests } from "./test.ts";

/** One small error put into a rule: what a case must notice. */
export interface Mutant {
  /** Field of the policy's spec that holds the expression: `when`, `assert` or `let.<name>`. */
  readonly field: readonly string[];
  /** UTF-16 offset of the operator in the expression. */
  readonly offset: number;
  readonly from: string;
  readonly to: string;
  readonly rule: Rule;
}

/** What each operator is taken for; a limit that is off by one, a condition turned round. */
const exchanges: Readonly<Record<string, string>> = {
  "<=": "<",
  "<": "<=",
  ">=": ">",
  ">": ">=",
  "==": "!=",
  "!=": "==",
  "&&": "||",
  "||": "&&",
  ".all(": ".exists(",
  ".exists(": ".all(",
};

/** Texts in quotes, which hold no operator, or an operator. */
const tokens =
  /[rR]?"""[\s\S]*?"""|[rR]?'''[\s\S]*?'''|[rR]?"(?:\\.|[^"\\])*"|[rR]?'(?:\\.|[^'\\])*'|<=|>=|==|!=|&&|\|\||\.all\(|\.exists\(|<|>/gu;

/** Every rule that differs from this one by one operator of one of its expressions. */
export function mutantsOf(rule: Rule): readonly Mutant[] {
  const { when, assert } = rule;
  return [
    ...(when === undefined
      ? []
      : exchanged(when, ["when"], (source) => ({ ...rule, when: source }))),
    ...rule.let.flatMap(([name, expression]) =>
      exchanged(expression, ["let", name], (source) => ({
        ...rule,
        let: rule.let.map(([other, text]) => [other, other === name ? source : text] as const),
      })),
    ),
    ...exchanged(assert, ["assert"], (source) => ({ ...rule, assert: source })),
  ];
}

function exchanged(
  expression: string,
  field: Mutant["field"],
  ruleWith: (source: string) => Rule,
): readonly Mutant[] {
  return [...expression.matchAll(tokens)].flatMap(({ 0: from, index: offset }): Mutant[] => {
    const to = exchanges[from];
    if (to === undefined) return [];
    const source = expression.slice(0, offset) + to + expression.slice(offset + from.length);
    return [{ field, offset, from, to, rule: ruleWith(source) }];
  });
}

/** The mutants that every case of the rule takes for the rule itself: clauses that no case proves. */
export function survivorsOf(
  mutants: readonly Mutant[],
  regexes: Regexes | undefined,
  today: Day,
): readonly Mutant[] {
  return mutants.filter(({ rule }) =>
    runTests(rule, regexes, today).every(({ problem }) => problem === undefined),
  );
}
