import { memberOf, objectAt, textAt, type Json } from "../../base/json.ts";
import type { Place } from "../../diagnostic/place.ts";
import type { Claim, FacetName } from "../../model/claim.ts";
import { entriesOf, placeOfProperty, property, type Entry } from "./entries.ts";
import type { RenderedNode, RenderedProject } from "./models.ts";
import { said } from "./node-claims.ts";
import { freshnessHours, testsIn } from "./quality.ts";
import { facetClaim, lastSaid, metaOf, ownerValue, plainText, tagsOf, type About } from "./said.ts";

/** What properties and configs say of a node: whose it is, what it means, what it promises. */
export function propertyClaims(rendered: RenderedNode, project: RenderedProject): readonly Claim[] {
  const { node } = rendered;
  const about: About = { key: node.key, strength: "declared" };
  const own = node.kind === "source" ? node.said.slice(1) : node.said;
  return [
    ...facetClaim(about, "description", lastSaid(own, descriptionOf)),
    ...ownerClaims(rendered, project, about),
    ...tagClaims(rendered),
    ...metaFacets(node.said, about),
    ...promiseClaims(rendered, about),
    ...grantClaims(rendered, about),
    ...facetClaim(about, "tests", testsOf(rendered, project)),
  ];
}

type Found = ReturnType<typeof lastSaid>;

function descriptionOf({ value, places }: Entry): Found {
  const text = plainText(memberOf(value, "description"));
  return text === undefined ? undefined : { value: text, place: places.value("description") };
}

/** `meta.owner` is declared; that a group's owner answers for its models follows from the group. */
function ownerClaims(
  { node, config }: RenderedNode,
  { project }: RenderedProject,
  about: About,
): readonly Claim[] {
  const inProperties = lastSaid(node.said, (entry) => {
    const found = metaOf(entry, "owner");
    const value = ownerValue(found?.value);
    return found === undefined || value === undefined ? undefined : { value, place: found.place };
  });
  const inherited = ownerValue(memberOf(config.get("meta"), "owner"));
  const owner =
    inProperties ?? (inherited === undefined ? undefined : { value: inherited, place: node.place });
  const groups = project.packages.flatMap((one) => entriesOf(one, "groups"));
  const group = groups.find(({ name }) => name === config.get("group"));
  const value = ownerValue(memberOf(group?.value, "owner"));
  const fromGroup =
    group === undefined || value === undefined
      ? []
      : facetClaim({ ...about, strength: "derived" }, "owner", {
          value,
          place: group.places.value("owner"),
        });
  return [...facetClaim(about, "owner", owner), ...fromGroup];
}

/** All tags that hold, each where a properties file lists it, else where the node is defined. */
function tagClaims({ node, config }: RenderedNode): readonly Claim[] {
  const listed = node.said.flatMap(({ value, places }) =>
    tagsOf(value).map(({ tag, steps }) => ({ tag, place: places.value(...steps) })),
  );
  const known = new Set(listed.map(({ tag }) => tag));
  const inherited = tagsOf(configured(config, ["tags", "meta"]))
    .filter(({ tag }) => !known.has(tag))
    .map(({ tag }) => ({ tag, place: node.place }));
  return [...listed, ...inherited].map(
    ({ tag, place }: { readonly tag: string; readonly place: Place }) =>
      said(node.key, { is: "tag", tag }, place, "declared"),
  );
}

function configured(config: RenderedNode["config"], keys: readonly string[]): Json {
  return Object.fromEntries(
    keys.flatMap((key): (readonly [string, Json])[] => {
      const value = config.get(key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** Members of `meta` that other tools and the policies know by the same word. */
const metaFacetNames: readonly FacetName[] = ["classification", "tier", "domain", "license"];

function metaFacets(entries: readonly Entry[], about: About): readonly Claim[] {
  return metaFacetNames.flatMap((facet) =>
    facetClaim(
      about,
      facet,
      lastSaid(entries, (entry) => metaOf(entry, facet)),
    ),
  );
}

/** Access, contract, end of life and freshness. */
function promiseClaims({ node, config }: RenderedNode, about: About): readonly Claim[] {
  const configuredAt = (key: string, value: Json | undefined): Found =>
    value === undefined ? undefined : { value, place: placeOfConfig(node.said, key, node.place) };
  const contract = config.get("contract");
  const enforced = memberOf(contract, "enforced");
  const access = config.get("access");
  const hours = freshnessHours(config.get("freshness"));
  return [
    ...facetClaim(
      about,
      "access",
      configuredAt("access", typeof access === "string" ? access : undefined),
    ),
    ...facetClaim(
      about,
      "contract",
      configuredAt("contract", typeof enforced === "boolean" ? { enforced } : undefined),
    ),
    ...facetClaim(about, "deprecatedOn", lastSaid(node.said, deprecationOf)),
    ...facetClaim(
      about,
      "sla",
      configuredAt("freshness", hours === undefined ? undefined : { freshnessHours: hours }),
    ),
  ];
}

function deprecationOf({ value, places }: Entry): Found {
  const day = textAt(value, "deprecation_date")?.slice(0, 10);
  if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/u.test(day)) return undefined;
  return { value: day, place: places.value("deprecation_date") };
}

/** Where a properties file says it, else where the node is defined. */
function placeOfConfig(entries: readonly Entry[], key: string, otherwise: Place): Place {
  const entry = entries.toReversed().find(({ value }) => property(value, key) !== undefined);
  return entry === undefined ? otherwise : placeOfProperty(entry.value, entry.places, key);
}

const privileges: ReadonlySet<string> = new Set([
  "select",
  "insert",
  "update",
  "delete",
  "all",
  "usage",
]);

/** `grants: {select: [reporter]}`: roles of the warehouse. */
function grantClaims({ node, config }: RenderedNode, about: About): readonly Claim[] {
  const place = placeOfConfig(node.said, "grants", node.place);
  const grants = Object.entries(objectAt({ grants: config.get("grants") ?? {} }, "grants")).flatMap(
    ([privilege, to]) =>
      [to].flat().flatMap((role): Json[] =>
        typeof role === "string" && role !== ""
          ? [
              {
                principal: role === "public" ? "public" : `role:${role}`,
                privilege: privileges.has(privilege) ? privilege : `native:${privilege}`,
              },
            ]
          : [],
      ),
  );
  if (grants.length === 0) return [];
  const edges = [...new Set(grants.map((grant) => textAt(grant, "principal") ?? ""))].map((text) =>
    said(
      node.key,
      {
        is: "edge",
        edge: "grants",
        end: "to",
        other: { by: "text", text, kinds: ["principal"], namespace: node.package.name },
      },
      place,
      "declared",
    ),
  );
  return [...facetClaim(about, "grants", { value: grants, place }), ...edges];
}

/** Tests of properties files, and the queries below `tests` that read the node. */
function testsOf({ node }: RenderedNode, { tests }: RenderedProject): Found {
  const listed = node.said.flatMap(testsIn);
  const singular = tests.flatMap(({ name, place, uses }) =>
    uses.some(({ found }) => found.is === "node" && found.node.key === node.key)
      ? [{ value: { name }, place }]
      : [],
  );
  const [first] = [...listed, ...singular];
  if (first === undefined) return undefined;
  return { value: [...listed, ...singular].map(({ value }) => value), place: first.place };
}
