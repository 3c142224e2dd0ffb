/** Everything that can be a node of the lineage graph. */
export const assetKinds = [
  "dataset",
  "column",
  "job",
  "step",
  "ml_model",
  "model_version",
  "feature_view",
  "feature",
  "entity",
  "exposure",
  "service",
  "app",
  "workload",
  "principal",
  "secret",
  "contract",
  "metric",
] as const;
export type AssetKind = (typeof assetKinds)[number];

/** Kinds that hold data themselves; jobs, steps and workloads only move it. */
export const dataBearing: ReadonlySet<AssetKind> = new Set(["dataset", "feature_view", "ml_model"]);

/** Relations. An edge always points the way data runs, or from the whole to its part. */
export const edgeKinds = [
  "reads", // dataset -> job
  "writes", // job -> dataset
  "derives", // dataset -> dataset, by nobody in particular
  "trains", // dataset, feature view or job -> model
  "evaluates", // dataset -> model
  "serves", // model -> service
  "contains", // whole -> part
  "deploys", // app -> workload
  "owns", // principal -> asset
  "grants", // principal -> asset
  "runs_after", // job -> job
] as const;
export type EdgeKind = (typeof edgeKinds)[number];

/** Edges along which data itself travels; impact and tags follow these and no others. */
export const dataEdges: ReadonlySet<EdgeKind> = new Set([
  "reads",
  "writes",
  "derives",
  "trains",
  "serves",
]);

/**
 * How sure a statement is: written in an explicit field, computed from fields, guessed from names
 * or arguments, or seen in an artifact. Earlier ones win.
 */
export const strengths = ["declared", "derived", "inferred", "observed"] as const;
export type Strength = (typeof strengths)[number];

/** The adapters, and what expands their readings, in the order of precedence of what they say about an asset. */
export const tools = [
  "own",
  "odcs",
  "dbt",
  "argocd",
  "kubernetes",
  "argoworkflows",
  "codeowners",
] as const;
export type ToolId = (typeof tools)[number];

/** Why a value is unknown. */
export const unknownReasons = [
  "undeclared",
  "templated",
  "env",
  "secret",
  "external-repo",
  "remote-chart",
  "helm",
  "kustomize",
  "generator",
  "dynamic",
  "code",
  "no-schema",
  "no-price",
  "missing-file",
  "unreadable", // its file has an error of syntax or schema
  "limit",
  "version",
  "tool", // named in another tool's words, and no adapter reads that tool yet
] as const;
export type UnknownReason = (typeof unknownReasons)[number];
