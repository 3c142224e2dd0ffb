import { memberOf, textAt, textsAt, type Json } from "../../base/json.ts";
import type { Place } from "../../diagnostic/place.ts";
import type { Claim } from "../../model/claim.ts";
import { toolKey, type Key } from "../../model/ids.ts";
import { newCalls, type Use } from "./calls.ts";
import type { Setting } from "./context.ts";
import { entriesOf, property, type Entry } from "./entries.ts";
import type { Project } from "./projects.ts";
import { said } from "./node-claims.ts";
import { facetClaim, metaOf, ownerValue, plainText, tagsOf, type About } from "./said.ts";
import type { World } from "./world.ts";

/** Something outside of the project that reads its tables: a dashboard, a notebook, a model. */
export interface Exposure {
  readonly key: Key;
  readonly entry: Entry;
  readonly reads: readonly { readonly use: Use; readonly place: Place }[];
  /** Dependencies that are neither `ref` nor `source`: metrics. */
  readonly others: readonly { readonly text: string; readonly place: Place }[];
}

/** The exposures of a project with what they depend on. */
export function exposuresOf(project: Project, world: World): readonly Exposure[] {
  return project.packages.flatMap((own) =>
    entriesOf(own, "exposures")
      .filter(({ value }) => property(value, "enabled") !== false)
      .map((entry): Exposure => {
        const key = toolKey("dbt", `exposure.${own.name}.${entry.name}`);
        const dependencies = textsAt(entry.value, "depends_on").map(([index, text]) => {
          const place = entry.places.value("depends_on", index);
          return { text, place, uses: usesIn(text, world, own.name) };
        });
        return {
          key,
          entry,
          reads: dependencies.flatMap(({ uses, place }) => uses.map((use) => ({ use, place }))),
          others: dependencies
            .filter(({ uses }) => uses.length === 0)
            .map(({ text, place }) => ({ text, place })),
        };
      }),
  );
}

/** What `ref('orders')` written in YAML leads to. */
function usesIn(text: string, world: World, local: string): readonly Use[] {
  const calls = newCalls();
  const setting: Setting = {
    world,
    local,
    config: new Map(),
    calls,
    execute: true,
    incremental: false,
  };
  const bare = text.replace(/^\s*\{\{|\}\}\s*$/gu, "");
  world.evaluate(`{{ ${bare} }}`, setting);
  return calls.uses;
}

/** What an exposure is, who answers for it and what it reads. */
export function exposureClaims({ key, entry, reads, others }: Exposure): readonly Claim[] {
  const about: About = { key, strength: "declared" };
  const { value, places, name } = entry;
  const at = (member: string, found: Json | undefined): Parameters<typeof facetClaim>[2] =>
    found === undefined ? undefined : { value: found, place: places.value(member) };
  const owner = ownerValue(memberOf(value, "owner"));
  const tier = metaOf(entry, "tier");
  const custom = ["type", "maturity"].flatMap((member): (readonly [string, string])[] => {
    const text = textAt(value, member);
    return text === undefined ? [] : [[member, text]];
  });
  const full = `${entry.package.name}/${name}`;
  return [
    said(key, { is: "exists", kind: "exposure", name: full }, places.value("name"), "declared"),
    ...facetClaim(about, "title", at("label", plainText(memberOf(value, "label")))),
    ...facetClaim(
      about,
      "description",
      at("description", plainText(memberOf(value, "description"))),
    ),
    ...facetClaim(about, "docs", at("url", plainText(memberOf(value, "url")))),
    ...facetClaim(about, "owner", at("owner", owner)),
    ...facetClaim(about, "tier", tier),
    ...facetClaim(
      about,
      "custom",
      custom.length === 0 ? undefined : at("type", Object.fromEntries(custom)),
    ),
    ...tagsOf(value).map(({ tag, steps }) =>
      said(key, { is: "tag", tag }, places.value(...steps), "declared"),
    ),
    ...reads.flatMap(({ use, place }) => readClaims(key, use, place)),
    ...others.map(({ text, place }) =>
      said(key, { is: "unresolved", edge: "reads", text, reason: "tool" }, place, "declared"),
    ),
  ];
}

function readClaims(subject: Key, { found, text }: Use, place: Place): readonly Claim[] {
  if (found.is === "absent") {
    return [
      said(
        subject,
        { is: "unresolved", edge: "reads", text, reason: "missing-file" },
        place,
        "declared",
      ),
    ];
  }
  const key = found.is === "node" ? found.node.key : found.key;
  return [
    said(
      subject,
      { is: "edge", edge: "reads", end: "to", other: { by: "key", key } },
      place,
      "declared",
    ),
  ];
}
