// Argo Workflows as a run reads them: documents, their claims, and the graph that they come to.
import { repoPath } from "../../src/base/path.ts";
import { expandWorkflows } from "../../src/expand/argoworkflows/workflows.ts";
import type { Expanded } from "../../src/expand/argocd.ts";
import type { Claim } from "../../src/model/claim.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { UsageLine } from "../../src/model/usage.ts";
import { parseFile } from "../../src/source/parse.ts";
import { argoworkflows } from "../../src/spec/argoworkflows/argoworkflows.ts";
import { readConfig } from "../../src/workspace/config.ts";
import { snapshotOf } from "../../src/workspace/snapshot.ts";
import { memoryTree } from "./memory-tree.ts";

/** A workflow of these templates, in namespace ml. */
export function workflow(
  spec: string,
  facts: { readonly name?: string; readonly kind?: string } = {},
): string {
  const { name = "etl", kind = "Workflow" } = facts;
  return `apiVersion: argoproj.io/v1alpha1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ml}\nspec:\n${indented(spec)}`;
}

function indented(text: string): string {
  return text
    .trim()
    .split("\n")
    .map((line) => `  ${line}\n`)
    .join("");
}

/** A container that asks for one core and a gibibyte. */
export const container =
  'container: {image: "a:1", resources: {requests: {cpu: "1", memory: 1Gi}}}';

export async function graphOf(files: Readonly<Record<string, string>>): Promise<Snapshot> {
  const tree = memoryTree(files);
  const { snapshot } = await snapshotOf(tree, await readConfig(tree), new Map());
  return snapshot;
}

/** The edges of a kind as `from -> to`, without namespaces that all share. */
export function edgesOf(snapshot: Snapshot, kind: string): readonly string[] {
  return snapshot.edges
    .filter((edge) => edge.kind === kind)
    .map(({ from, to }) => `${short(from)} -> ${short(to)}`);
}

function short(id: string): string {
  return id.replace(/^(?:step|job|dataset|workload):(?:ml\/)?/u, "");
}

export function usageOf(snapshot: Snapshot, id: string): readonly UsageLine[] {
  return snapshot.assets.find((asset) => asset.id === id)?.usage ?? [];
}

/** The amounts of the factors of that kind in the first line of the asset. */
export function factorsOf(snapshot: Snapshot, id: string, of: string): readonly unknown[] {
  const [line] = usageOf(snapshot, id);
  return (line?.factors ?? [])
    .filter((factor) => factor.of === of)
    .map((factor) => ("amount" in factor ? shown(factor.amount) : factor));
}

function shown(amount: { readonly state: string }): string {
  const { low, expected, high, reason } = {
    low: "",
    expected: "",
    high: "",
    reason: "",
    ...amount,
  };
  if (amount.state === "unknown") return `unknown ${reason}`;
  return low === high ? expected : `${low}..${high}@${expected}`;
}

/** Findings as `RULE pointer`. */
export function findingsOf({ diagnostics }: Pick<Snapshot, "diagnostics">): readonly string[] {
  return diagnostics.map(
    ({ rule, place }) => `${rule} ${place.in === "node" ? place.pointer : place.in}`,
  );
}

/** What the adapter says of a text, and what the expander makes of it. */
export function readAndExpand(text: string): {
  readonly claims: readonly Claim[];
  readonly expanded: Expanded;
} {
  const path = repoPath("a.yaml");
  if (path === undefined) throw new Error("unreachable");
  const documents = parseFile(path, new TextEncoder().encode(text), "k8s").value;
  const claims = documents.flatMap((document) => argoworkflows.read(document).claims);
  return { claims, expanded: expandWorkflows(claims, undefined) };
}
