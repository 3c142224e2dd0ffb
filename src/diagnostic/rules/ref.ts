import type { RuleInfo } from "../diagnostic.ts";

export const REF_001: RuleInfo = {
  id: "REF-001",
  title: "A reference leads to something that is declared",
  severity: "error",
  why: "A name that nothing declares cuts the lineage: nobody downstream is warned, and no rule about the data can be judged.",
  fix: "Correct the name, or declare the asset it means.",
  passes:
    "spec:\n  steps: [{name: load, reads: [shop/orders]}]   # a Dataset orders in namespace shop exists\n",
  fails: "spec:\n  steps: [{name: load, reads: [shop/ordres]}]\n",
};

export const REF_002: RuleInfo = {
  id: "REF-002",
  title: "A reference in the words of a tool that is not read yet",
  severity: "info",
  why: "The asset may well exist, but this version does not read the files of that tool; rules that depend on it stay undecided.",
  fix: "Nothing is wrong. To close the gap today, declare the asset as an own kind with this key among its aliases.",
  passes:
    'spec: {aliases: ["feast:segmentation/segmentation_v1"]}   # in a FeatureView or Dataset\n',
  fails: 'spec:\n  steps: [{name: train, reads: ["feast:segmentation/segmentation_v1"]}]\n',
};

export const REF_003: RuleInfo = {
  id: "REF-003",
  title: "A reference means one thing",
  severity: "error",
  why: "A guess between two assets would draw lineage that nobody declared.",
  fix: "Write the namespace in front of the name, or the full asset id.",
  passes: "reads: [shop/orders]\n",
  fails: "reads: [orders]   # with a Dataset orders in shop and another in returns\n",
};

export const REF_004: RuleInfo = {
  id: "REF-004",
  title: "A reference leads to the right kind of thing",
  severity: "error",
  why: "A job cannot read a pipeline, nor train a table; such an edge would be drawn wrongly or not at all.",
  fix: "Refer to an asset of a kind that fits the field.",
  passes: "trains: [growth/segmentation-model]   # a Model\n",
  fails: "trains: [growth/customer-segments]    # a Dataset\n",
};

export const REF_005: RuleInfo = {
  id: "REF-005",
  title: "A reference that is a template",
  severity: "info",
  why: "What the template becomes is decided outside this repository's files, so where it leads is unknown.",
  fix: "Write the value where it is known, or declare an alias for it in the configuration.",
  passes: "lineagectl.dev/reads: s3://acme-lake/orders\n",
  fails: "lineagectl.dev/reads: s3://{{ .Values.bucket }}/orders\n",
};

export const REF_010: RuleInfo = {
  id: "REF-010",
  title: "An application's path exists",
  severity: "error",
  why: "Argo CD would stop syncing, and everything that the application deployed loses its owner in the graph.",
  fix: "Correct spec.source.path, or move the directory back.",
  passes: "source: {path: data-pipelines/customer-segmentation}\n",
  fails: "source: {path: data-pipelines/customer-segmentaton}\n",
};

export const REF_011: RuleInfo = {
  id: "REF-011",
  title: "An application's path stays in the repository",
  severity: "error",
  why: "A path that climbs out of the tree names files that no review of this repository sees.",
  fix: "Write the path relative to the root of the repository, without `..` and without a leading slash.",
  passes: "source: {path: apps/shop}\n",
  fails: "source: {path: ../shop}\n",
};

export const REF_012: RuleInfo = {
  id: "REF-012",
  title: "An application's repository is taken to be this one",
  severity: "info",
  why: "Without configured addresses nothing proves that repoURL means this repository; the path exists here, so the edges are inferred.",
  fix: "List the repository's addresses under repo.urls in lineagectl.yaml.",
  passes: 'repo: {urls: ["https://github.com/acme/shop"]}\n',
  fails: "repo: {}\n",
};

export const REF_013: RuleInfo = {
  id: "REF-013",
  title: "An application deploys from elsewhere",
  severity: "info",
  why: "What it deploys lies in another repository or at another revision, so it cannot be seen from this tree.",
  fix: "If it is this repository under another address, add the address to repo.urls.",
  passes: 'source: {repoURL: "https://github.com/acme/shop", targetRevision: HEAD}\n',
  fails: 'source: {repoURL: "https://github.com/acme/platform", targetRevision: HEAD}\n',
};

export const REF_014: RuleInfo = {
  id: "REF-014",
  title: "Applications do not deploy each other in a circle",
  severity: "error",
  why: "Two applications that own each other fight over every field, and deleting one deletes both.",
  fix: "Let one directory hold the applications and another the workloads.",
  passes: "apps/root.yaml deploys apps/shop; apps/shop/app.yaml deploys shop\n",
  fails: "apps/a.yaml deploys b; b/b.yaml deploys apps\n",
};

export const REF_015: RuleInfo = {
  id: "REF-015",
  title: "An application's directory is rendered before it is applied",
  severity: "info",
  why: "kustomize and Helm change or add objects; only the plain manifests of the directory are seen.",
  fix: "Nothing is wrong. Commit the rendered manifests if the graph must be complete.",
  passes: "shop/deployment.yaml\n",
  fails: "shop/Chart.yaml\nshop/templates/deployment.yaml\n",
};

export const REF_016: RuleInfo = {
  id: "REF-016",
  title: "Applications deploy a bounded number of objects",
  severity: "error",
  why: "Beyond the bound the graph would be incomplete in silence.",
  fix: "Give the application a narrower path, or split it.",
  passes: "source: {path: apps/shop}\n",
  fails:
    "source: {path: ., directory: {recurse: true}}   # over a tree of tens of thousands of objects\n",
};

export const REF_040: RuleInfo = {
  id: "REF-040",
  title: "A workflow's template exists",
  severity: "error",
  why: "Argo refuses the workflow when it is submitted, and until then nobody sees what the step reads or writes.",
  fix: "Correct the name, or add the template. One that only lives in the cluster is a warning: commit it, or accept the gap.",
  passes: "steps: [[{name: load, template: load}]]   # and a template named load\n",
  fails: "steps: [[{name: load, template: laod}]]\n",
};

export const REF_041: RuleInfo = {
  id: "REF-041",
  title: "A workflow's parameters are declared and passed",
  severity: "error",
  why: "A parameter that nobody declares or passes stops the run; one that the template does not take is dropped without a word.",
  fix: "Correct the name, declare the parameter, or pass it.",
  passes:
    'inputs: {parameters: [{name: day}]}\ncontainer: {image: "etl:1", args: ["{{inputs.parameters.day}}"]}\n',
  fails:
    'inputs: {parameters: [{name: day}]}\ncontainer: {image: "etl:1", args: ["{{inputs.parameters.date}}"]}\n',
};

export const REF_042: RuleInfo = {
  id: "REF-042",
  title: "A workflow's artifacts are declared and passed",
  severity: "error",
  why: "An artifact that no step makes stops the run, and the lineage through it is cut.",
  fix: "Correct the name, declare the artifact among the outputs, or pass it.",
  passes:
    'arguments: {artifacts: [{name: in, from: "{{tasks.make.outputs.artifacts.table}}"}]}   # make has the output table\n',
  fails: 'arguments: {artifacts: [{name: in, from: "{{tasks.make.outputs.artifacts.tabel}}"}]}\n',
};

export const REF_043: RuleInfo = {
  id: "REF-043",
  title: "A task waits for tasks that exist",
  severity: "error",
  why: "An order that names no task, or that cannot be read, is refused when the workflow is submitted.",
  fix: "Correct the name of the task, or the expression.",
  passes:
    'dag: {tasks: [{name: a, template: t}, {name: b, template: t, depends: "a.Succeeded"}]}\n',
  fails: 'dag: {tasks: [{name: a, template: t}, {name: b, template: t, depends: "c"}]}\n',
};

export const REF_044: RuleInfo = {
  id: "REF-044",
  title: "Tasks do not wait for each other in a circle",
  severity: "error",
  why: "None of them can ever start.",
  fix: "Remove one of the dependencies.",
  passes: "dag: {tasks: [{name: a, template: t}, {name: b, template: t, depends: a}]}\n",
  fails: "dag: {tasks: [{name: a, template: t, depends: b}, {name: b, template: t, depends: a}]}\n",
};

export const REF_045: RuleInfo = {
  id: "REF-045",
  title: "A workflow comes to a bounded number of steps",
  severity: "error",
  why: "Templates that call templates multiply; beyond the bound the graph would be incomplete in silence.",
  fix: "Split the workflow, or let a loop run one template instead of a tree of them.",
  passes: "a workflow of some hundred steps\n",
  fails: "templates that call each other ten deep, ten times each\n",
};

export const REF_046: RuleInfo = {
  id: "REF-046",
  title: "Every template of a workflow is called",
  severity: "info",
  why: "A template that nothing calls never runs; its data are not in the graph.",
  fix: "Delete the template, or call it from a step.",
  passes: "entrypoint: main   # and a single template, main\n",
  fails: "entrypoint: main   # and a second template that main does not call\n",
};

export const REF_060: RuleInfo = {
  id: "REF-060",
  title: "A dbt ref leads to a model, a seed or a snapshot",
  severity: "error",
  why: "dbt refuses to compile the project, and until then the lineage of the model is cut.",
  fix: "Correct the name, or add the model. A model of another project is written with that project in front.",
  passes: "select * from {{ ref('stg_orders') }}   -- models/stg_orders.sql exists\n",
  fails: "select * from {{ ref('stg_ordres') }}\n",
};

export const REF_061: RuleInfo = {
  id: "REF-061",
  title: "A dbt source is declared",
  severity: "error",
  why: "dbt refuses to compile the project, and nobody knows which table of the warehouse is meant.",
  fix: "Declare the table under sources in a properties file, or correct its name.",
  passes:
    "sources: [{name: shop, tables: [{name: orders}]}]   # for {{ source('shop', 'orders') }}\n",
  fails: "select * from {{ source('shop', 'ordres') }}\n",
};

export const REF_062: RuleInfo = {
  id: "REF-062",
  title: "A dbt ref leads out of this repository",
  severity: "info",
  why: "The model belongs to another project, or to a package that is not in this tree: what it reads itself is not seen from here.",
  fix: "Nothing is wrong. Declare the dataset with the key as alias to say more about it, or commit the package.",
  passes: "select * from {{ ref('stg_orders') }}\n",
  fails: "select * from {{ ref('finance', 'fct_revenue') }}\n",
};

export const REF_063: RuleInfo = {
  id: "REF-063",
  title: "A part of a dbt template that only a run knows",
  severity: "info",
  why: "A query of the warehouse, a variable of the command line or a macro of a package that is not here decides what the model reads; the lineage may be incomplete there.",
  fix: "Commit the package, give the variable a default, or write the names out where they are few.",
  passes: "select id, amount from {{ ref('orders') }}\n",
  fails: "select {{ run_query('select 1').columns[0].name }} from {{ ref('orders') }}\n",
};

export const REF_064: RuleInfo = {
  id: "REF-064",
  title: "A dbt template can be parsed",
  severity: "error",
  why: "dbt refuses to compile the file; the part that cannot be read may hide what the model depends on.",
  fix: "Close the tag or the block, or mend the expression at the place shown.",
  passes: "{% if target.name == 'prod' %} where is_valid {% endif %}\n",
  fails: "{% if target.name == 'prod' %} where is_valid\n",
};

export const REF_065: RuleInfo = {
  id: "REF-065",
  title: "dbt properties describe something that the project has",
  severity: "warning",
  why: "Tests, tags and owners of a model that does not exist protect nothing: mostly it was renamed and its properties were not.",
  fix: "Correct the name, or remove the entry.",
  passes: "models: [{name: stg_orders}]   # models/stg_orders.sql exists\n",
  fails: "models: [{name: stg_ordres}]\n",
};

export const REF_066: RuleInfo = {
  id: "REF-066",
  title: "A dbt property stands in one place",
  severity: "warning",
  why: "Newer versions of dbt read it below config, older ones beside it: with two values, the version decides which one counts.",
  fix: "Keep the one below config.",
  passes: "models: [{name: orders, config: {tags: [finance]}}]\n",
  fails: "models: [{name: orders, tags: [sales], config: {tags: [finance]}}]\n",
};

export const REF_067: RuleInfo = {
  id: "REF-067",
  title: "A dbt ref does not lead to a disabled model",
  severity: "error",
  why: "A disabled model is not built; dbt refuses to compile what refers to it.",
  fix: "Enable the model, or remove the reference.",
  passes: "select * from {{ ref('orders') }}\n",
  fails: "select * from {{ ref('orders') }}   -- with {{ config(enabled=false) }} in orders.sql\n",
};

export const refRules: readonly RuleInfo[] = [
  REF_001,
  REF_002,
  REF_003,
  REF_004,
  REF_005,
  REF_010,
  REF_011,
  REF_012,
  REF_013,
  REF_014,
  REF_015,
  REF_016,
  REF_040,
  REF_041,
  REF_042,
  REF_043,
  REF_044,
  REF_045,
  REF_046,
  REF_060,
  REF_061,
  REF_062,
  REF_063,
  REF_064,
  REF_065,
  REF_066,
  REF_067,
];
