import { grouped } from "../base/group.ts";
import type { Day } from "../base/ports.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Declaration } from "../model/claim.ts";
import type { AssetId } from "../model/ids.ts";
import type { Judgement, PolicyResult, WaiverUsed } from "../model/judgement.ts";
import type { Asset } from "../model/snapshot.ts";
import type { Rule } from "./rule.ts";
import { assetsOf, readWaivers, type Waiver } from "./waiver.ts";
import { defectOf, expired, expiresSoon, repeated, unused } from "./waiver-findings.ts";

export interface WaiveRequest {
  readonly declarations: readonly Declaration[];
  readonly rules: readonly Rule[];
  readonly assets: readonly Asset[];
  readonly asOf: Day;
}

type Open = Extract<Judgement, { readonly diagnostic: Diagnostic }>;

/**
 * The result with the waivers of the tree applied: a failure or an open question that one covers
 * bears it and stays where it is. What is wrong with a waiver is a finding (WVR), and a waiver that
 * is not sound, or out of its time, covers nothing. A rule that broke is never waived.
 */
export function waive(result: PolicyResult, request: WaiveRequest): PolicyResult {
  const waivers = readWaivers(request.declarations);
  if (waivers.length === 0) return result;
  const open = grouped(result.judgements.flatMap(openOf), ({ rule, asset }) => `${rule} ${asset}`);
  const seen = new Map<string, Waiver>();
  const used = new Map<Judgement, WaiverUsed>();
  const diagnostics = waivers.flatMap((waiver) => {
    const first = seen.get(waiver.id);
    seen.set(waiver.id, first ?? waiver);
    return first === undefined
      ? applied(waiver, { request, open, used })
      : [repeated(waiver, first)];
  });
  return {
    ...result,
    judgements: result.judgements.map((made) => withWaiver(made, used.get(made))),
    diagnostics: [...result.diagnostics, ...diagnostics],
  };
}

/** What waivers name, by rule: whether they are needed is asked of exactly these. */
export function waivedSubjects({
  declarations,
  rules,
  assets,
}: Omit<WaiveRequest, "asOf">): ReadonlyMap<string, ReadonlySet<AssetId>> {
  const byId = new Map(rules.map((rule) => [rule.id as string, rule]));
  const subjects = new Map<string, Set<AssetId>>();
  for (const waiver of readWaivers(declarations)) {
    const known = subjects.get(waiver.rule) ?? new Set();
    for (const id of assetsOf(waiver, byId.get(waiver.rule), assets)) known.add(id);
    subjects.set(waiver.rule, known);
  }
  return subjects;
}

interface Desk {
  readonly request: WaiveRequest;
  /** Judgements that are no pass, by `<rule> <asset>`. */
  readonly open: ReadonlyMap<string, readonly Open[]>;
  readonly used: Map<Judgement, WaiverUsed>;
}

/** Applies one waiver; returns what is wrong with it. */
function applied(waiver: Waiver, { request, open, used }: Desk): readonly Diagnostic[] {
  const { rules, assets, asOf } = request;
  const rule = rules.find(({ id }) => id === waiver.rule);
  const named = assetsOf(waiver, rule, assets);
  const defect = defectOf(waiver, { rule, named, rules, asOf });
  if (defect !== undefined) return [defect];
  if (asOf >= waiver.expires) return [expired(waiver)];
  const about = named.flatMap((id) => open.get(`${waiver.rule} ${id}`) ?? []);
  const covered = about.filter(
    (made) => made.verdict !== "error" && isMeant(waiver, made.diagnostic),
  );
  for (const made of covered) if (!used.has(made)) used.set(made, usedOf(waiver));
  if (covered.length > 0) return expiresSoon(waiver, asOf);
  // Of a rule that broke nobody knows whether the waiver is needed.
  const broke = about.some(({ verdict }) => verdict === "error");
  return broke ? [] : [unused(waiver, { named, about: about.length, assets })];
}

function isMeant({ path, fingerprint }: Waiver, { place, fingerprint: mark }: Diagnostic): boolean {
  if (fingerprint !== undefined && fingerprint !== mark) return false;
  if (path === undefined) return true;
  return place.in === "node" && (place.pointer === path || place.pointer.startsWith(`${path}/`));
}

function usedOf({ id, expires, reason, approvedBy, places }: Waiver): WaiverUsed {
  return { id, expires, reason, approvedBy, place: places.value("metadata", "id") };
}

function openOf(made: Judgement): readonly Open[] {
  return made.verdict === "pass" ? [] : [made];
}

function withWaiver(made: Judgement, waiver: WaiverUsed | undefined): Judgement {
  return waiver === undefined || made.verdict === "pass" ? made : { ...made, waiver };
}
