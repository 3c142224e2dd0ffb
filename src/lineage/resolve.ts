import type { RuleInfo } from "../diagnostic/diagnostic.ts";
import { REF_001, REF_002, REF_003, REF_004, REF_005 } from "../diagnostic/rules/ref.ts";
import type { Reference } from "../model/claim.ts";
import { isPhysical, physicalKey, toolKey, type Key } from "../model/ids.ts";
import { assetKinds, type AssetKind } from "../model/kinds.ts";
import type { Unresolved } from "../model/snapshot.ts";
import { keyOfUri, normalKey } from "../model/uri.ts";
import type { Directory, Listed } from "./directory.ts";

/** Where a reference leads. */
export type Resolution =
  | { readonly to: "component"; readonly component: number }
  /** A place that no file declares: it becomes an asset of that kind. */
  | { readonly to: "location"; readonly key: Key; readonly kind: AssetKind }
  | Nowhere;

export interface Nowhere {
  readonly to: "nowhere";
  readonly rule: RuleInfo;
  readonly reason: Unresolved["reason"];
  /** What it might have been: components to name in the finding. */
  readonly candidates: readonly number[];
}

export interface Resolver {
  readonly directory: Directory;
  readonly componentOf: (key: Key) => number | undefined;
  readonly kindsOf: (component: number) => readonly AssetKind[];
  readonly aliases: Readonly<Record<string, string>>;
}

/** Key prefixes whose objects an adapter of today reads: there an absent name is a mistake. */
const readTools: ReadonlySet<string> = new Set(["own", "odcs", "k8s", "argocd", "argo"]);

/** Namespaces of OpenLineage that are no URIs. */
const plainNamespaces = /^(?:bigquery|pubsub|file)\/|^arn:aws:glue:/u;

/** Aliases may name aliases, so far. */
const aliasDepth = 8;

/**
 * Looks up which asset a reference means; never a guess. What was just asked for is remembered:
 * the columns of a table mostly come from one other table.
 */
export function resolving(resolver: Resolver): (reference: Reference) => Resolution {
  let last: { readonly reference: Text; readonly resolution: Resolution } | undefined;
  return (reference) => {
    if (reference.by === "key") return byKey(reference.key, ["dataset"], resolver, "any");
    if (last === undefined || !sameText(reference, last.reference)) {
      last = { reference, resolution: byText(reference, resolver) };
    }
    return last.resolution;
  };
}

type Text = Extract<Reference, { readonly by: "text" }>;

function sameText(a: Text, b: Text): boolean {
  return a.text === b.text && a.namespace === b.namespace && sameKinds(a.kinds, b.kinds);
}

function sameKinds(a: readonly AssetKind[], b: readonly AssetKind[]): boolean {
  return a === b || (a.length === b.length && a.every((kind, at) => kind === b[at]));
}

function byText(reference: Text, resolver: Resolver): Resolution {
  const text = unaliased(reference.text.trim(), resolver.aliases);
  if (text.includes("{") && /\{\{|\{%|\$\{/u.test(text)) return nowhere(REF_005, "templated");
  return (
    byId(text, reference, resolver) ??
    byUri(text, reference, resolver) ??
    byName(text, reference, resolver)
  );
}

function unaliased(written: string, aliases: Resolver["aliases"]): string {
  let text = written;
  for (let depth = 0; depth < aliasDepth; depth += 1) {
    if (!Object.hasOwn(aliases, text)) return text;
    text = aliases[text]?.trim() ?? text;
  }
  return text;
}

/** `dataset:growth/orders`, `dataset:s3://bucket/orders`. */
function byId(text: string, reference: Text, resolver: Resolver): Resolution | undefined {
  const colon = text.indexOf(":");
  if (colon < 0) return undefined;
  const prefix = text.slice(0, Math.max(0, colon));
  const kind = assetKinds.find((word) => word === prefix);
  if (kind === undefined || text.startsWith("//", colon + 1)) return undefined;
  const name = text.slice(colon + 1);
  const listed = resolver.directory.id(text);
  if (listed.length > 0) return oneOf(listed, reference.kinds);
  const key = keyOfUri(name) ?? (plainNamespaces.test(name) ? physical(name) : undefined);
  if (key !== undefined) return fitting(kind, reference.kinds) ?? byKey(key, [kind], resolver);
  return name.startsWith("repo:") ? nowhere(REF_002, "tool") : nowhere(REF_001, "absent");
}

function physical(name: string): Key {
  const slash = name.indexOf("/");
  return physicalKey(name.slice(0, slash), name.slice(slash + 1));
}

function fitting(kind: AssetKind, kinds: readonly AssetKind[]): Resolution | undefined {
  return kinds.includes(kind) ? undefined : nowhere(REF_004, "absent");
}

function byUri(text: string, { kinds }: Text, resolver: Resolver): Resolution | undefined {
  if (kinds[0] === "principal") return byPrincipal(text, resolver);
  if (!text.includes(":")) return undefined;
  const uri = keyOfUri(text);
  if (uri !== undefined) return byKey(uri, kinds, resolver);
  const tool = /^([a-z][a-z0-9_-]*):[^/]/u.exec(text)?.[1];
  if (tool === undefined) return undefined;
  return byKey(toolKey(tool, text.slice(tool.length + 1)), kinds, resolver);
}

/** `group:analysts@acme.example`, `serviceaccount:ml/trainer`, `public`: they need no declaration. */
function byPrincipal(text: string, { componentOf }: Resolver): Resolution {
  const key = toolKey("principal", text);
  const component = componentOf(key);
  return component === undefined
    ? { to: "location", key, kind: "principal" }
    : { to: "component", component };
}

/** A key of a tool that nobody reads cannot be known to have the wrong kind. */
function byKey(
  written: Key,
  kinds: readonly AssetKind[],
  resolver: Resolver,
  accept: "fitting" | "any" = "fitting",
): Resolution {
  const key = normalKey(written);
  const component = resolver.componentOf(key);
  const found = component === undefined ? [] : resolver.kindsOf(component);
  const read = isPhysical(key) || readTools.has(key.slice(0, key.indexOf(":")));
  if (component !== undefined && found.length > 0) {
    if (accept === "any" || kinds.some((kind) => found.includes(kind)))
      return { to: "component", component };
    return read ? nowhere(REF_004, "absent", [component]) : nowhere(REF_002, "tool");
  }
  const [kind] = kinds;
  if (isPhysical(key) && kind !== undefined) return { to: "location", key, kind };
  return read ? nowhere(REF_001, "absent") : nowhere(REF_002, "tool");
}

/** `name` in the referring namespace first, then `namespace/name`, then a name that is unique. */
function byName(text: string, { kinds, namespace }: Text, { directory }: Resolver): Resolution {
  const local = (): readonly Listed[] => directory.named(`${namespace}/${text}`);
  const full = (): readonly Listed[] => directory.named(text);
  const anywhere = (): readonly Listed[] => directory.short(text);
  const lookups = text.includes("/") ? [full, local] : [local, full, anywhere];
  let misfit: readonly Listed[] = [];
  for (const lookup of lookups) {
    const listed = lookup();
    if (listed.some((item) => fits(item, kinds))) return oneOf(listed, kinds);
    if (misfit.length === 0) misfit = listed;
  }
  return misfit.length === 0 ? nowhere(REF_001, "absent") : oneOf(misfit, kinds);
}

function fits(listed: Listed, kinds: readonly AssetKind[]): boolean {
  return listed.kinds.some((kind) => kinds.includes(kind));
}

/** The one that fits; own documents are meant before what other tools name alike. */
function oneOf(listed: readonly Listed[], kinds: readonly AssetKind[]): Resolution {
  const [only, ...more] = listed;
  if (only !== undefined && more.length === 0 && fits(only, kinds)) {
    return only;
  }
  const fitted = listed.filter((item) => fits(item, kinds));
  const own = fitted.filter((item) => item.own);
  const components = [...new Set((own.length > 0 ? own : fitted).map((item) => item.component))];
  const [component] = components;
  if (component === undefined) {
    return nowhere(REF_004, "absent", [...new Set(listed.map((item) => item.component))]);
  }
  if (components.length > 1) return nowhere(REF_003, "ambiguous", components);
  return { to: "component", component };
}

function nowhere(
  rule: RuleInfo,
  reason: Unresolved["reason"],
  candidates: readonly number[] = [],
): Nowhere {
  const known = nameless.find((one) => one.rule === rule && one.reason === reason);
  if (known !== undefined && candidates.length === 0) return known;
  return { to: "nowhere", rule, reason, candidates };
}

/** One value each, so that equal resolutions of two trees are the same. */
const nameless: readonly Nowhere[] = [
  { to: "nowhere", rule: REF_001, reason: "absent", candidates: [] },
  { to: "nowhere", rule: REF_002, reason: "tool", candidates: [] },
  { to: "nowhere", rule: REF_005, reason: "templated", candidates: [] },
];
