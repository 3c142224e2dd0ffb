import { sha256 } from "../../src/base/digest.ts";
import type { Json, JsonObject } from "../../src/base/json.ts";
import { repoPath, type RepoPath } from "../../src/base/path.ts";
import type { Day } from "../../src/base/ports.ts";
import { placesIn, type Place, type Places } from "../../src/diagnostic/place.ts";
import type { ColumnFacts, Declaration } from "../../src/model/claim.ts";
import { assetId, kindOf, toolKey, type AssetId } from "../../src/model/ids.ts";
import { assetKinds, type EdgeKind } from "../../src/model/kinds.ts";
import type { Asset, Edge, Snapshot, Sourced, Unresolved } from "../../src/model/snapshot.ts";
import type { PolicyResult } from "../../src/model/judgement.ts";
import { judge, type JudgeRequest } from "../../src/policy/judge.ts";
import type { Pack } from "../../src/policy/pack.ts";
import { readRule, type Rule } from "../../src/policy/rule.ts";
import type { CarriedTag, LineageView } from "../../src/policy/view.ts";

function day(text: string): Day {
  if (!isDay(text)) throw new RangeError(`${text} is no day`);
  return text;
}

function isDay(text: string): text is Day {
  return /^\d{4}-\d{2}-\d{2}$/u.test(text);
}

export const asOf: Day = day("2026-11-24");

export function placesOf(file: string, document = 0): Places {
  return placesIn(pathOf(file), document);
}

export function idOf(text: string): AssetId {
  const colon = text.indexOf(":");
  const kind = assetKinds.find((known) => known === text.slice(0, colon));
  if (kind === undefined) throw new RangeError(`${text} is no asset id`);
  return assetId(kind, text.slice(colon + 1));
}

function pathOf(text: string): RepoPath {
  const path = repoPath(text);
  if (path === undefined) throw new RangeError(`${text} is no path`);
  return path;
}

export interface AssetFacts {
  readonly tool?: string;
  /** Facets as own documents hold them, each at `/spec/<facet>` of the asset's file. */
  readonly facets?: JsonObject;
  readonly tags?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly columns?: readonly (Omit<ColumnFacts, "tags"> & { readonly tags?: readonly string[] })[];
  readonly unresolved?: readonly Unresolved[];
  /** False for an asset that is only referred to. */
  readonly isDefined?: boolean;
}

/** An asset of a file named after it: `dataset:shop/orders` lies in `shop/orders.yaml`. */
export function assetWith(id: string, facts: AssetFacts = {}): Asset {
  const name = id.slice(id.indexOf(":") + 1);
  const places = placesOf(`${name}.yaml`);
  const key = toolKey(facts.tool ?? "own", `Thing/${name}`);
  return {
    id: idOf(id),
    kind: kindOf(idOf(id)),
    name: name.slice(name.lastIndexOf("/") + 1),
    keys: [key],
    toolKey: key,
    facets: Object.fromEntries(
      Object.entries(facts.facets ?? {}).map(([facet, value]) => [
        facet,
        said(value, places.value("spec", facet)),
      ]),
    ),
    tags: (facts.tags ?? []).map((tag, index) =>
      said(tag, places.value("metadata", "tags", index)),
    ),
    labels: Object.fromEntries(
      Object.entries(facts.labels ?? {}).map(([label, value]) => [
        label,
        said(value, places.value("metadata", "labels", label)),
      ]),
    ),
    columns: (facts.columns ?? []).map((column, index) =>
      Object.assign({ tags: [] }, column, { place: places.value("spec", "columns", index) }),
    ),
    usage: [],
    unresolved: facts.unresolved ?? [],
    places: facts.isDefined === false ? [] : [places.value("metadata", "name")],
    record: sha256(id),
  };
}

function said<T>(value: T, place: Place): Sourced<T> {
  return { value, place, strength: "declared", tool: "own", losers: [] };
}

export function edge(from: string, kind: EdgeKind, to: string): Edge {
  const place = placesOf("edges.yaml").value(from, kind, to);
  return { kind, from: idOf(from), to: idOf(to), strength: "declared", tool: "own", place };
}

export function snapshotOf(assets: readonly Asset[], edges: readonly Edge[] = []): Snapshot {
  return {
    assets,
    edges,
    columnEdges: [],
    declarations: [],
    diagnostics: [],
    covered: [],
    documents: assets.length,
    digest: sha256(""),
  };
}

export interface Ways {
  /** Direct parents by asset; ancestors follow from them. */
  readonly upstream?: Readonly<Record<string, readonly string[]>>;
  readonly carried?: Readonly<Record<string, readonly CarriedTag[]>>;
  readonly unresolved?: readonly string[];
}

/** All that is reached by repeated steps. */
function reached(next: (id: string) => readonly string[], id: string): readonly AssetId[] {
  const seen = new Set<string>();
  const walk = (at: string): void => {
    for (const one of next(at)) {
      if (seen.has(one)) continue;
      seen.add(one);
      walk(one);
    }
  };
  walk(id);
  return [...seen].map(idOf);
}

export function viewOf({ upstream = {}, carried = {}, unresolved = [] }: Ways = {}): LineageView {
  const children = (id: string): readonly string[] =>
    Object.keys(upstream).filter((child) => upstream[child]?.includes(id));
  const parents = (id: string): readonly string[] => upstream[id] ?? [];
  return {
    upstream: (id) => parents(id).map(idOf),
    downstream: (id) => children(id).map(idOf),
    ancestors: (id) => reached(parents, id),
    descendants: (id) => reached(children, id),
    carried: (id) => carried[id] ?? [],
    unresolved: (id) => unresolved.includes(id),
  };
}

/** A policy document with these fields of `spec` over the least that one needs. */
export function policyWith(spec: JsonObject, id = "TEAM-001"): JsonObject {
  const least = {
    title: "Team rule",
    severity: "error",
    match: { kinds: ["dataset"] },
    inputs: [],
    assert: "true",
    message: "{{asset.id}} breaks the rule",
  };
  return {
    apiVersion: "lineagectl.dev/v1",
    kind: "Policy",
    metadata: { id, version: "1.0.0" },
    spec: { ...least, ...spec },
  };
}

export function ruleWith(spec: JsonObject, id?: string): Rule {
  return readRule(policyWith(spec, id), placesOf("policies/team.yaml"));
}

export function declared(value: JsonObject, name = "TEAM-001", document = 0): Declaration {
  return { kind: "Policy", name, path: pathOf("policies/team.yaml"), document, value };
}

export function packOf(...rules: readonly Rule[]): Pack {
  return { rules, used: [], regexes: undefined, diagnostics: [] };
}

/** A value as JSON reads it back, without what JSON has no word for. */
export function plain(value: unknown): Json {
  return JSON.parse(
    JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? Number(item) : item)),
  );
}

export interface Trial {
  readonly assets: readonly Asset[];
  readonly edges?: readonly Edge[];
  readonly ways?: Ways;
  readonly more?: Partial<JudgeRequest>;
}

function isRule(value: Rule | JsonObject): value is Rule {
  return "kinds" in value;
}

/** What the rule, or a policy with this spec, says about the assets. */
export function judged(
  rule: Rule | JsonObject,
  { assets, edges = [], ways = {}, more = {} }: Trial,
): PolicyResult {
  return judge({
    pack: packOf(isRule(rule) ? rule : ruleWith(rule)),
    snapshot: snapshotOf(assets, edges),
    view: viewOf(ways),
    asOf,
    ...more,
  });
}

/** The one judgement of a result, which is no pass. */
export function only(result: PolicyResult): {
  verdict: string;
  rule: string;
  message: string;
  at: string;
  severity: string;
} {
  const [judgement, ...others] = result.judgements;
  if (judgement === undefined || judgement.verdict === "pass" || others.length > 0)
    throw new Error("expected one judgement");
  const { diagnostic, verdict } = judgement;
  const { place, message, rule, severity } = diagnostic;
  return {
    verdict,
    rule,
    message,
    severity,
    at: place.in === "node" ? `${place.path}${place.pointer} ${place.on}` : place.path,
  };
}
