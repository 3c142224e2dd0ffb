import type { Day } from "../base/ports.ts";
import { Failure } from "../base/failure.ts";
import { nearest } from "../base/text.ts";
import { diagnose, type Diagnostic, type RuleId } from "../diagnostic/diagnostic.ts";
import { POL_011, POL_012, POL_013 } from "../diagnostic/rules/pol.ts";
import { mutantsOf, survivorsOf, type Mutant } from "../policy/mutants.ts";
import type { Pack } from "../policy/pack.ts";
import type { Regexes } from "../policy/regexes.ts";
import type { Rule } from "../policy/rule.ts";
import { runTests } from "../policy/test.ts";

/** How one rule of the tree came through its own cases. */
export interface RuleTested {
  readonly rule: RuleId;
  readonly cases: number;
  readonly mutants: number;
  /** Mutants that a case noticed. */
  readonly caught: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Runs the cases of the tree's own policies: each must come out as it says (POL-011), one must pass
 * and one fail (POL-012), and each exchanged operator must be noticed (POL-013).
 *
 * @throws Failure USAGE for a name that no policy of the tree has
 */
export function testPolicies(
  { rules, regexes }: Pick<Pack, "rules" | "regexes">,
  { asked, asOf }: { readonly asked: readonly string[]; readonly asOf: Day },
): readonly RuleTested[] {
  const own = rules.filter(({ places }) => places !== undefined);
  for (const name of asked) refuseStranger(name, own);
  return own
    .filter(({ id }) => asked.length === 0 || asked.includes(id))
    .map((rule) => tested(rule, regexes, asOf));
}

function refuseStranger(name: string, own: readonly Rule[]): void {
  if (own.some(({ id }) => id === name)) return;
  const near = nearest(
    name,
    own.map(({ id }) => id),
  );
  const hint = near === undefined ? "lineagectl policy list names them" : `did you mean ${near}?`;
  throw new Failure("USAGE", `no policy of this repository is called ${name}`, hint);
}

function tested(rule: Rule, regexes: Regexes | undefined, asOf: Day): RuleTested {
  const broken = runTests(rule, regexes, asOf).flatMap(({ name, problem }, index) =>
    problem === undefined ? [] : [brokenCase(rule, index, `${name}: ${problem}`)],
  );
  // A case that is broken anyway notices nothing.
  const mutants = broken.length > 0 ? [] : mutantsOf(rule);
  const survivors = survivorsOf(mutants, regexes, asOf);
  return {
    rule: rule.id,
    cases: rule.tests.length,
    mutants: mutants.length,
    caught: mutants.length - survivors.length,
    diagnostics: [
      ...broken,
      ...missingCases(rule),
      ...survivors.map((mutant) => unnoticed(rule, mutant)),
    ],
  };
}

function brokenCase(rule: Rule, index: number, message: string): Diagnostic {
  return diagnose(POL_011, {
    message: `${rule.id}, case ${message}`,
    place: placeIn(rule, "tests", index),
    subject: rule.id,
  });
}

function missingCases(rule: Rule): readonly Diagnostic[] {
  const words = new Set(rule.tests.map((test) => test.expect));
  return (["pass", "fail"] as const)
    .filter((word) => !words.has(word))
    .map((word) =>
      diagnose(POL_012, {
        message: `${rule.id} has no case that is expected to ${word}`,
        place: placeIn(rule, "tests"),
        subject: rule.id,
      }),
    );
}

function unnoticed(rule: Rule, { field, offset, from, to }: Mutant): Diagnostic {
  return diagnose(POL_013, {
    message: `${rule.id}: no case notices ${to} in place of ${from} at character ${offset + 1} of ${field.join(".")}`,
    place: placeIn(rule, ...(field[0] === "when" ? ["match", "when"] : field)),
    subject: rule.id,
  });
}

function placeIn(rule: Rule, ...steps: readonly (string | number)[]): Diagnostic["place"] {
  const place = rule.places?.value("spec", ...steps);
  if (place === undefined) throw new RangeError(`${rule.id} has no document`);
  return place;
}
