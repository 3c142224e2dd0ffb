import { parseDecimal } from "../base/decimal.ts";
import { isList, listAt } from "../base/json.ts";
import type { Asset } from "../model/snapshot.ts";
import { bump, isBroken, isWeakened } from "./contract-change.ts";
import { Undecided } from "./engine.ts";
import { assetIn, member, pure, text, type PolicyFunction, type Stage } from "./policy-function.ts";
import { isProxyName, isSecretName } from "./names.ts";
import { rawOf } from "./raw.ts";
import { isInEEA } from "./regions.ts";
import { precisionFor, safeHarborItem } from "./safe-harbor.ts";
import {
  comparesGroups,
  isCalled,
  isUneven,
  overlaps,
  type MetricSeen,
  type UseSeen,
} from "./uses.ts";

/** Functions that know the field: regions, identifiers, contracts, fairness. */
export function domainFunctions(scene: Stage): readonly PolicyFunction[] {
  return [
    pure("isEEA", ["string"], "bool", (region) => {
      const answer = isInEEA(text(region));
      if (answer !== undefined) return answer;
      throw new Undecided(() => `no table says where the region "${text(region)}" lies`);
    }),
    pure(
      "isClassified",
      ["Asset"],
      "bool",
      (asset) =>
        // Asked of the facet itself: a rule may leave an undeclared class undecided afterwards.
        text(rawOf(assetOf(scene, asset), "classification")) !== "",
    ),
    pure("safeHarbor", ["Column"], "string", (column) =>
      safeHarborItem({ name: text(member(column, "name")) }),
    ),
    pure("safeHarborPrecision", ["Column"], "string", (column) =>
      precisionFor({ name: text(member(column, "name")), type: text(member(column, "type")) }),
    ),
    pure("isSecretName", ["string"], "bool", (name) => isSecretName(text(name))),
    pure("isProxyName", ["string"], "bool", (name) => isProxyName(text(name))),
    pure("bump", ["string", "string"], "string", (old, now) => bump(text(old), text(now))),
    ...changeFunctions(scene),
    ...modelFunctions(scene),
  ];
}

function changeFunctions(scene: Stage): readonly PolicyFunction[] {
  return [
    pure("breaks", ["Asset", "Column"], "bool", (asset, column) =>
      isBroken(
        {
          name: text(member(column, "name")),
          type: text(member(column, "type")),
          notNull: member(column, "not_null") === true,
        },
        assetOf(scene, asset),
      ),
    ),
    pure("weakens", ["Asset", "Test"], "bool", (asset, test) => {
      const threshold = member(test, "threshold");
      return isWeakened(
        {
          name: text(member(test, "name")),
          column: text(member(test, "column")),
          severity: text(member(test, "severity")),
          threshold: typeof threshold === "number" ? threshold : 0,
        },
        assetOf(scene, asset),
      );
    }),
  ];
}

function modelFunctions(scene: Stage): readonly PolicyFunction[] {
  return [
    pure("leaks", ["Asset", "Use"], "bool", (asset, use) => leaks(scene, asset, useOf(use))),
    pure("comparesGroups", ["Asset"], "bool", (asset) =>
      comparesGroups(metricsOf(assetOf(scene, asset))),
    ),
    pure("uneven", ["Asset", "Metric", "dyn"], "bool", (asset, metric, limit) => {
      const most = String(limit);
      if (parseDecimal(most) === undefined) throw new Error(`${most} is no limit for a difference`);
      return isUneven(metricOf(metric), metricsOf(assetOf(scene, asset)), most);
    }),
  ];
}

/** Whether what a model is evaluated on went into its training, itself or as what that was made from. */
function leaks(scene: Stage, model: unknown, use: UseSeen): boolean {
  const subject = assetIn(scene, model);
  const training = usesOf(subject.asset);
  if (training.some((one) => one.ref === use.ref && overlaps(one, use))) return true;
  return scene.related("upstream", subject).some((source) => {
    const { asset } = assetIn(scene, source);
    const uses = training.filter(({ ref }) => isCalled(asset, ref));
    if (uses.length === 0) return false;
    if (isCalled(asset, use.ref)) return uses.some((one) => overlaps(one, use));
    return scene
      .related("ancestors", assetIn(scene, source))
      .some((before) => isCalled(assetOf(scene, before), use.ref));
  });
}

function metricsOf(asset: Asset): readonly MetricSeen[] {
  return listAt(rawOf(asset, "ai"), "metrics").map(metricOf);
}

function metricOf(metric: unknown): MetricSeen {
  return {
    name: text(member(metric, "name")),
    group: text(member(metric, "group")),
    value: text(member(metric, "value")),
  };
}

function usesOf(asset: Asset): readonly UseSeen[] {
  const training = rawOf(asset, "training");
  return isList(training) ? training.map(useOf) : [];
}

function useOf(use: unknown): UseSeen {
  return { ref: text(member(use, "ref")), split: text(member(use, "split")) };
}

function assetOf(scene: Stage, value: unknown): Asset {
  return assetIn(scene, value).asset;
}
