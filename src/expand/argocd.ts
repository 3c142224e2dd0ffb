import { byCodeUnit } from "../base/compare.ts";
import { directoryOf, type RepoPath } from "../base/path.ts";
import { diagnose, type Diagnostic, type RuleInfo } from "../diagnostic/diagnostic.ts";
import { REF_010, REF_011, REF_012, REF_013, REF_015, REF_016 } from "../diagnostic/rules/ref.ts";
import { precedence } from "../lineage/order.ts";
import type { Assertion, Claim, DeploysAssertion } from "../model/claim.ts";
import { toolKey, type Key } from "../model/ids.ts";
import type { Strength, UnknownReason } from "../model/kinds.ts";
import { circles } from "./circles.ts";
import { isApplied, layoutOf, type DeclaredObject, type Layout } from "./deployed.ts";
import { normalRepository } from "./git-url.ts";

export interface ThisRepository {
  /** Addresses under which applications may name it. */
  readonly urls: readonly string[];
  readonly defaultBranch?: string;
}

export interface Expanded {
  readonly claims: readonly Claim[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Objects that all applications of a tree together may deploy. */
const deployedMax = 200_000;

/**
 * Turns what applications deploy, given as directories, into edges to what the files in these
 * directories declare. What lies in another repository, at another revision or behind a renderer
 * is said to be unresolved; a path that does not exist is an error (REF-010 to REF-016).
 */
export function expand(
  claims: readonly Claim[],
  entries: readonly { readonly path: RepoPath }[],
  repository: ThisRepository,
): Expanded {
  const deployments = claims
    .flatMap((claim): Deployment[] =>
      claim.says.is === "deploys" ? [{ claim, says: claim.says }] : [],
    )
    .toSorted(
      (a, b) => precedence(a.claim, b.claim) || byCodeUnit(a.claim.subject, b.claim.subject),
    );
  if (deployments.length === 0) return { claims: [], diagnostics: [] };
  const layout = layoutOf(claims, entries);
  const urls = new Set(repository.urls.map(normalRepository));
  const expanded: Claim[] = [];
  const diagnostics: Diagnostic[] = [];
  let left = deployedMax;
  for (const deployment of deployments) {
    const sight = sightOf(deployment, { layout, urls, defaultBranch: repository.defaultBranch });
    const found = sight.in === undefined ? nothing : objectsOf(deployment, sight.in, layout);
    const bounded = found.objects.length <= left ? found : tooMany(deployment);
    left -= bounded.objects.length;
    expanded.push(...claimsOf(deployment, bounded), ...sight.claims, ...bounded.claims);
    diagnostics.push(...sight.diagnostics, ...bounded.diagnostics);
  }
  return { claims: expanded, diagnostics: [...diagnostics, ...circles(expanded)] };
}

interface Deployment {
  readonly claim: Claim;
  readonly says: DeploysAssertion;
}

interface Found extends Expanded {
  readonly objects: readonly DeclaredObject[];
  readonly strength: Strength;
}

const nothing: Found = { objects: [], strength: "derived", claims: [], diagnostics: [] };

interface Directory {
  readonly directory: string;
  readonly strength: Strength;
}

/** Where the application's directory lies in this tree; undefined where it does not. */
interface Sight extends Expanded {
  readonly in: Directory | undefined;
}

interface Surroundings {
  readonly layout: Layout;
  readonly urls: ReadonlySet<string>;
  readonly defaultBranch: string | undefined;
}

function sightOf(deployment: Deployment, { layout, urls, defaultBranch }: Surroundings): Sight {
  const { says } = deployment;
  const directory = directoryOf(says.directory);
  const named = urls.has(normalRepository(says.repository));
  if (urls.size > 0 && !named) {
    return hidden(deployment, REF_013, {
      reason: "external-repo",
      message: `${says.repository} is not this repository`,
    });
  }
  if (!isReviewed(says.revision, defaultBranch)) {
    const message = `revision ${says.revision} is not the one under review`;
    return hidden(deployment, REF_013, { reason: "external-repo", message });
  }
  if (directory === undefined) {
    const message = `path ${says.directory} leaves the repository`;
    return hidden(deployment, REF_011, { reason: "missing-file", message });
  }
  if (layout.hasDirectory(directory)) {
    if (named) return { ...nothing, in: { directory, strength: "derived" } };
    const message = `${says.repository} is taken to be this repository, because ${directory || "its root"} exists here`;
    const finding = diagnose(REF_012, { message, ...aboutApp(deployment) });
    return { in: { directory, strength: "inferred" }, claims: [], diagnostics: [finding] };
  }
  if (!named) {
    const message = `${says.repository} may be another repository: it has no configured address, and ${directory} does not exist here`;
    return hidden(deployment, REF_013, { reason: "external-repo", message });
  }
  const close = layout.nearestTo(directory);
  return hidden(deployment, REF_010, {
    reason: "missing-file",
    message: `directory ${directory} does not exist`,
    ...(close !== undefined && { help: `did you mean ${close}?` }),
  });
}

/** HEAD, nothing, or the default branch; without a configured one its two usual names. */
function isReviewed(revision: string, defaultBranch: string | undefined): boolean {
  const branch = revision.replace(/^refs\/heads\//u, "");
  if (branch === "" || branch === "HEAD") return true;
  return defaultBranch === undefined
    ? branch === "main" || branch === "master"
    : branch === defaultBranch.replace(/^(?:refs\/heads|origin)\//u, "");
}

interface Hiding {
  readonly reason: UnknownReason;
  readonly message: string;
  readonly help?: string;
}

function hidden(deployment: Deployment, rule: RuleInfo, hiding: Hiding): Sight {
  return { in: undefined, ...unresolved(deployment, rule, hiding) };
}

function unresolved(
  deployment: Deployment,
  rule: RuleInfo,
  { reason, message, help }: Hiding,
): Expanded {
  const { claim, says } = deployment;
  const text = says.directory === "" ? says.repository : says.directory;
  return {
    claims: [said(claim, { is: "unresolved", edge: "deploys", text, reason })],
    diagnostics: [diagnose(rule, { message, help, ...aboutApp(deployment) })],
  };
}

function aboutApp({ claim }: Deployment): {
  readonly place: Claim["place"];
  readonly subject: Key;
} {
  return { place: claim.place, subject: claim.subject };
}

const kustomizations = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** A renderer's directory is not applied as it stands: its plain files are only a hint. */
function objectsOf(
  deployment: Deployment,
  { directory, strength }: Directory,
  layout: Layout,
): Found {
  const { claim, says } = deployment;
  const below = directory === "" ? "" : `${directory}/`;
  if (layout.hasFile(`${below}Chart.yaml`)) {
    const message = `${directory || "the root"} is a Helm chart, which is not rendered`;
    return { ...nothing, ...unresolved(deployment, REF_015, { reason: "helm", message }) };
  }
  const rendered = kustomizations.some((name) => layout.hasFile(below + name));
  const depth = says.recurse && !rendered ? "below" : "here";
  const objects = layout
    .objectsIn(directory, depth)
    .filter(({ path }) => path !== claim.place.path && isApplied(path, directory, says));
  if (!rendered) return { ...nothing, objects, strength };
  const message = `${directory || "the root"} is rendered by kustomize; only its plain files are seen`;
  return {
    objects,
    strength: "inferred",
    ...unresolved(deployment, REF_015, { reason: "kustomize", message }),
  };
}

function tooMany(deployment: Deployment): Found {
  const message = `the applications deploy more than ${deployedMax} objects; those of ${deployment.says.directory} are left out`;
  return { ...nothing, ...unresolved(deployment, REF_016, { reason: "limit", message }) };
}

function claimsOf({ claim, says }: Deployment, { objects, strength }: Found): readonly Claim[] {
  return objects.flatMap(({ key }) => {
    const edge = said(
      claim,
      { is: "edge", edge: "deploys", end: "from", other: { by: "key", key } },
      strength,
    );
    const full = says.namespace === undefined ? undefined : namespaced(key, says.namespace);
    if (full === undefined) return [edge];
    return [edge, { ...said(claim, { is: "sameAs", key: full }), subject: key }];
  });
}

/** What follows from an application's claim, at the place of that claim. */
function said(
  { subject, place, tool }: Claim,
  says: Assertion,
  strength: Strength = "derived",
): Claim {
  return { subject, says, place, strength, tool };
}

/** The key with the namespace, for a namespaced object that names none. */
function namespaced(key: Key, namespace: string): Key | undefined {
  const [tool, group, kind, own, ...name] = key.replace(":", "/").split("/");
  if (tool !== "k8s" || own !== "" || name.length === 0) return undefined;
  return toolKey("k8s", [group, kind, namespace, ...name].join("/"));
}
