import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { REF_014 } from "../diagnostic/rules/ref.ts";
import { knots } from "../lineage/tarjan.ts";
import type { Claim } from "../model/claim.ts";
import { rowsBy } from "../model/graph.ts";
import type { Key } from "../model/ids.ts";

/** One finding for each set of applications that deploy each other, directly or over others. */
export function circles(claims: readonly Claim[]): readonly Diagnostic[] {
  const deploys = claims.flatMap(({ subject, says, place }) =>
    says.is === "edge" && says.edge === "deploys" && says.other.by === "key"
      ? [{ from: subject, to: says.other.key, place }]
      : [],
  );
  const apps = [...new Set(deploys.map(({ from }) => from))];
  const numberOf = new Map(apps.map((key, number) => [key, number]));
  const between = deploys.filter(({ to }) => numberOf.has(to));
  const number = (key: Key): number => numberOf.get(key) ?? 0;
  const sources = Uint32Array.from(between, ({ from }) => number(from));
  const targets = Uint32Array.from(between, ({ to }) => number(to));
  return knots(rowsBy(sources, apps.length), targets).flatMap((knot) => {
    const members = new Set(knot.map((node) => apps[node]));
    const inside = between.filter(({ from, to }) => members.has(from) && members.has(to));
    const [first] = inside;
    if (first === undefined) return [];
    const names = knot.flatMap((node) => apps[node]?.split("/").at(-1) ?? []);
    return [
      diagnose(REF_014, {
        message: `applications deploy each other: ${names.join(", ")}`,
        place: first.place,
        subject: first.from,
        flow: inside.map(({ from, to, place }) => ({ message: `${from} deploys ${to}`, place })),
      }),
    ];
  });
}
