import type { Rule } from "./rule.ts";

/**
 * Every word of the rules' texts. A field that none of them names cannot be read by any of them,
 * so it need not be converted: most rules look at a few fields of assets that have many.
 */
export function wordsOf(rules: readonly Rule[]): ReadonlySet<string> {
  return new Set(rules.flatMap(textsOf).flatMap((text) => text.match(/[a-z_]\w*/giu) ?? []));
}

function textsOf(rule: Rule): readonly string[] {
  const { when, assert, message, fix, blame, inputs } = rule;
  const paths = [...inputs.map(({ path }) => path), blame ?? [], fix?.set ?? []];
  const sources = rule.let.map(([, source]) => source);
  return [
    when ?? "",
    assert,
    message,
    fix?.to ?? "",
    ...sources,
    ...paths.map((path) => path.join(" ")),
  ];
}
