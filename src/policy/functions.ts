import { matchesGlob } from "../base/glob.ts";
import type { Day } from "../base/ports.ts";
import type { Asset } from "../model/snapshot.ts";
import { isPersonalColumn, isPersonalTag, isSpecialTag, piiCategory } from "./personal.ts";
import { assetIn, member, pure, text, type PolicyFunction, type Stage } from "./policy-function.ts";
import type { Regexes } from "./regexes.ts";
import type { Relation } from "./scene.ts";
import { domainFunctions } from "./domain-functions.ts";

/** Every function of the rule language, at work on the scene. */
export function functionsOn(scene: Stage, regexes: Regexes | undefined): readonly PolicyFunction[] {
  return [
    ...graphFunctions(scene),
    ...assetFunctions(scene),
    ...textFunctions(regexes),
    ...domainFunctions(scene),
  ];
}

function graphFunctions(scene: Stage): readonly PolicyFunction[] {
  const relation = (name: Relation, bound: number): PolicyFunction => ({
    name,
    parameters: ["Asset"],
    result: "list<Asset>",
    bound,
    call: (asset) => scene.related(name, assetIn(scene, asset)),
  });
  return [
    relation("upstream", 1_000),
    relation("downstream", 1_000),
    relation("ancestors", 10_000),
    relation("descendants", 10_000),
    {
      name: "carried",
      parameters: ["Asset"],
      result: "list<CarriedTag>",
      bound: 10_000,
      call: (asset) => scene.carried(assetIn(scene, asset)),
    },
    pure("known", ["string"], "bool", (id) => scene.find(text(id)) !== undefined),
    pure("lookup", ["string"], "Asset", (id) => {
      const asset = scene.find(text(id));
      if (asset === undefined) throw new Error(`no asset ${text(id)}; test known() first`);
      return asset;
    }),
  ];
}

function assetFunctions(scene: Stage): readonly PolicyFunction[] {
  const known = new Map<Asset, boolean>();
  const categoryOf = remembered(piiCategory);
  return [
    pure("hasPersonalData", ["Asset"], "bool", (value) => {
      const { asset } = assetIn(scene, value);
      const before = known.get(asset);
      if (before !== undefined) return before;
      const answer = hasPersonalData(asset, categoryOf);
      known.set(asset, answer);
      return answer;
    }),
    pure("piiCategory", ["Column"], "string", (column) =>
      categoryOf(text(member(column, "name")), text(member(column, "type"))),
    ),
    pure("daysSince", ["string"], "int", (day) => daysBetween(text(day), scene.asOf)),
  ];
}

function hasPersonalData({ tags, columns }: Asset, categoryOf: typeof piiCategory): boolean {
  return (
    tags.some((tag) => isPersonalTag(tag.value)) ||
    columns.some((column) => isPersonalColumn(column, categoryOf))
  );
}

/** The same function; tables have the same few columns again and again. */
function remembered(of: typeof piiCategory): typeof piiCategory {
  const byType = new Map<string | undefined, Map<string, string>>();
  return (name, type) => {
    const byName = byType.get(type) ?? new Map<string, string>();
    byType.set(type, byName);
    const known = byName.get(name);
    if (known !== undefined) return known;
    const fresh = of(name, type);
    byName.set(name, fresh);
    return fresh;
  };
}

function textFunctions(regexes: Regexes | undefined): readonly PolicyFunction[] {
  return [
    pure("isPersonal", ["string"], "bool", (tag) => isPersonalTag(text(tag))),
    pure("isSpecial", ["string"], "bool", (tag) => isSpecialTag(text(tag))),
    pure("rank", ["string"], "int", (word) => BigInt(ranks.indexOf(text(word)))),
    pure("isEmail", ["string"], "bool", (address) => isEmail(text(address))),
    pure("isDigest", ["string"], "bool", (digest) => /^sha256:[0-9a-f]{64}$/u.test(text(digest))),
    pure("isBroad", ["string"], "bool", (principal) => isBroad(text(principal))),
    {
      ...pure("glob", ["string", "string"], "bool", (value, pattern) =>
        matchesGlob(text(value), text(pattern)),
      ),
      cost: (value, pattern) => stepsOf(text(value).length * text(pattern).length),
    },
    {
      ...pure("re", ["string", "string"], "bool", (value, pattern) =>
        loaded(regexes).test(text(value), text(pattern)),
      ),
      cost: (value, pattern) => stepsOf(loaded(regexes).workOf(text(value), text(pattern))),
    },
  ];
}

function loaded(regexes: Regexes | undefined): Regexes {
  if (regexes === undefined) throw new Error("regular expressions were not loaded");
  return regexes;
}

/** Comparing a few characters takes no longer than one turn of a loop. */
function stepsOf(comparisons: number): number {
  return 1 + Math.floor(comparisons / 32);
}

/** `-1` for a word that is no classification. */
const ranks: readonly string[] = ["public", "internal", "confidential", "restricted"];

function isEmail(address: string): boolean {
  return address.length <= 320 && /^[^\s@,;<>]+@[^\s@,;<>]+$/u.test(address);
}

/** Principals that mean everybody, or everybody of an organisation. Whole names, in any case. */
function isBroad(principal: string): boolean {
  const name = principal
    .toLowerCase()
    .replace(/^(?:user|group|role):/u, "")
    .replace(/@.*$/u, "");
  return everybody.has(name);
}

const everybody: ReadonlySet<string> = new Set([
  "*",
  "public",
  "allusers",
  "allauthenticatedusers",
  "everyone",
  "everybody",
  "all",
  "all-users",
  "all-staff",
  "all-employees",
  "authenticated",
  "system:authenticated",
  "system:unauthenticated",
]);

/** Longer ago than anything: the age of a date that nobody gave. */
const neverDays = 1_000_000n;

/** Whole days from a day to another; negative for a day to come. @throws Error for no calendar day */
function daysBetween(day: string, asOf: Day): bigint {
  if (day === "") return neverDays;
  const time = Date.parse(`${day}T00:00:00Z`);
  // Written back and compared, because 31 February would be taken for 3 March.
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(`${day}T`);
  if (!isDay) throw new Error(`"${day}" is no calendar day`);
  return BigInt((Date.parse(`${asOf}T00:00:00Z`) - time) / 86_400_000);
}
