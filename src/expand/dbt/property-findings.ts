import { by } from "../../base/compare.ts";
import { grouped } from "../../base/group.ts";
import { memberOf, objectAt } from "../../base/json.ts";
import { nearest } from "../../base/text.ts";
import { stableText } from "../../lineage/order.ts";
import { diagnose, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { REF_065, REF_066 } from "../../diagnostic/rules/ref.ts";
import { SCH_007 } from "../../diagnostic/rules/sch.ts";
import { entriesOf, type Entry, type Section } from "./entries.ts";
import type { RenderedProject } from "./models.ts";
import type { Node } from "./nodes.ts";

const described = { models: "model", seeds: "seed", snapshots: "snapshot" } as const;

/** What is wrong in the properties files of a project and its packages. */
export function propertyFindings({
  project,
  nodes,
  disabled,
}: RenderedProject): readonly Diagnostic[] {
  const all = [...nodes.map(({ node }) => node), ...disabled];
  return project.told.flatMap((own) => [
    ...(["models", "seeds", "snapshots"] as const).flatMap((section) => {
      const entries = entriesOf(own, section);
      const kind = described[section];
      const here = all.filter((node) => node.package === own && node.kind === kind);
      return [...ofNothing(entries, here, kind), ...repeated(entries, kind)];
    }),
    ...(
      ["models", "seeds", "snapshots", "sources", "exposures"] satisfies readonly Section[]
    ).flatMap((section) => entriesOf(own, section).flatMap(inTwoPlaces)),
  ]);
}

function ofNothing(
  entries: readonly Entry[],
  nodes: readonly Node[],
  kind: string,
): readonly Diagnostic[] {
  const names = new Set(nodes.map(({ name }) => name));
  return entries
    .filter(({ name }) => !names.has(name))
    .map(({ name, places }) => {
      const close = nearest(name, [...names]);
      return diagnose(REF_065, {
        message: `the project has no ${kind} ${name}`,
        place: places.value("name"),
        help: close === undefined ? undefined : `did you mean ${close}?`,
      });
    });
}

/** dbt refuses two descriptions of one model. */
function repeated(entries: readonly Entry[], kind: string): readonly Diagnostic[] {
  return [...grouped(entries, ({ name }) => name).values()].flatMap((same) => {
    const [first, ...others] = same.toSorted(by(({ path }) => path));
    if (first === undefined) return [];
    return others.map(({ name, places }) =>
      diagnose(SCH_007, {
        message: `a second entry describes the ${kind} ${name}`,
        place: places.value("name"),
        related: [{ message: "the first entry", place: first.places.value("name") }],
      }),
    );
  });
}

/** Properties that newer versions of dbt read below `config`. */
const moved = ["tags", "meta", "docs", "group", "access", "freshness", "loaded_at_field"];

function inTwoPlaces({ value, places, name }: Entry): readonly Diagnostic[] {
  const config = objectAt(value, "config");
  return moved.flatMap((key) => {
    const [beside, below] = [memberOf(value, key), memberOf(config, key)];
    if (beside === undefined || below === undefined) return [];
    if (stableText(beside) === stableText(below)) return [];
    return [
      diagnose(REF_066, {
        message: `${key} of ${name} stands below config and beside it, with different values`,
        place: places.key(key),
        help: "keep the one below config",
        related: [{ message: "below config", place: places.key("config", key) }],
      }),
    ];
  });
}
