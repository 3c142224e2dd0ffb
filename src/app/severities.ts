import { nearest } from "../base/text.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { familyOf } from "../diagnostic/families.ts";
import { placesIn } from "../diagnostic/place.ts";
import { CFG_011 } from "../diagnostic/rules/cfg.ts";
import type { Rule } from "../policy/rule.ts";
import type { ReadConfig } from "../workspace/config.ts";

/** A finding for each severity that is set for a rule or family which no pack has. */
export function strangeSeverities(
  { config, path }: ReadConfig,
  rules: readonly Rule[],
): readonly Diagnostic[] {
  if (path === undefined) return [];
  const known = [...new Set(rules.flatMap(({ id }) => [id, familyOf(id)]))];
  return Object.keys(config.policy.severities)
    .filter((word) => !known.includes(word))
    .map((word) => {
      const close = nearest(word, known);
      return diagnose(CFG_011, {
        message: `no rule and no family of rules is called ${word}`,
        place: placesIn(path, 0).key("policy", "severity", word),
        help: close === undefined ? undefined : `did you mean ${close}?`,
        subject: word,
      });
    });
}
