import { byCodeUnit } from "../base/compare.ts";
import { grouped } from "../base/group.ts";
import type { RuleId, RuleInfo } from "./diagnostic.ts";

/** What the rules of a family are about (DESIGN 5). */
const titles: Readonly<Record<string, string>> = {
  SYN: "Syntax of files",
  SCH: "Schemas of documents",
  REF: "References",
  IDN: "Identity of assets",
  LIN: "Lineage",
  PRIV: "Privacy",
  QUAL: "Quality",
  OWN: "Ownership",
  ACC: "Access",
  AI: "Models",
  COST: "Cost of assets",
  OPS: "Operation",
  POL: "Policy files",
  WVR: "Waivers",
  PRC: "Prices",
  BUD: "Budgets",
  PIN: "Pinned tables",
  ATT: "Attestation",
  LOG: "Ledger",
  DRF: "Drift",
  ANO: "Anomalies",
  CFG: "Configuration",
};

/** `PRIV` of `PRIV-010`. */
export function familyOf(id: RuleId): string {
  return id.slice(0, id.indexOf("-"));
}

export interface RuleFamily {
  readonly family: string;
  /** Undefined for a family that a repository's own policies bring. */
  readonly title: string | undefined;
  /** Sorted by id. */
  readonly rules: readonly RuleInfo[];
}

/** The rules by family: those of the program in their order, then those of a repository by name. */
export function familiesOf(rules: readonly RuleInfo[]): readonly RuleFamily[] {
  const groups = grouped(rules, ({ id }) => familyOf(id));
  const known = Object.keys(titles).filter((family) => groups.has(family));
  const others = [...groups.keys()].filter((family) => !Object.hasOwn(titles, family));
  return [...known, ...others.toSorted(byCodeUnit)].map((family) => ({
    family,
    title: Object.hasOwn(titles, family) ? titles[family] : undefined,
    rules: (groups.get(family) ?? []).toSorted((a, b) => byCodeUnit(a.id, b.id)),
  }));
}
