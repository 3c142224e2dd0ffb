import type { RuleInfo } from "../diagnostic/diagnostic.ts";
import * as att from "../diagnostic/rules/att.ts";

/**
 * Every way in which a verification can fail, in dotted words for machines; each is one rule, whose
 * page says more. The set is closed.
 */
export const attestCodes = [
  "file.path",
  "file.name",
  "bundle.parse",
  "bundle.shape",
  "bundle.canonical",
  "bundle.type",
  "trust.chain",
  "trust.none",
  "signer.unknown",
  "signer.scope",
  "signature.bad",
  "payload.canonical",
  "payload.type",
  "payload.schema",
  "payload.repository",
  "payload.replaces",
  "signer.revoked",
  "signer.threshold",
  "subject.stale",
  "subject.missing",
  "subject.uncovered",
  "payload.rebuild",
  "rebuild.unchecked",
  "file.unknown",
  "file.deleted",
  "log.unsupported",
  "nothing.verified",
  "trust.unanchored",
] as const;
export type AttestCode = (typeof attestCodes)[number];

export const attestRules: Readonly<Record<AttestCode, RuleInfo>> = {
  "file.path": att.ATT_001,
  "file.name": att.ATT_002,
  "bundle.parse": att.ATT_003,
  "bundle.shape": att.ATT_004,
  "bundle.canonical": att.ATT_005,
  "bundle.type": att.ATT_006,
  "trust.chain": att.ATT_007,
  "trust.none": att.ATT_008,
  "signer.unknown": att.ATT_009,
  "signer.scope": att.ATT_010,
  "signature.bad": att.ATT_011,
  "payload.canonical": att.ATT_012,
  "payload.type": att.ATT_013,
  "payload.schema": att.ATT_014,
  "payload.repository": att.ATT_015,
  "payload.replaces": att.ATT_016,
  "signer.revoked": att.ATT_017,
  "signer.threshold": att.ATT_018,
  "subject.stale": att.ATT_019,
  "subject.missing": att.ATT_020,
  "subject.uncovered": att.ATT_021,
  "payload.rebuild": att.ATT_022,
  "rebuild.unchecked": att.ATT_023,
  "file.unknown": att.ATT_024,
  "file.deleted": att.ATT_025,
  "log.unsupported": att.ATT_026,
  "nothing.verified": att.ATT_027,
  "trust.unanchored": att.ATT_028,
};
