import type { RuleInfo } from "../diagnostic.ts";

export const IDN_001: RuleInfo = {
  id: "IDN-001",
  title: "One location, one declaration of its format",
  severity: "error",
  why: "Two datasets that claim one place with different formats or columns cannot both be right, and readers believe either.",
  fix: "Keep one declaration, or give each dataset its own location.",
  passes: "Dataset a: s3://acme-lake/a, iceberg\nDataset b: s3://acme-lake/b, parquet\n",
  fails: "Dataset a: s3://acme-lake/a, iceberg\nDataset b: s3://acme-lake/a, parquet\n",
};

export const IDN_002: RuleInfo = {
  id: "IDN-002",
  title: "An asset is defined once",
  severity: "error",
  why: "With two definitions under one name, which one holds depends on the order in which files are read.",
  fix: "Rename one of the two, or delete it.",
  passes: "kind: Dataset\nmetadata: {name: orders, namespace: shop}\n",
  fails:
    "kind: Dataset\nmetadata: {name: orders, namespace: shop}\n---\nkind: Dataset\nmetadata: {name: orders, namespace: shop}\n",
};

export const IDN_003: RuleInfo = {
  id: "IDN-003",
  title: "Two assets that may be one",
  severity: "info",
  why: "Their names agree, but nothing declares that they are the same; merging on a guess would join strangers.",
  fix: "If they are the same, add one of the two keys to the aliases of the other.",
  passes: 'spec: {aliases: ["k8s:apps/Deployment/ml/trainer"]}\n',
  fails: "a key that is only guessed from a name\n",
};

export const IDN_004: RuleInfo = {
  id: "IDN-004",
  title: "A dataset has one writer",
  severity: "warning",
  why: "Two jobs that write one table overwrite each other sooner or later, and nobody can tell whose rows are whose.",
  fix: "Let one job write it, or declare `writers: many`.",
  passes: "spec: {type: table, writers: many}\n",
  fails: "two steps with writes: [shop/orders]\n",
};

export const IDN_006: RuleInfo = {
  id: "IDN-006",
  title: "A job does not read what it writes",
  severity: "error",
  why: "Unless the table is updated in place on purpose, each run works on its own output; often two names turned out to be one place.",
  fix: "Declare `materialization: incremental` on the dataset, or correct the location that made the two one.",
  passes: "spec: {type: table, materialization: incremental}\n",
  fails: "steps: [{name: merge, reads: [shop/orders], writes: [shop/orders]}]\n",
};

export const IDN_007: RuleInfo = {
  id: "IDN-007",
  title: "An asset is of one kind",
  severity: "error",
  why: "An alias or a location makes a table and a model one; every rule would judge it by the wrong standard.",
  fix: "Remove the alias or the location that joins the two.",
  passes: "Model segmentation, artifact s3://acme-models/segmentation/3.2.0\n",
  fails: "Dataset and Model with one alias: kserve:ml/segmentation\n",
};

export const IDN_008: RuleInfo = {
  id: "IDN-008",
  title: "Two assets with one id",
  severity: "error",
  why: "They are different things with equal names, for example a Deployment and a Job; one of them gets a longer id, which reports then show.",
  fix: "Rename one of the two; for Kubernetes objects nothing is wrong.",
  passes: "Deployment ml/trainer, Job ml/train-once\n",
  fails: "Deployment ml/trainer, Job ml/trainer\n",
};

export const IDN_010: RuleInfo = {
  id: "IDN-010",
  title: "An asset has one owner",
  severity: "warning",
  why: "Two files name different teams with equal weight: in an incident each waits for the other.",
  fix: "Make the two agree, or remove one.",
  passes: "Dataset orders: owner team/shop; annotation lineagectl.dev/owner: team/shop\n",
  fails: "Dataset orders: owner team/shop; annotation lineagectl.dev/owner: team/sales\n",
};

export const IDN_011: RuleInfo = {
  id: "IDN-011",
  title: "An asset is classified once",
  severity: "warning",
  why: "The stricter classification holds, but whoever reads the other file handles the data too freely.",
  fix: "Write the stricter classification in both places, or remove one.",
  passes: "classification: restricted   # in both files\n",
  fails:
    "classification: restricted   # in one file\nclassification: internal     # in the other\n",
};

export const IDN_012: RuleInfo = {
  id: "IDN-012",
  title: "A column has one type",
  severity: "warning",
  why: "Files that disagree on a type break the first reader that trusts the wrong one.",
  fix: "Make the types agree.",
  passes: '{name: amount, type: "decimal(12,2)"}   # in both files\n',
  fails:
    "{name: amount, type: double}   # in one file\n{name: amount, type: string}   # in the other\n",
};

export const IDN_013: RuleInfo = {
  id: "IDN-013",
  title: "Personal data is not denied",
  severity: "warning",
  why: "One place calls the data personal and another denies it; it is treated as personal until they agree.",
  fix: "Remove the tag that is wrong.",
  passes: "tags: [pii.contact]\n",
  fails: "tags: [pii.contact, not-pii]\n",
};

export const idnRules: readonly RuleInfo[] = [
  IDN_001,
  IDN_002,
  IDN_003,
  IDN_004,
  IDN_006,
  IDN_007,
  IDN_008,
  IDN_010,
  IDN_011,
  IDN_012,
  IDN_013,
];
