import { grouped } from "../base/group.ts";
import { memberOf } from "../base/json.ts";
import type { Day } from "../base/ports.ts";
import { POL_010 } from "../diagnostic/rules/pol.ts";
import type { PolicyResult } from "../model/judgement.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { defaultParams, judge, type JudgeRequest } from "../policy/judge.ts";
import { loadPack, type Pack } from "../policy/pack.ts";
import { waive, waivedSubjects } from "../policy/waive.ts";
import type { Declaration } from "../model/claim.ts";
import type { LineageView } from "../policy/view.ts";
import { lineageViewOf } from "./lineage-view.ts";
import { strangeSeverities } from "./severities.ts";
import type { ReadState } from "./snapshots.ts";
import type { States } from "./review.ts";

export interface JudgedSides {
  readonly base: PolicyResult;
  readonly head: PolicyResult;
  /** The rules of the head, with what is wrong with its own policies. */
  readonly pack: Pack;
  readonly basePack: Pack;
}

/** The built-in rules and the policies that a tree declares. */
export async function packOf(
  declarations: readonly Declaration[],
  { version, builtin = true }: { readonly version: string; readonly builtin?: boolean },
): Promise<Pack> {
  const { rules } = await import("../policy/generated/rules.mjs");
  return loadPack({ builtin: builtin ? rules : [], version, declarations });
}

/** The rules that a tree is judged by, as its configuration has it. */
export function packIn({ snapshot, settings }: ReadState, version: string): Promise<Pack> {
  return packOf(snapshot.declarations, { version, builtin: settings.config.policy.builtin });
}

/**
 * Base and head, each under its own policies and parameters. The base is asked only what the head
 * failed: its verdicts tell new findings from old ones and nothing else.
 */
export async function judgeSides(
  { base, head }: States,
  { asOf, version }: { readonly asOf: Day; readonly version: string },
): Promise<JudgedSides> {
  const pack = await packIn(head, version);
  const basePack = await packIn(base, version);
  const before = { snapshot: base.snapshot, view: viewOf(base) };
  const now = { snapshot: head.snapshot, view: viewOf(head) };
  const { params, severities } = head.settings.config.policy;
  const judged = waived(judge({ ...now, pack, base: before, params, severities, asOf }), head, {
    pack,
    asOf,
  });
  const judgedBase = judge({
    ...before,
    pack: basePack,
    wanted: questionsFor(judged, head.snapshot, waiversOf(base, basePack)),
    params: base.settings.config.policy.params,
    severities: base.settings.config.policy.severities,
    asOf,
  });
  return {
    pack,
    basePack,
    head: judged,
    base: waived(judgedBase, base, { pack: basePack, asOf }),
  };
}

/** The result under the tree's own waivers, with what is wrong with its settings of severities. */
function waived(
  result: PolicyResult,
  { snapshot: { declarations, assets }, settings }: ReadState,
  { pack: { rules }, asOf }: { readonly pack: Pack; readonly asOf: Day },
): PolicyResult {
  const under = waive(result, { declarations, assets, rules, asOf });
  const strange = strangeSeverities(settings, rules);
  return { ...under, diagnostics: [...under.diagnostics, ...strange] };
}

function waiversOf(
  { snapshot: { declarations, assets } }: ReadState,
  { rules }: Pack,
): ReturnType<typeof waivedSubjects> {
  return waivedSubjects({ declarations, assets, rules });
}

/**
 * Whether the head has a finding of the rule on the asset, by tool key: ids may differ; or the base
 * has a waiver for it.
 */
function questionsFor(
  { judgements, diagnostics }: PolicyResult,
  { assets }: Snapshot,
  excused: ReturnType<typeof waivedSubjects>,
): NonNullable<JudgeRequest["wanted"]> {
  const keyOf = new Map(assets.map(({ id, toolKey }) => [id, toolKey]));
  const byRule = grouped(judgements, ({ rule }) => rule);
  const open = new Map(
    [...byRule].map(([rule, made]) => [rule, new Set(made.map(({ asset }) => keyOf.get(asset)))]),
  );
  const idle = diagnostics.some(({ rule }) => rule === POL_010.id);
  return ({ id: rule }, { id, toolKey }) =>
    idle || open.get(rule)?.has(toolKey) === true || excused.get(rule)?.has(id) === true;
}

function viewOf(state: ReadState): LineageView {
  return lineageViewOf(state.snapshot, smallestGroupIn(state));
}

/** Persons in the smallest group whose aggregate is no personal data, by the policies' parameters. */
export function smallestGroupIn({ settings }: Pick<ReadState, "settings">): number | undefined {
  const group = memberOf({ ...defaultParams, ...settings.config.policy.params }, "k_anonymity");
  return typeof group === "number" ? group : undefined;
}
