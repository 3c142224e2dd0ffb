import { isRegular } from "../base/git-tree.ts";
import { joined } from "../base/group.ts";
import { repoPath, type RepoPath } from "../base/path.ts";
import type { ReadTree, TreeEntry } from "../base/ports.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { SYN_003 } from "../diagnostic/rules/syn.ts";
import { expand, type Expanded } from "../expand/argocd.ts";
import { expandWorkflows } from "../expand/argoworkflows/workflows.ts";
import { codeowners, codeownersBytesMax, codeownersPaths } from "../expand/codeowners.ts";
import { expandDbt } from "../expand/dbt/expand.ts";
import type { FoldMemo } from "../lineage/memo.ts";
import type { Claim, Part } from "../model/claim.ts";
import { textOf } from "../source/text.ts";
import type { Config } from "./config.ts";

/** What several files say together. */
export interface Expansion {
  readonly claims: readonly Claim[];
  readonly diagnostics: readonly Diagnostic[];
  /** Files without claims of their own on which these claims rest. */
  readonly files: ReadonlySet<RepoPath>;
}

/** What the files of a tree say one by one. */
interface Said {
  readonly claims: readonly Claim[];
  readonly parts: readonly Part[];
}

interface Surroundings {
  readonly entries: readonly TreeEntry[];
  readonly config: Config;
  /** Only saves work. */
  readonly memo: FoldMemo;
}

/**
 * Joins what no document says alone, one expander after the other: applications, workflows (whose
 * templates live in the namespace that an application says), dbt projects, owners.
 */
export async function expansionOf(
  tree: ReadTree,
  { claims, parts }: Said,
  { entries, config, memo }: Surroundings,
): Promise<Expansion> {
  const deployed = expand(claims, entries, config.repo);
  const workflows = expandWorkflows(joined([claims, deployed.claims]), config.argo.bucket);
  const dbt = expandDbt(parts, config.dbt);
  const owned = await ownersOf(tree, { entries, memo }, joined([claims, dbt.claims]));
  const all: readonly Expanded[] = [deployed, workflows, dbt, owned];
  return {
    claims: joined(all.map((one) => one.claims)),
    diagnostics: joined(all.map((one) => one.diagnostics)),
    files: new Set([...dbt.files, ...owned.claims.map(({ place }) => place.path)]),
  };
}

/** What the CODEOWNERS file says of what the others declare. */
async function ownersOf(
  tree: ReadTree,
  { entries, memo }: Omit<Surroundings, "config">,
  claims: readonly Claim[],
): Promise<Expanded> {
  const files = new Map(
    entries.filter(({ mode }) => isRegular(mode)).map((one) => [one.path, one]),
  );
  const entry = codeownersPaths.flatMap((path) => {
    const wanted = repoPath(path);
    return (wanted && files.get(wanted)) ?? [];
  })[0];
  if (entry === undefined) return { claims: [], diagnostics: [] };
  const [bytes] = await tree.read([entry.blob], codeownersBytesMax);
  if (bytes !== undefined)
    return codeowners(claims, { path: entry.path, text: textOf(bytes) }, memo.owners);
  const message = `${entry.path} was not read: larger than 3 MiB`;
  const place = { in: "file", path: entry.path } as const;
  return { claims: [], diagnostics: [diagnose(SYN_003, { message, place })] };
}
