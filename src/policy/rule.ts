import {
  type Json,
  type JsonObject,
  isList,
  listAt,
  memberOf,
  objectAt,
  textAt,
  textsAt,
} from "../base/json.ts";
import type { RuleId, RuleInfo, Severity } from "../diagnostic/diagnostic.ts";
import { placesIn, type Places } from "../diagnostic/place.ts";
import type { Declaration } from "../model/claim.ts";
import type { Verdict } from "../model/judgement.ts";
import { parsePath, type FieldPath } from "./model.ts";
import type { Relation } from "./scene.ts";

/** A field that the rule needs, and what it means when nobody declared it (DESIGN 9.17). */
export interface RuleInput {
  /** Which assets: the one judged, its predecessor, or those it is related to. */
  readonly of: "asset" | "old" | Relation;
  /** Empty for a relation itself, which is undeclared where lineage led nowhere. */
  readonly path: FieldPath;
  readonly undeclared: "fail" | "undecided";
}

/** `not_applicable` is for an asset that the rule does not look at. */
export type Expected = Verdict | "not_applicable";

export interface RuleTest {
  readonly name: string;
  readonly given: JsonObject;
  readonly expect: Expected;
  /** Field that the failure must point at. */
  readonly at: string | undefined;
}

export interface WaiverTerms {
  /** Longest life of a waiver. */
  readonly maxDays: number;
  /** Of whom one has to approve; empty for anybody. */
  readonly approvers: readonly string[];
}

/** A policy document, read. Expressions are text: `pack.ts` has checked them. */
export interface Rule {
  readonly id: RuleId;
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly rationale: string;
  readonly controls: readonly string[];
  readonly severity: Severity;
  /** Days from which a failure warns, and from which it has the rule's severity. */
  readonly rollout: {
    readonly warnFrom: string | undefined;
    readonly errorFrom: string | undefined;
  };
  readonly kinds: ReadonlySet<string>;
  readonly when: string | undefined;
  readonly inputs: readonly RuleInput[];
  readonly minSubjects: number;
  readonly let: readonly (readonly [name: string, source: string])[];
  readonly assert: string;
  readonly message: string;
  readonly blame: FieldPath | undefined;
  /** An edit that mends a failure: the field, and an expression for its value. */
  readonly fix: { readonly set: FieldPath; readonly to: string } | undefined;
  /** On what terms a failure can be waived; undefined for never. */
  readonly waivable: WaiverTerms | undefined;
  readonly tests: readonly RuleTest[];
  /** Places in the document; undefined for a built-in rule. */
  readonly places: Places | undefined;
}

/** The rule that a user's own policy document states. */
export function ruleOf({ value, path, document }: Declaration): Rule {
  return readRule(value, placesIn(path, document));
}

/** The rule of a document that is valid against the schema of Policy. */
export function readRule(value: JsonObject, places?: Places): Rule {
  const metadata = objectAt(value, "metadata");
  const spec = objectAt(value, "spec");
  const match = objectAt(spec, "match");
  const rollout = objectAt(spec, "rollout");
  return {
    id: ruleId(textAt(metadata, "id") ?? ""),
    version: textAt(metadata, "version") ?? "",
    title: textAt(spec, "title") ?? "",
    description: textAt(spec, "description") ?? "",
    rationale: textAt(spec, "rationale") ?? "",
    controls: textsAt(spec, "controls").map(([, control]) => control),
    severity: severityOf(textAt(spec, "severity")),
    rollout: { warnFrom: textAt(rollout, "warnFrom"), errorFrom: textAt(rollout, "errorFrom") },
    kinds: new Set(textsAt(match, "kinds").map(([, kind]) => kind)),
    when: textAt(match, "when"),
    inputs: listAt(spec, "inputs").flatMap(inputOf),
    minSubjects: numberAt(spec, "minSubjects"),
    let: namesIn(objectAt(spec, "let")),
    assert: textAt(spec, "assert") ?? "",
    message: textAt(spec, "message") ?? "",
    blame: pathOf(textAt(spec, "blame")),
    fix: fixOf(objectAt(spec, "fix")),
    waivable: termsOf(memberOf(spec, "waivable")),
    tests: listAt(spec, "tests").map(testOf),
    places,
  };
}

/** What `explain` and the rule pages show; examples are the rule's own tests. */
export function infoOf(rule: Rule): RuleInfo {
  const example = (verdict: Verdict): string => {
    const test = rule.tests.find(({ expect }) => expect === verdict);
    return test === undefined ? "" : yamlOf(test.given, "");
  };
  const { id, title, severity } = rule;
  return {
    id,
    title,
    severity,
    why: rule.rationale,
    fix: rule.description,
    passes: example("pass"),
    fails: example("fail"),
  };
}

/** A rule that says nothing of waivers has those of a year at most, approved by anybody. */
function termsOf(waivable: Json | undefined): WaiverTerms | undefined {
  if (waivable === false) return undefined;
  const maxDays = memberOf(waivable, "maxDays");
  return {
    maxDays: typeof maxDays === "number" ? maxDays : 366,
    approvers: textsAt(waivable, "approvers").map(([, approver]) => approver),
  };
}

function namesIn(names: JsonObject): Rule["let"] {
  return Object.entries(names).flatMap(([name, source]) =>
    typeof source === "string" ? [[name, source] as const] : [],
  );
}

function inputOf(input: Json): readonly RuleInput[] {
  const [root, ...path] = parsePath(textAt(input, "field") ?? "");
  if (!isRoot(root)) return [];
  return [
    { of: root, path, undeclared: textAt(input, "undeclared") === "fail" ? "fail" : "undecided" },
  ];
}

function isRoot(step: string | number | undefined): step is RuleInput["of"] {
  return ["asset", "old", "upstream", "downstream", "ancestors", "descendants"].some(
    (root) => root === step,
  );
}

function fixOf(fix: JsonObject): Rule["fix"] {
  const set = pathOf(textAt(fix, "set"));
  const to = textAt(fix, "to");
  return set === undefined || to === undefined ? undefined : { set, to };
}

function testOf(test: Json): RuleTest {
  const expected = textAt(test, "expect");
  return {
    name: textAt(test, "name") ?? "",
    given: objectAt(test, "given"),
    expect: expectations.find((word) => word === expected) ?? "error",
    at: textAt(test, "at"),
  };
}

const expectations: readonly Expected[] = ["pass", "fail", "undecided", "error", "not_applicable"];

/** The path below `asset`, which `blame` may or may not spell out. */
export function pathOf(text: string | undefined): FieldPath | undefined {
  if (text === undefined) return undefined;
  const path = parsePath(text);
  return path[0] === "asset" ? path.slice(1) : path;
}

function severityOf(text: string | undefined): Severity {
  return text === "warning" || text === "info" ? text : "error";
}

/** The schema demands a hyphen; a document that got round it still has some id. */
function ruleId(text: string): RuleId {
  return isRuleId(text) ? text : `${text}-`;
}

function isRuleId(text: string): text is RuleId {
  return text.includes("-");
}

function numberAt(value: JsonObject, key: string): number {
  const member = memberOf(value, key);
  return typeof member === "number" ? member : 0;
}

/** Block YAML of a plain value, enough to show an example. */
function yamlOf(value: Json, indent: string): string {
  if (typeof value !== "object" || value === null) return ` ${JSON.stringify(value)}\n`;
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.length === 0) return " []\n";
    return `${indent === "" ? "" : "\n"}${value.map((item) => `${indent}-${yamlOf(item, inner).replace(/^\n\s*/u, " ")}`).join("")}`;
  }
  const members = Object.entries(value).map(
    ([key, item]) => `${indent}${key}:${yamlOf(item, inner)}`,
  );
  if (members.length === 0) return " {}\n";
  return `${indent === "" ? "" : "\n"}${members.join("")}`;
}
