/** The files that `init` proposes, as text. They explain themselves: people edit them next. */

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

export const workflowText = `name: lineage
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0 # the comparison needs the merge base
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npx --yes lineagectl check --base origin/\${{ github.base_ref || github.event.repository.default_branch }}
      - run: npx --yes lineagectl verify --base origin/\${{ github.base_ref || github.event.repository.default_branch }}
`;

export const preCommitText = `repos:
  - repo: local
    hooks:
      - id: lineagectl
        name: lineagectl check --staged
        entry: npx --yes lineagectl check --staged
        language: system
        files: \\.(ya?ml|toml|json)$
        pass_filenames: false
`;

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

/** An ordinary address as it stands; one that could mean something else to YAML in quotes. */
function plainOrQuoted(text: string): string {
  return /^[A-Za-z/](?:[\w@%+=./~-]|:(?=[\w/]))*$/u.test(text) && text.includes("/")
    ? text
    : JSON.stringify(text);
}
