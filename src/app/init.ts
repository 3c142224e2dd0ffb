import { fit } from "../attest/shape.ts";
import { repositoryShape } from "../attest/statement-shape.ts";
import { makeFirstRoot } from "../attest/trust-chain.ts";
import { trustPath, trustVersion } from "../attest/ledger-path.ts";
import { sha256 } from "../base/digest.ts";
import type { RepoPath } from "../base/path.ts";
import { repoPath } from "../base/path.ts";
import type { Plan } from "../base/plan.ts";
import { Failure } from "../base/failure.ts";
import { configPaths } from "../workspace/config.ts";
import { explainFiles } from "./explain-files.ts";
import { entriesFor, type Proposal } from "./init-entries.ts";
import { attributesText, configText, pricesText, type Setting } from "./init-files.ts";
import { found, type Found } from "./init-found.ts";
import type { Host } from "./host.ts";
import { rememberRoot } from "./known-roots.ts";
import { keyFolder, newKey, openKey, type Passphrase } from "./key.ts";

export interface InitOptions {
  /** The name of the repository in signed manifests. */
  readonly repository: string;
  /** Name of the key, in the user's folder; made if there is none. */
  readonly key: string;
  /** Label of the key's owner in the trust root. */
  readonly owner: string;
}

export interface InitPlan extends Plan {
  /** Files that are there already and stay as they are. */
  readonly kept: readonly RepoPath[];
  /** Whether a trust root will be written, and with it perhaps a key. */
  readonly trust: boolean;
  /** What the repository uses already, in words for people. */
  readonly found: readonly string[];
  /** What a person is to put into files that are there already. */
  readonly proposals: readonly Proposal[];
  /** What a configuration that is there already calls the repository, else the name asked for. */
  readonly name: string;
}

/** What `init` would write; the trust root's bytes exist only once there is a key. */
export async function planInit(
  host: Host,
  { repository }: Pick<InitOptions, "repository">,
): Promise<InitPlan> {
  if (!fit(repositoryShape, repository).ok) {
    const problem = `${repository.replace(/\/\/[^/]*@/u, "//…@")} cannot name the repository`;
    throw new Failure("USAGE", problem, "an address without white space, user and password");
  }
  const { state, files } = await explainFiles(host, {});
  const present = new Set<string>(files.map(({ path }) => path));
  const use = await found(state.tree, files);
  const entries = entriesFor(use, await settingOf(host, use), repository);
  const hasConfig = configPaths.some((path) => present.has(path));
  const wanted: readonly (readonly [string, string])[] = [
    ...(hasConfig ? [] : [["lineagectl.yaml", configText(repository)] as const]),
    [".lineage/.gitattributes", attributesText],
    ...entries.files,
    ["finops/prices.yaml", pricesText],
  ];
  const made = wanted.map(([path, after]) => ({ path: pathOf(path), before: undefined, after }));
  const there = made.map(({ path }) => path).filter((path) => present.has(path));
  return {
    title: "Set up lineagectl",
    changes: made.filter(({ path }) => !present.has(path)),
    kept: [...new Set([...there, ...use.calling])],
    trust: ![...present].some((path) => trustVersion(path) !== undefined),
    found: use.words,
    proposals: entries.proposals,
    name: state.settings.config.repo.urls[0] ?? repository,
  };
}

async function settingOf({ repository, tool }: Host, { runner }: Found): Promise<Setting> {
  const branch = (await repository.defaultBranch())?.replace(/^origin\//u, "") ?? "main";
  return { version: tool.version, branch, run: `${runner} lineagectl@${tool.version}` };
}

export interface Initialised {
  readonly written: readonly RepoPath[];
  readonly keyId?: string;
}

/**
 * Writes the planned files, and the first trust root signed by the user's key. Each file is created
 * whole or not at all, the trust root last: a run that was cut off can be repeated.
 */
export async function applyInit(
  host: Host,
  plan: InitPlan,
  options: InitOptions & { readonly passphrase: Passphrase },
): Promise<Initialised> {
  // The key first: whoever cannot give its passphrase has written nothing.
  const key = plan.trust ? await keyFor(host, options) : undefined;
  for (const { path, after } of plan.changes) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: what was written is known when one fails
    await create(host, path, Buffer.from(after));
  }
  const written = plan.changes.map(({ path }) => path);
  if (key === undefined) return { written };
  const { signer, publicKey } = key;
  const { bytes } = await makeFirstRoot(
    { origin: originOf(plan.name), key: publicKey, owner: options.owner },
    signer,
  );
  const path = trustPath(1);
  // Before the file: once that is there, no later run would remember it.
  await rememberRoot(host, plan.name, sha256(bytes));
  await create(host, path, bytes);
  return { written: [...written, path], keyId: publicKey.keyId };
}

async function keyFor(
  host: Host,
  { key, passphrase }: InitOptions & { readonly passphrase: Passphrase },
): ReturnType<typeof openKey> {
  const path = `${keyFolder(host)}/${key}.pem`;
  if ((await host.files.read(path)) !== undefined) return openKey(host, key, passphrase);
  const fresh = await passphrase();
  await newKey(host, { name: key, type: "ed25519", passphrase: fresh });
  return openKey(host, key, () => Promise.resolve(fresh));
}

async function create(
  { files, repository }: Host,
  path: RepoPath,
  bytes: Uint8Array,
): Promise<void> {
  await files.create(await files.inside(repository.root, path), bytes);
}

/** `host/owner/repo/lineage`, without scheme: what an order log of this repository will be called. */
function originOf(repository: string): string {
  const bare = repository
    .replace(/^[a-z+]+:\/\//u, "")
    .replace(/^[^@/]+@/u, "")
    .replace(/\.git$/u, "");
  return `${bare.replaceAll(/[\s+]/gu, "-")}/lineage`;
}

function pathOf(text: string): RepoPath {
  const path = repoPath(text);
  if (path === undefined) throw new Failure("PATH", `${text} is no path of a tree`);
  return path;
}
