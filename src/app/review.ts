import { byCodeUnit } from "../base/compare.ts";
import { Failure } from "../base/failure.ts";
import type { Day } from "../base/ports.ts";
import { diffSnapshots, impactOf } from "../lineage/diff.ts";
import type { AssetChange, FileChange, Review, Side } from "../model/review.ts";
import type { CoveredFile } from "../model/snapshot.ts";
import { chooseSides, type SideOptions, type Sides } from "../workspace/base.ts";
import { readConfig } from "../workspace/config.ts";
import { priceSides } from "./cost.ts";
import { findingsOf, foundBy } from "./findings.ts";
import type { Host } from "./host.ts";
import { judgeSides } from "./policy.ts";
import { openReader, type ReadState } from "./snapshots.ts";

export interface ReviewOptions extends Omit<SideOptions, "configuredBase"> {
  readonly asOf?: Day | undefined;
}

/** Base and head, read and linked. */
export interface States {
  readonly base: ReadState;
  readonly head: ReadState;
}

/** A review with the states it was made of: what attesting needs beyond the report. */
export interface Reviewed extends States {
  readonly review: Review;
}

/**
 * Base and head read, linked, judged, priced and compared. Writes nothing but the cache; throws
 * only where the work cannot be done at all (`Failure`).
 */
export async function review(
  host: Omit<Host, "files" | "userDirectory">,
  options: ReviewOptions,
): Promise<Reviewed> {
  const sides = await sidesOf(host, options);
  const states = await readSides(host, sides);
  const asOf = options.asOf ?? host.clock.today();
  const compared = await compare(states, { asOf, version: host.tool.version });
  const { why } = sides;
  return {
    ...states,
    review: { ...compared, why, base: named(sides.base), head: named(sides.head) },
  };
}

/**
 * The two trees that the options, the configuration and the repository's state name.
 *
 * @throws Failure USAGE in CI for a day that is not between the base and today (DESIGN 9.3): prices
 *   and waivers of another time would decide
 */
export async function sidesOf(
  host: Pick<Host, "repository" | "ci" | "clock">,
  options: ReviewOptions,
): Promise<Sides> {
  const sides = await chooseSides(host.repository, { ...options, configuredBase });
  if (host.ci && options.asOf !== undefined)
    await refuseForeignDay(host, options.asOf, { options, sides });
  return sides;
}

const configuredBase: SideOptions["configuredBase"] = async (head) =>
  (await readConfig(head)).config.base;

async function refuseForeignDay(
  { repository, clock }: Pick<Host, "repository" | "clock">,
  asOf: Day,
  { options, sides }: { readonly options: ReviewOptions; readonly sides: Sides },
): Promise<void> {
  const today = clock.today();
  if (asOf === today) return;
  const asked = options.base === undefined ? undefined : await repository.resolve(options.base);
  const tip = asked ?? sides.base.commit;
  const first = tip === undefined ? undefined : (await repository.commit(tip)).day;
  if (asOf < today && (first === undefined || asOf >= first)) return;
  const from = first === undefined ? "" : `from ${first} `;
  throw new Failure("USAGE", `in CI a run is about a day ${from}up to ${today}, not about ${asOf}`);
}

export async function readSides(host: Pick<Host, "cache" | "tool">, sides: Sides): Promise<States> {
  const reader = await openReader(host);
  const head = await reader.read(await sides.head.open());
  const base = await reader.read(await sides.base.open());
  await reader.close();
  return { base, head };
}

/** Everything of a review that the two trees decide, whatever they are called. */
export async function compare(
  { base, head }: States,
  { asOf, version }: { readonly asOf: Day; readonly version: string },
): Promise<Omit<Review, "base" | "head" | "why">> {
  const changes = diffSnapshots(base.snapshot, head.snapshot);
  const policy = await judgeSides({ base, head }, { asOf, version });
  const cost = priceSides({ base, head, changes, asOf });
  const { config } = head.settings;
  return {
    repository: config.repo.urls[0] ?? "",
    asOf,
    snapshot: head.snapshot,
    baseSnapshot: base.snapshot,
    files: fileChanges({ base, head }, changes),
    changes,
    impact: impactOf(changes, head.snapshot),
    findings: findingsOf(
      foundBy(
        [...head.snapshot.diagnostics, ...cost.diagnostics, ...policy.pack.diagnostics],
        policy.head,
        cost.budgets.now,
      ),
      foundBy(
        [...base.snapshot.diagnostics, ...cost.known, ...policy.basePack.diagnostics],
        policy.base,
        cost.budgets.known,
      ),
    ),
    policy: policy.head,
    cost: cost.diff,
  };
}

function named({ label, tree, commit }: Side): Side {
  return { label, tree, ...(commit !== undefined && { commit }) };
}

/** Covered files that differ, and whether any asset differs with them. */
function fileChanges(
  { base, head }: States,
  changes: readonly AssetChange[],
): readonly FileChange[] {
  const before = new Map(base.snapshot.covered.map((file) => [file.path, file]));
  const after = new Map(head.snapshot.covered.map((file) => [file.path, file]));
  const meant = new Set(
    changes.flatMap(({ place, fields }) => [
      place?.path,
      ...fields.map((field) => field.place?.path),
    ]),
  );
  return [...new Set([...before.keys(), ...after.keys()])]
    .toSorted(byCodeUnit)
    .flatMap((path): FileChange[] => {
      const [old, now] = [before.get(path), after.get(path)];
      if (old?.blob === now?.blob && old?.mode === now?.mode) return [];
      const change = old === undefined ? "added" : now === undefined ? "removed" : "modified";
      const meaning = change !== "modified" || meant.has(path) || tellsMore(now);
      return [{ path, change, meaning }];
    });
}

/** Gate files decide; and what a query computes is in no field of an asset, so that it never passes for cosmetic. */
function tellsMore(file: CoveredFile | undefined): boolean {
  return file?.why === "gate" || /\.(?:sql|py)$/u.test(file?.path ?? "");
}
