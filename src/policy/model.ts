/**
 * The asset model that rules see: one table for the static checker, the conversion and the names
 * offered as "did you mean". Field names are the specs' own in snake case; integers are CEL ints,
 * money and metric values stay decimal text.
 */
export type FieldType =
  | Scalar
  | "list<string>"
  | "map<string, string>"
  | TypeName
  | `list<${TypeName}>`;
export type Scalar = "string" | "int" | "double" | "bool";
export type Fields = Readonly<Record<string, FieldType>>;

/** Parts before the wholes that hold them. */
export const typeNames = [
  "Owner",
  "Column",
  "Test",
  "Contract",
  "Sla",
  "Anonymization",
  "Privacy",
  "Grant",
  "Schedule",
  "Storage",
  "Framework",
  "Artifact",
  "Use",
  "BaseModel",
  "Metric",
  "Ai",
  "EnvVar",
  "Container",
  "Destination",
  "Source",
  "Automated",
  "SyncPolicy",
  "Asset",
  "CarriedTag",
] as const;
export type TypeName = (typeof typeNames)[number];

export const modelTypes: Readonly<Record<TypeName, Fields>> = {
  Asset: {
    id: "string",
    kind: "string",
    /** Tool that defines it, as its keys spell it: own, argocd, k8s. */
    tool: "string",
    name: "string",
    /** False only for `old` where the asset is new. */
    exists: "bool",
    title: "string",
    description: "string",
    docs: "string",
    owner: "Owner",
    type: "string",
    format: "string",
    materialization: "string",
    classification: "string",
    env: "string",
    tier: "int",
    domain: "string",
    region: "string",
    zone: "string",
    access: "string",
    deprecated_on: "string",
    license: "string",
    version: "string",
    task: "string",
    deadline: "string",
    principal: "string",
    writers: "string",
    service_account: "string",
    tags: "list<string>",
    labels: "map<string, string>",
    columns: "list<Column>",
    tests: "list<Test>",
    contract: "Contract",
    sla: "Sla",
    privacy: "Privacy",
    grants: "list<Grant>",
    schedule: "Schedule",
    storage: "Storage",
    framework: "Framework",
    artifact: "Artifact",
    training: "list<Use>",
    evaluation: "list<Use>",
    base_model: "BaseModel",
    ai: "Ai",
    containers: "list<Container>",
    destination: "Destination",
    source: "Source",
    sync_policy: "SyncPolicy",
  },
  Owner: { team: "string", email: "string" },
  Column: {
    name: "string",
    type: "string",
    description: "string",
    tags: "list<string>",
    masking: "string",
    precision: "string",
    unique: "bool",
    not_null: "bool",
  },
  Test: { name: "string", column: "string", severity: "string", threshold: "double" },
  Contract: { enforced: "bool", version: "string", file: "string" },
  Sla: { freshness_hours: "double", completeness: "double" },
  Privacy: {
    lawful_basis: "string",
    art9_condition: "string",
    purposes: "list<string>",
    subjects: "list<string>",
    recipients: "list<string>",
    transfer_mechanism: "string",
    dpia: "string",
    dpia_date: "string",
    ropa: "string",
    retention_days: "int",
    deidentified: "string",
    anonymization: "Anonymization",
    parental_consent: "string",
    erasure: "string",
    subject_key: "string",
    automated_decision: "bool",
    human_review: "string",
    security_measures: "list<string>",
  },
  Anonymization: { method: "string", k: "int", epsilon: "double" },
  Grant: { principal: "string", privilege: "string" },
  Schedule: {
    cron: "string",
    timezone: "string",
    event: "string",
    runs_per_day: "double",
    suspend: "bool",
    manual: "bool",
  },
  Storage: { class: "string" },
  Framework: { name: "string", version: "string" },
  Artifact: { uri: "string", digest: "string", mlmodel: "string", registry: "string" },
  Use: { ref: "string", split: "string" },
  BaseModel: {
    name: "string",
    revision: "string",
    digest: "string",
    license: "string",
    relation: "string",
  },
  Ai: {
    risk: "string",
    intended_use: "string",
    limitations: "string",
    practices: "list<string>",
    license: "string",
    evaluated_on: "string",
    oversight: "string",
    logging: "string",
    log_retention_days: "int",
    bias_justification: "string",
    annex_iv: "string",
    metrics: "list<Metric>",
  },
  Metric: { name: "string", group: "string", value: "string", threshold: "string" },
  Container: {
    name: "string",
    image: "string",
    cpu_limit: "string",
    memory_limit: "string",
    env: "list<EnvVar>",
  },
  EnvVar: { name: "string", literal: "bool" },
  Destination: { server: "string", name: "string", namespace: "string" },
  Source: { repo_url: "string", path: "string", chart: "string", target_revision: "string" },
  SyncPolicy: { automated: "Automated" },
  Automated: { prune: "bool", self_heal: "bool", allow_empty: "bool" },
  CarriedTag: {
    tag: "string",
    column: "string",
    origin: "string",
    origin_column: "string",
    /** The way from the origin, for people. */
    path: "string",
    pseudonymous: "bool",
    certain: "bool",
    /** True; not known, so that reading it leaves the rule undecided, where the way is uncertain. */
    arrives: "bool",
  },
};

/** Fields that no facet backs: computed from the asset itself. */
export const intrinsic: ReadonlySet<string> = new Set(["id", "kind", "tool", "name", "exists"]);

/**
 * Lengths that lists of a large repository keep below. The static cost estimate multiplies them;
 * longer lists are read nevertheless, and stopped by the step budget of an evaluation.
 */
const bounds: Readonly<Record<string, number>> = {
  columns: 2_000,
  tags: 50,
  labels: 50,
  purposes: 50,
  subjects: 50,
  recipients: 50,
  security_measures: 50,
  practices: 50,
  containers: 100,
  env: 500,
  metrics: 100,
  training: 100,
  evaluation: 100,
  grants: 200,
  tests: 500,
};
export const otherBound = 1_000;

export function boundOfField(field: string): number {
  return bounds[field] ?? otherBound;
}

export function isTypeName(name: string): name is TypeName {
  return Object.hasOwn(modelTypes, name);
}

/** What a list holds; undefined for a type that is no list. */
export function elementOf(type: FieldType): Scalar | TypeName | undefined {
  const inner = /^list<(.+)>$/u.exec(type)?.[1];
  if (inner === "string") return inner;
  return inner !== undefined && isTypeName(inner) ? inner : undefined;
}

/** `retention_days` as specs write it, `retentionDays`; Argo CD's `repoURL` is the one exception. */
export function camelOf(field: string): string {
  return camelNames.get(field) ?? camelled(field);
}

function camelled(field: string): string {
  return field.replaceAll(/_([a-z0-9])/gu, (_, sign: string) => sign.toUpperCase());
}

const camelNames: ReadonlyMap<string, string> = new Map([
  ...Object.values(modelTypes)
    .flatMap((fields) => Object.keys(fields))
    .map((field) => [field, camelled(field)] as const),
  ["repo_url", "repoURL"],
]);

/** Path inside the model; `*` stands for every element of a list. */
export type FieldPath = readonly (string | number)[];

/** `columns[].masking` as `["columns", "*", "masking"]`, `columns[2]` as `["columns", 2]`. */
export function parsePath(text: string): FieldPath {
  const steps = text.replaceAll(/\[(\d*)\]/gu, ".$1").split(".");
  return steps.map((step) => {
    if (step === "") return "*";
    return /^\d+$/u.test(step) ? Number(step) : step;
  });
}

/** The first step that the type does not have, with the type it was looked for in. */
export function strayStep(
  type: FieldType,
  path: FieldPath,
): { readonly step: string | number; readonly fields: readonly string[] } | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return undefined;
  if (typeof step === "number" || step === "*") {
    const element = elementOf(type);
    return element === undefined ? { step, fields: [] } : strayStep(element, rest);
  }
  if (type === "map<string, string>") return strayStep("string", rest);
  const fields = isTypeName(type) ? modelTypes[type] : {};
  const next = Object.hasOwn(fields, step) ? fields[step] : undefined;
  return next === undefined ? { step, fields: Object.keys(fields) } : strayStep(next, rest);
}
