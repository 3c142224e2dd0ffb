import type { Json, JsonObject } from "../base/json.ts";
import type { RepoPath } from "../base/path.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import type { Key } from "./ids.ts";
import type { AssetKind, EdgeKind, Strength, ToolId, UnknownReason } from "./kinds.ts";
import type { UsageLine } from "./usage.ts";

/** One thing that one place in one file says about an asset. An asset is the fold of its claims. */
export interface Claim {
  readonly subject: Key;
  readonly says: Assertion;
  readonly place: Place;
  readonly strength: Strength;
  readonly tool: ToolId;
}

export type Assertion =
  /**
   * The asset exists. `name` is `<namespace>/<name>` of its id for as long as no stronger key
   * (a physical one, for a dataset) is known.
   */
  | { readonly is: "exists"; readonly kind: AssetKind; readonly name: string }
  /** `canonical` marks the declared location: the physical key that gives a dataset its id. */
  | { readonly is: "sameAs"; readonly key: Key; readonly canonical?: true }
  | { readonly is: "facet"; readonly facet: FacetName; readonly value: Json }
  | { readonly is: "tag"; readonly tag: string }
  | { readonly is: "label"; readonly label: string; readonly value: string }
  | { readonly is: "column"; readonly column: ColumnFacts }
  | EdgeAssertion
  | DerivesAssertion
  | { readonly is: "usage"; readonly usage: UsageLine }
  /** A reference that its reader knows to lead nowhere: a template, another repository. */
  | UnresolvedAssertion
  /** The subject deploys whatever other files below this directory declare (Argo CD). */
  | DeploysAssertion
  /** The subject runs the templates of a workflow, which other files may define (Argo Workflows). */
  | WorkflowAssertion;

/** An edge between the subject and another asset; `end` says which end the subject is. */
export interface EdgeAssertion {
  readonly is: "edge";
  readonly edge: EdgeKind;
  readonly end: "from" | "to";
  readonly other: Reference;
  /** The condition under which it runs, as written. */
  readonly condition?: string;
}

/** One output column comes from these input columns. */
export interface DerivesAssertion {
  readonly is: "derives";
  readonly to: ColumnReference;
  readonly from: readonly ColumnReference[];
  readonly via: Via;
}

export interface UnresolvedAssertion {
  readonly is: "unresolved";
  readonly edge: EdgeKind;
  /** The reference as written. */
  readonly text: string;
  readonly reason: UnknownReason;
}

export interface DeploysAssertion {
  readonly is: "deploys";
  readonly directory: string;
  readonly recurse: boolean;
  /** Globs on paths below the directory; undefined: every .yaml, .yml and .json. */
  readonly include?: string;
  readonly exclude?: string;
  /** Namespace given to namespaced objects that name none. */
  readonly namespace?: string;
  /** The repository that holds the directory, as written. */
  readonly repository: string;
  readonly revision: string;
}

export interface WorkflowAssertion {
  readonly is: "workflow";
  readonly kind: string;
  /** Empty for an object that names none, and for one that belongs to the cluster. */
  readonly namespace: string;
  readonly name: string;
  /** The object itself; the place of the claim is its root. */
  readonly value: JsonObject;
}

/** An asset that another file may define: by a key, or by the words a person wrote. */
export type Reference =
  | { readonly by: "key"; readonly key: Key }
  | {
      readonly by: "text";
      /** Asset id, alias, URI, `name` or `namespace/name`, without `#column`. */
      readonly text: string;
      /** Kinds that fit; the first decides what a bare URI becomes. */
      readonly kinds: readonly AssetKind[];
      /** Namespace of the file that refers: a bare name is looked up there first. */
      readonly namespace: string;
    };

export interface ColumnReference {
  readonly asset: Reference;
  readonly column: string;
}

/** OpenLineage transformation words. */
export type Via =
  | "identity"
  | "aggregation"
  | "transformation"
  | `masking:${string}`
  | "filter"
  | "join"
  | "group_by"
  | "sort"
  | "window"
  | "conditional";

export interface ColumnFacts {
  readonly name: string;
  readonly type?: string;
  readonly description?: string;
  readonly notNull?: boolean;
  readonly unique?: boolean;
  readonly tags: readonly string[];
  readonly masking?: string;
  readonly precision?: string;
}

/**
 * What can be said of an asset beyond its edges. The value's shape is that of the own kinds'
 * `metadata` and `spec` fields of the same name (schemas/kinds), whichever tool says it.
 */
export const facetNames = [
  "title",
  "description",
  "docs",
  "owner", // {team, email?}
  "annotations",
  "type",
  "format",
  "materialization",
  "classification",
  "env",
  "tier",
  "domain",
  "region",
  "zone",
  "access",
  "deprecatedOn",
  "license",
  "schedule", // {cron, timezone?, suspend?} | {runsPerDay} | {event} | {manual}
  "tests",
  "contract",
  "sla",
  "privacy",
  "grants",
  "storage",
  "pin",
  "principal",
  "deadline",
  "version",
  "task",
  "framework",
  "artifact",
  "training", // ids as written, for rules that list them
  "evaluation",
  "baseModel",
  "signature",
  "ai",
  "writers",
  "incremental",
  "containers", // [{name, image, cpuLimit?, memoryLimit?, env: [{name, literal}]}]; literal values never
  "serviceAccount",
  "destination",
  "source", // Argo CD: {repoURL, path?, chart?, targetRevision}
  "syncPolicy",
  "project",
  "custom",
  "entities", // [{name, joinKeys?, type?, tags?}]
  "ttl",
  "transformation",
  "online",
  "offline",
  "onlineStore",
  "offlineStore",
] as const;
export type FacetName = (typeof facetNames)[number];

/** An own document that is no asset but decides something: prices, budgets, policies. Schema-valid. */
export interface Declaration {
  readonly kind: DeclarationKind;
  /** `metadata.namespace/metadata.name`, or `metadata.id`. */
  readonly name: string;
  readonly path: RepoPath;
  /** Index of the document in its file; with a pointer it makes a place. */
  readonly document: number;
  readonly value: JsonObject;
}
export const declarationKinds = [
  "PriceTable",
  "FxTable",
  "Usage",
  "Budget",
  "Policy",
  "Waiver",
] as const;
export type DeclarationKind = (typeof declarationKinds)[number];

/** The content of a document that says something only together with others (a dbt project's files). */
export interface Part {
  readonly tool: ToolId;
  /** What the document is to its tool: `project`, `properties`, `sql`. */
  readonly role: string;
  readonly path: RepoPath;
  readonly document: number;
  readonly value: Json;
}

/** All that one document says: depends on its blob, its path and the adapter's version alone. */
export interface Reading {
  readonly claims: readonly Claim[];
  readonly declarations: readonly Declaration[];
  readonly diagnostics: readonly Diagnostic[];
  /** What an expander joins with the parts of other files. */
  readonly parts?: readonly Part[];
}

export const nothingRead: Reading = { claims: [], declarations: [], diagnostics: [] };
