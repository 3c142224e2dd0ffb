import type { RuleInfo } from "../diagnostic.ts";

const good: Readonly<Record<string, string>> = {
  id: "WVR-2026-014",
  rule: "PRIV-008",
  asset: "growth/customer-segments",
  approvedBy: "[team/dpo]",
  created: "2026-11-02",
  expires: "2027-01-31",
};

/** The sample waiver, with some fields in another way. */
function waiver(other: Readonly<Record<string, string>> = {}): string {
  const { id, ...spec } = { ...good, ...other };
  const fields = Object.entries(spec).map(([field, value]) => `  ${field}: ${value}\n`);
  return `# on 2026-11-24
apiVersion: lineagectl.dev/v1
kind: Waiver
metadata: {id: ${id}, owner: team/growth}
spec:
  reason: Litigation hold until the case is closed
  ticket: LEGAL-881
${fields.join("")}`;
}

export const WVR_001: RuleInfo = {
  id: "WVR-001",
  title: "Waivers are renewed or removed when they expire",
  severity: "warning",
  why: "An exception ends on its day: from then on the finding counts again, whatever the file says.",
  fix: "Comply and remove the waiver, or have it approved again with new dates.",
  passes: waiver(),
  fails: waiver({ created: "2026-08-02", expires: "2026-11-24" }),
};

export const WVR_002: RuleInfo = {
  id: "WVR-002",
  title: "Waivers cover something",
  severity: "warning",
  why: "An exception that nothing needs any more is an open door for the next violation; one with a misspelt asset never was what it seemed.",
  fix: "Remove the waiver, or correct its asset, path or fingerprint.",
  passes: waiver(),
  fails: waiver({ asset: "growth/customer-segment" }),
};

export const WVR_003: RuleInfo = {
  id: "WVR-003",
  title: "Waivers name one asset",
  severity: "error",
  why: "A pattern excuses assets that nobody looked at, those included that do not exist yet.",
  fix: "Name the asset by its id; where several are really meant, write a pattern with a name in it and broad: true.",
  passes: waiver(),
  fails: waiver({ asset: "growth/*" }),
};

export const WVR_004: RuleInfo = {
  id: "WVR-004",
  title: "Waivers are for rules that can be waived",
  severity: "error",
  why: "Only policies make exceptions, and a policy may rule them out; a waiver for another rule excuses nothing.",
  fix: "Correct the rule's id, or comply.",
  passes: waiver(),
  fails: waiver({ rule: "PRIV-800" }),
};

export const WVR_005: RuleInfo = {
  id: "WVR-005",
  title: "Waivers last no longer than their rule allows",
  severity: "error",
  why: "An exception is for a while; each policy says how long at most, so that somebody looks again.",
  fix: "Choose an earlier day for expires; the rule's page says how many days there are from created.",
  passes: waiver(),
  fails: waiver({ expires: "2029-01-31" }),
};

export const WVR_006: RuleInfo = {
  id: "WVR-006",
  title: "Waivers are approved by whom their rule names",
  severity: "error",
  why: "Who is bound by a rule cannot release himself from it.",
  fix: "Ask one of the approvers that the message names, and write them under approvedBy.",
  passes: waiver(),
  fails: waiver({ approvedBy: "[team/growth]" }),
};

export const WVR_007: RuleInfo = {
  id: "WVR-007",
  title: "Every waiver has an id of its own",
  severity: "error",
  why: "Reports and signed statements name a waiver by its id; with two of one id nobody can tell which reason and which day were meant.",
  fix: "Give the waiver an id that no other one has.",
  passes: waiver(),
  fails: `${waiver()}---\n${waiver({ asset: "growth/segments-archive" })}`,
};

export const WVR_008: RuleInfo = {
  id: "WVR-008",
  title: "Waivers are looked at before they expire",
  severity: "info",
  why: "In two weeks at most the finding counts again; a renewal takes an approval.",
  fix: "Comply, or have the waiver approved again with new dates.",
  passes: waiver(),
  fails: waiver({ expires: "2026-12-01" }),
};

export const wvrRules: readonly RuleInfo[] = [
  WVR_001,
  WVR_002,
  WVR_003,
  WVR_004,
  WVR_005,
  WVR_006,
  WVR_007,
  WVR_008,
];
