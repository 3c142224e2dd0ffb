/** The files that `init` proposes, as text. They explain themselves: people edit them next. */

export interface Setting {
  /** Of the tool, to be pinned. */
  readonly version: string;
  /** The branch that changes are merged into. */
  readonly branch: string;
  /** How the repository's package manager runs this version of the tool. */
  readonly run: string;
}

export function configText(repository: string): string {
  return `# lineagectl: https://lineagectl.dev. Every key is optional; what is left out has a default.

repo:
  # The name by which signed manifests call this repository. The first one is used.
  urls: [${plainOrQuoted(repository)}]

scan:
  # Globs of files that are not read.
  exclude: []

policy:
  packs: [builtin]
  params: { max_retention_days: 730 }

cost:
  currency: EUR
  month: 730h

attest:
  # Kinds of asset whose files must be attested: a file of such a kind that no manifest covers fails.
  require: []
`;
}

export const attributesText = `# Bytes below this folder are signed: no conversion of line endings, ever.
* -text
entries/** -diff linguist-generated
pending/** -diff linguist-generated
tombstones/** -diff linguist-generated
`;

/** The steps run what the tag holds; `branch` is the one that pull requests go to. */
export function workflowText({ version, branch }: Setting): string {
  return `name: lineage
on:
  # Runs this file as the default branch has it, for pull requests from forks too. Their commits are fetched
  # as objects and read as data: add no step that checks them out or runs anything of theirs.
  pull_request_target:
  merge_group:
  push:
    branches: [${plainOrQuoted(branch)}]
permissions:
  contents: read
jobs:
  lineage:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      # A tag can be moved; the id of its commit cannot.
      - uses: lineagectl/lineagectl@v${version}
        with:
          fail-on: error
          verify: true
`;
}

/** A job for GitLab: a file of its own, or a part of the one that is there. */
export function gitlabText({ version }: Setting): string {
  return `lineage:
  image: node:22
  variables:
    GIT_DEPTH: 0 # the comparison needs the merge base
  rules:
    - if: $CI_MERGE_REQUEST_DIFF_BASE_SHA
      variables: { LINEAGE_BASE: $CI_MERGE_REQUEST_DIFF_BASE_SHA }
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      variables: { LINEAGE_BASE: HEAD~1 }
  script:
    - npx --yes lineagectl@${version} check --base "$LINEAGE_BASE" --no-cache --output gitlab=gl-code-quality-report.json --output junit=lineagectl-junit.xml
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: lineagectl-junit.xml
`;
}

/** The entry for a list of repositories in a configuration of pre-commit. */
export function preCommitEntry({ version }: Setting): string {
  return `  - repo: https://github.com/lineagectl/lineagectl
    rev: v${version}
    hooks:
      - id: lineagectl-check
`;
}

export function lefthookEntry({ run }: Setting): string {
  return `pre-commit:
  commands:
    lineagectl:
      run: ${run} check --staged
`;
}

export function huskyEntry({ run }: Setting): string {
  return `${run} check --staged\n`;
}

export const pricesText = `# Example prices, invented for a first run. Edit them before you trust a total.
apiVersion: lineagectl.dev/v1
kind: PriceTable
metadata:
  name: example-prices
spec:
  currency: EUR
  source: { name: "example, edit before use" }
  prices:
    - { id: cpu, resource: cpu, unit: vCPU.h, price: "0.0316" }
    - { id: memory, resource: memory, unit: GiB.h, price: "0.0042" }
    - { id: gpu, resource: gpu, unit: GPU.h, price: "0.71" }
    - { id: storage, resource: storage, unit: GiB.mo, price: "0.0245" }
`;

/** An ordinary address or branch as it stands; one that could mean something else to YAML in quotes. */
function plainOrQuoted(text: string): string {
  const isPlain = /^[A-Za-z/](?:[\w@%+=./~-]|:(?=[\w/]))*$/u.test(text);
  return isPlain && (text.includes("/") || text === "main") ? text : JSON.stringify(text);
}
