import { memberOf } from "../base/json.ts";
import type { Day } from "../base/ports.ts";
import type { PolicyResult } from "../model/judgement.ts";
import { defaultParams, judge } from "../policy/judge.ts";
import { loadPack, type Pack } from "../policy/pack.ts";
import type { Declaration } from "../model/claim.ts";
import type { LineageView } from "../policy/view.ts";
import { lineageViewOf } from "./lineage-view.ts";
import type { ReadState } from "./snapshots.ts";
import type { States } from "./review.ts";

export interface JudgedSides {
  readonly base: PolicyResult;
  readonly head: PolicyResult;
  /** The rules of the head, with what is wrong with its own policies. */
  readonly pack: Pack;
}

/** The built-in rules and the policies that a tree declares. */
export async function packOf(declarations: readonly Declaration[], version: string): Promise<Pack> {
  const { rules } = await import("../policy/generated/rules.mjs");
  return loadPack({ builtin: rules, version, declarations });
}

/** Base and head, each under its own policies and parameters. */
export async function judgeSides(
  { base, head }: States,
  { asOf, version }: { readonly asOf: Day; readonly version: string },
): Promise<JudgedSides> {
  const pack = await packOf(head.snapshot.declarations, version);
  const basePack = await packOf(base.snapshot.declarations, version);
  return {
    pack,
    base: judged(base, { pack: basePack, asOf }),
    head: judged(head, { pack, asOf, before: base }),
  };
}

function judged(
  { snapshot, settings }: ReadState,
  { pack, asOf, before }: { readonly pack: Pack; readonly asOf: Day; readonly before?: ReadState },
): PolicyResult {
  return judge({
    pack,
    snapshot,
    view: viewOf({ snapshot, settings }),
    params: settings.config.policy.params,
    asOf,
    ...(before !== undefined && {
      base: { snapshot: before.snapshot, view: viewOf(before) },
    }),
  });
}

function viewOf({ snapshot, settings }: Pick<ReadState, "snapshot" | "settings">): LineageView {
  const group = memberOf({ ...defaultParams, ...settings.config.policy.params }, "k_anonymity");
  return lineageViewOf(snapshot, typeof group === "number" ? group : undefined);
}
