import type { Sha256 } from "../../src/base/digest.ts";
import type { Json, JsonObject } from "../../src/base/json.ts";
import type { RepoPath } from "../../src/base/path.ts";
import type { Day } from "../../src/base/ports.ts";
import { estimate, type Estimated } from "../../src/cost/estimate.ts";
import type { EstimateOptions } from "../../src/cost/terms.ts";
import { placesIn, type Place } from "../../src/diagnostic/place.ts";
import { exactly, unknown, type Amount } from "../../src/model/amount.ts";
import type { Declaration } from "../../src/model/claim.ts";
import type { AssetId, Key } from "../../src/model/ids.ts";
import type { AssetKind } from "../../src/model/kinds.ts";
import type { Asset } from "../../src/model/snapshot.ts";
import type { Factor, Meter, UsageLine } from "../../src/model/usage.ts";

export const today = "2026-11-24" as Day;

export function at(path: string, ...steps: readonly (string | number)[]): Place {
  return placesIn(path as RepoPath, 0).value(...steps);
}

export function estimated(low: string, expected: string, high: string): Amount {
  return { state: "estimated", low, expected, high };
}

const amountOf = (value: string | Amount): Amount =>
  typeof value === "string" ? exactly(value) : value;

type Measured = "size" | "count" | "duration";

/** Factors in short: `cores("2"), times("3"), always`. */
export function factor(of: Measured, value: string | Amount, path = "k8s/app.yaml"): Factor {
  return { of, amount: amountOf(value), place: at(path, "spec", of) };
}
export const always: Factor = { of: "month" };
export function runs(value: string | Amount, per: "day" | "month" = "day"): Factor {
  return { of: "runs", per, amount: amountOf(value), place: at("k8s/app.yaml", "spec", "runs") };
}
export function cron(expression: string, suspended = false): Factor {
  const place = at("k8s/app.yaml", "spec", "schedule");
  return { of: "schedule", schedule: { cron: expression, suspended }, place };
}
export const undeclared: Amount = unknown("undeclared");

export function line(
  meter: Meter,
  factors: readonly Factor[],
  facts: {
    readonly line?: string;
    readonly dims?: Record<string, string>;
    readonly path?: string;
  } = {},
): UsageLine {
  const name = facts.line ?? "container main";
  const place = at(facts.path ?? "k8s/app.yaml", "spec", name);
  return { line: name, meter, factors, dims: facts.dims ?? {}, place };
}

export interface AssetFacts {
  readonly usage?: readonly UsageLine[];
  readonly tags?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly facets?: Readonly<Record<string, Json>>;
  readonly keys?: readonly string[];
}

/** One object for all, as unchanged files have it in base and head. */
const place = at("k8s/app.yaml", "metadata", "name");

/** An asset by id, `workload:ml/trainer`, with an own key of that name unless other keys are given. */
export function asset(id: string, facts: AssetFacts = {}): Asset {
  const [kind = "", name = ""] = id.split(/:(.*)/su);
  const said = <T>(value: T) =>
    ({ value, place, strength: "declared", tool: "own", losers: [] }) as const;
  const keys = (facts.keys ?? [`own:Pipeline/${name}`]) as readonly Key[];
  const map = <T>(values: Readonly<Record<string, T>> = {}) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, said(value)]));
  return {
    id: id as AssetId,
    kind: kind as AssetKind,
    name: name.split("/").at(-1) ?? "",
    keys,
    toolKey: keys[0] ?? ("" as Key),
    facets: map(facts.facets),
    tags: (facts.tags ?? []).map(said),
    labels: map(facts.labels),
    columns: [],
    usage: facts.usage ?? [],
    unresolved: [],
    places: [place],
    record: "" as Sha256,
  };
}

/** A price table with these rows, in EUR unless `spec` says otherwise. */
export function priceTable(
  prices: readonly JsonObject[],
  spec: JsonObject = {},
  path = "finops/prices.yaml",
): Declaration {
  const value = {
    apiVersion: "lineagectl.dev/v1",
    kind: "PriceTable",
    metadata: { name: "acme" },
    spec: { currency: "EUR", prices, ...spec },
  };
  return { kind: "PriceTable", name: "default/acme", path: path as RepoPath, document: 0, value };
}

export function usageOf(...entries: readonly JsonObject[]): Declaration {
  const value = {
    apiVersion: "lineagectl.dev/v1",
    kind: "Usage",
    metadata: { name: "usage" },
    spec: { entries },
  };
  const path = "finops/usage.yaml" as RepoPath;
  return { kind: "Usage", name: "default/usage", path, document: 0, value };
}

export const cpuRow: JsonObject = { id: "cpu", resource: "cpu", unit: "vCPU.h", price: "0.05" };

export const options: EstimateOptions = { hoursPerMonth: "730", asOf: today };

export function priced(
  assets: readonly Asset[],
  declarations: readonly Declaration[],
  more: Partial<EstimateOptions> = {},
): Estimated {
  return estimate({ assets, declarations }, { ...options, ...more });
}

/** The rule ids found, in order and without repetition. */
export function rulesOf({ diagnostics }: Pick<Estimated, "diagnostics">): readonly string[] {
  return [...new Set(diagnostics.map(({ rule }) => rule))].toSorted();
}
