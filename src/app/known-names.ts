import { byCodeUnit } from "../base/compare.ts";
import { ruleInfos } from "../diagnostic/registry.ts";
import type { Declaration } from "../model/claim.ts";
import { cacheFingerprint, loadKnown } from "../workspace/known.ts";
import { readingKey, type FileReading } from "../workspace/readings.ts";
import type { Host } from "./host.ts";
import { packOf } from "./policy.ts";

type KnownHost = Pick<Host, "repository" | "cache" | "tool">;

/** Most names that a shell is offered. */
const namesMax = 2_000;

/**
 * The names of the assets that files of HEAD declare, sorted, as far as an earlier run read them:
 * nothing is parsed, because somebody waits for the end of a word.
 */
export async function knownAssets(host: KnownHost): Promise<readonly string[]> {
  const names = (await knownReadings(host)).flatMap(({ claims }) =>
    claims.flatMap(({ says }) => (says.is === "exists" ? [says.name] : [])),
  );
  return [...new Set(names)].toSorted(byCodeUnit).slice(0, namesMax);
}

/** The ids of all rules, sorted: those of the program, and the policies that an earlier run read. */
export async function knownRules(
  host: KnownHost | undefined,
  version: string,
): Promise<readonly string[]> {
  const readings = host === undefined ? [] : await knownReadings(host);
  const declared: readonly Declaration[] = readings.flatMap(({ declarations }) => declarations);
  const { rules } = await packOf(declared, { version });
  return [...new Set([...ruleInfos, ...rules].map(({ id }) => id))].toSorted(byCodeUnit);
}

async function knownReadings({
  repository,
  cache,
  tool,
}: KnownHost): Promise<readonly FileReading[]> {
  const head = await repository.head();
  if (cache === undefined || head === undefined) return [];
  const { readings } = await loadKnown(cache, cacheFingerprint(tool.sha256));
  const entries = readings.size === 0 ? [] : await (await repository.openCommit(head)).list();
  return entries.flatMap((entry) => readings.get(readingKey(entry)) ?? []);
}
