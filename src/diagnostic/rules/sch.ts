import type { RuleInfo } from "../diagnostic.ts";

export const SCH_001: RuleInfo = {
  id: "SCH-001",
  title: "Every field is known",
  severity: "error",
  why: "A misspelt field is a declaration that nobody reads: the rule it should have satisfied is judged without it.",
  fix: "Correct the name. What is your own belongs under metadata.annotations or spec.custom.",
  passes: "spec: {type: table, format: iceberg}\n",
  fails: "spec: {type: table, fromat: iceberg}\n",
};

export const SCH_002: RuleInfo = {
  id: "SCH-002",
  title: "Required fields are there",
  severity: "error",
  why: "Without them the document does not say what it is about.",
  fix: "Add the field that the message names.",
  passes: "metadata: {name: orders}\nspec: {type: table}\n",
  fails: "metadata: {name: orders}\nspec: {}\n",
};

export const SCH_003: RuleInfo = {
  id: "SCH-003",
  title: "A value is of the right type",
  severity: "error",
  why: "A number where text is meant loses digits, and text where a list is meant is read by nobody.",
  fix: "Write a value of the type that the message names; quotes make text of a number.",
  passes: 'spec: {version: "3.10"}\n',
  fails: "spec: {version: 3.10}   # a number, 3.1\n",
};

export const SCH_004: RuleInfo = {
  id: "SCH-004",
  title: "A value is one of those allowed",
  severity: "error",
  why: "Rules compare these words exactly; another word would pass through all of them unseen.",
  fix: "Use one of the listed values.",
  passes: "spec: {classification: restricted}\n",
  fails: "spec: {classification: secret}\n",
};

export const SCH_005: RuleInfo = {
  id: "SCH-005",
  title: "A value has the right form",
  severity: "error",
  why: "Sizes without unit, durations in words or numbers out of bounds cannot be computed with.",
  fix: "Write the value in the form that the message shows.",
  passes: 'spec: {storage: {bytes: "120 GiB"}}\n',
  fails: 'spec: {storage: {bytes: "120G"}}\n',
};

export const SCH_006: RuleInfo = {
  id: "SCH-006",
  title: "Fields fit together",
  severity: "error",
  why: "Of two fields that say the same in different ways one must be wrong, and of several ways at least one is needed.",
  fix: "Keep one of the fields that the message names, or add one where none is there.",
  passes: 'spec: {schedule: {cron: "0 3 * * *"}}\n',
  fails: 'spec: {schedule: {cron: "0 3 * * *", manual: true}}\n',
};

export const SCH_007: RuleInfo = {
  id: "SCH-007",
  title: "Names in a list differ",
  severity: "error",
  why: "A reference to the name would mean either of two things, and only one of them was read.",
  fix: "Rename one of the two, or delete it.",
  passes: "steps: [{name: extract, reads: [a]}, {name: train, reads: [b]}]\n",
  fails: "steps: [{name: extract, reads: [a]}, {name: extract, reads: [b]}]\n",
};

export const SCH_010: RuleInfo = {
  id: "SCH-010",
  title: "A document's kind is known",
  severity: "error",
  why: "A document of an unknown kind declares nothing, however complete it looks.",
  fix: "Correct the kind.",
  passes: "apiVersion: lineagectl.dev/v1\nkind: Dataset\n",
  fails: "apiVersion: lineagectl.dev/v1\nkind: DataSet\n",
};

export const SCH_011: RuleInfo = {
  id: "SCH-011",
  title: "A document's apiVersion is known",
  severity: "error",
  why: "Fields may mean something else in another version of the format, so the document is not read.",
  fix: "Write apiVersion: lineagectl.dev/v1, or use the release of lineagectl that knows the version.",
  passes: "apiVersion: lineagectl.dev/v1\nkind: Dataset\n",
  fails: "apiVersion: lineagectl.dev/v2\nkind: Dataset\n",
};

export const SCH_012: RuleInfo = {
  id: "SCH-012",
  title: "A kind that this version does not read",
  severity: "info",
  why: "The document is kept for a later version; until then it changes neither lineage, nor findings, nor cost.",
  fix: "Nothing is wrong. Do not rely on the document yet.",
  passes: "apiVersion: lineagectl.dev/v1\nkind: Dataset\n",
  fails: "apiVersion: lineagectl.dev/v1\nkind: Remediation\n",
};

export const SCH_020: RuleInfo = {
  id: "SCH-020",
  title: "Every annotation lineagectl.dev/… is known",
  severity: "error",
  why: "A misspelt annotation is lineage or an owner that nobody reads.",
  fix: "Correct the name after the slash.",
  passes: "annotations: {lineagectl.dev/reads: shop/orders}\n",
  fails: "annotations: {lineagectl.dev/read: shop/orders}\n",
};

export const SCH_021: RuleInfo = {
  id: "SCH-021",
  title: "An annotation lineagectl.dev/… has a value that can be read",
  severity: "error",
  why: "What cannot be read is left out, and the graph or the estimate would be wrong in silence.",
  fix: "Write the value in the form that the message shows.",
  passes: "annotations: {lineagectl.dev/duration: PT10M..PT40M}\n",
  fails: "annotations: {lineagectl.dev/duration: 10 minutes}\n",
};

export const SCH_022: RuleInfo = {
  id: "SCH-022",
  title: "A quantity that can be read",
  severity: "warning",
  why: "What a container asks for enters the estimate; a quantity that is none leaves the cost unknown.",
  fix: "Write a Kubernetes quantity.",
  passes: "requests: {cpu: 500m, memory: 2Gi}\n",
  fails: "requests: {cpu: half, memory: 2GiB}\n",
};

export const SCH_023: RuleInfo = {
  id: "SCH-023",
  title: "An application has source or sources, not both",
  severity: "warning",
  why: "Argo CD takes sources and ignores source without a word: the path under review may not be what is deployed.",
  fix: "Remove spec.source.",
  passes: "spec: {source: {repoURL: https://github.com/acme/shop, path: apps}}\n",
  fails:
    "spec: {source: {repoURL: https://github.com/acme/shop, path: apps}, sources: [{repoURL: https://github.com/acme/shop, path: old}]}\n",
};

export const SCH_024: RuleInfo = {
  id: "SCH-024",
  title: "An object that its annotation leaves out",
  severity: "info",
  why: "Lineage does not show the object; the reason given in the annotation is all a reviewer has.",
  fix: "Nothing is wrong. Remove lineagectl.dev/ignore to see the object again.",
  passes: "annotations: {lineagectl.dev/reads: shop/orders}\n",
  fails: "annotations: {lineagectl.dev/ignore: load test only}\n",
};

export const SCH_025: RuleInfo = {
  id: "SCH-025",
  title: "A part that is not read in full",
  severity: "info",
  why: "What the part adds is missing from the graph or the estimate.",
  fix: "Declare what is missing with an annotation or an own document, if it matters.",
  passes: "spec: {columns: [{name: customer_id, type: string}]}\n",
  fails: "spec: {schema: {file: schemas/customer.avsc, format: avro}}\n",
};

export const schRules: readonly RuleInfo[] = [
  SCH_001,
  SCH_002,
  SCH_003,
  SCH_004,
  SCH_005,
  SCH_006,
  SCH_007,
  SCH_010,
  SCH_011,
  SCH_012,
  SCH_020,
  SCH_021,
  SCH_022,
  SCH_023,
  SCH_024,
  SCH_025,
];
