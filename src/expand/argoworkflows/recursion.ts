import type { JsonObject } from "../../base/json.ts";
import { knots } from "../../lineage/tarjan.ts";
import { rowsBy } from "../../model/graph.ts";
import { callsOf } from "../../spec/argoworkflows/calls.ts";
import { reach } from "./frames.ts";
import type { Library } from "./library.ts";

/** The templates of a tree that come to call themselves, directly or over others: loops of unknown length. */
export function recursiveTemplates(library: Library): ReadonlySet<JsonObject> {
  const templates = library.definitions.flatMap((home) =>
    [...home.templates.values()].map((template) => ({ home, template })),
  );
  const numberOf = new Map(templates.map(({ template }, number) => [template.value, number]));
  const calls = templates.flatMap(({ home, template }, from) =>
    callsOf(template.value).flatMap(({ target }) => {
      const reached = reach(target, { home, at: template.at }, library);
      const to = reached.to === "template" ? numberOf.get(reached.template) : undefined;
      return to === undefined ? [] : [{ from, to }];
    }),
  );
  const sources = Uint32Array.from(calls, ({ from }) => from);
  const targets = Uint32Array.from(calls, ({ to }) => to);
  const members = knots(rowsBy(sources, templates.length), targets).flat();
  const selves = calls.flatMap(({ from, to }) => (from === to ? [from] : []));
  const found = new Set<JsonObject>();
  for (const number of [...members, ...selves]) {
    const template = templates[number];
    if (template !== undefined) found.add(template.template.value);
  }
  return found;
}
