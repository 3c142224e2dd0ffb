import { listAt, objectAt, textAt } from "../../base/json.ts";
import { unknown } from "../../model/amount.ts";
import type { Factor } from "../../model/usage.ts";
import { volumeUsage } from "../../spec/pod-usage.ts";
import { say, type Context } from "./context.ts";
import { fieldOf, placeOf, type Job } from "./job.ts";
import { runsOf } from "./running.ts";

/** Volumes that a workflow claims for as long as it runs; how long that is no manifest says. */
export function sayVolumes(context: Context, job: Job): void {
  const claims = fieldOf(job, "volumeClaimTemplates");
  if (claims === undefined) return;
  const { home } = claims;
  for (const [index, claim] of listAt({ list: claims.value }, "list").entries()) {
    const name = textAt(objectAt(claim, "metadata"), "name") ?? String(index);
    const at = (...steps: readonly string[]): ReturnType<typeof placeOf> =>
      placeOf({ home, at: [...claims.at, index, ...steps] });
    const duration: Factor = { of: "duration", amount: unknown("undeclared"), place: at() };
    for (const { suffix, factor } of runsOf(job)) {
      const { line, ...rest } = volumeUsage(
        { name, claim, at },
        { factors: [duration, factor], dims: {} },
      );
      const usage = { ...rest, line: `${line}${suffix}` };
      say(context, job.definition.key, { is: "usage", usage }, { place: usage.place });
    }
  }
}
