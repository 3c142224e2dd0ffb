import { makeEntry, type NewEntry } from "../attest/entry.ts";
import { pathState, type Heads } from "../attest/heads.ts";
import { readTrust, type Trust } from "../attest/trust-chain.ts";
import { currentHeads } from "../attest/verify.ts";
import type { Statement } from "../attest/statement.ts";
import { Failure } from "../base/failure.ts";
import type { Signer } from "../base/ports.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Host } from "./host.ts";
import { readLedger, type Ledger } from "./ledger.ts";
import { readSides, sidesOf, type ReviewOptions, type States } from "./review.ts";
import { repositoryName, statementOf, subjectsOf, type Subjects } from "./statement.ts";

export interface AttestOptions extends ReviewOptions {
  /** Every covered file, as if the repository began here. */
  readonly all?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

export type Attested =
  | { readonly did: "nothing"; readonly files: number }
  | {
      readonly did: "wrote" | "would write";
      readonly entry: NewEntry;
      readonly statement: Statement;
      /** The label that the trust root gives the key. */
      readonly signer: string;
      readonly keyType: string;
    };

/**
 * Signs what changed: builds the statement of the two trees and writes it as one entry file.
 * Reads cold, since no cache that a signature rests on may come from elsewhere (DESIGN 9.16).
 *
 * @throws Failure CONFIG where the tree's own configuration is broken, TRUST_ROOT or KEY where the
 *         signature would not be accepted
 */
export async function attest(
  host: Host,
  signer: Signer,
  options: AttestOptions,
): Promise<Attested> {
  const states = await statesOf(host, options);
  requireSound(states.head.settings.diagnostics);
  const ledger = await readLedger(states.head.tree, states.head.entries);
  const trust = trustedBy(ledger);
  const owner = signerIn(trust, signer);
  const repository = repositoryName(states.head);
  const heads = currentHeads({ ...ledger, anchor: undefined, repository });
  const subjects = await subjectsOf(states);
  if (isAttested(subjects, heads)) {
    return { did: "nothing", files: subjects.files.length + subjects.removed.length };
  }
  const asOf = options.asOf ?? host.clock.today();
  const { statement, payload } = await statementOf(states, { asOf, tool: host.tool, heads });
  const entry = await makeEntry(payload, signer);
  if (options.dryRun !== true) await write(host, entry);
  return { did: options.dryRun === true ? "would write" : "wrote", entry, statement, ...owner };
}

async function statesOf(host: Host, options: AttestOptions): Promise<States> {
  const cold = { tool: host.tool };
  const sides = await sidesOf(host, options);
  if (options.all !== true) return readSides(cold, sides);
  const empty = host.repository.openEmpty();
  const base = { label: empty.label, tree: empty.tree, open: () => Promise.resolve(empty) };
  return readSides(cold, { ...sides, base, why: "--all: everything is new" });
}

function requireSound(diagnostics: readonly Diagnostic[]): void {
  const broken = diagnostics.find(({ severity }) => severity === "error");
  if (broken === undefined) return;
  throw new Failure(
    "CONFIG",
    `the configuration cannot be signed: ${broken.message}`,
    "lineagectl check shows where",
  );
}

function trustedBy({ trust }: Ledger): Trust {
  const read = readTrust(trust, undefined);
  if (read.ok) return read.value;
  const help = trust.length === 0 ? "lineagectl init writes the first one" : read.problem.help;
  throw new Failure("TRUST_ROOT", read.problem.message, help);
}

/** Fails before signing what nobody would accept. */
function signerIn(
  { root }: Trust,
  { keyId }: Signer,
): { readonly signer: string; readonly keyType: string } {
  const key = root.keys[keyId];
  if (key !== undefined && root.roles.entry.keys.includes(keyId))
    return { signer: key.owner, keyType: key.type };
  throw new Failure(
    "KEY",
    `the key ${keyId} may not sign entries under trust root ${root.version}`,
    "sign with a key of its role entry, or have the key added to the trust root",
  );
}

function isAttested({ files, removed }: Subjects, heads: Heads): boolean {
  const present = files.every(({ path, sha256 }) => pathState(heads, path, sha256) === "attested");
  return present && removed.every(({ path }) => pathState(heads, path, undefined) === "removed");
}

async function write({ files, repository }: Host, { path, bytes }: NewEntry): Promise<void> {
  const place = await files.inside(repository.root, path);
  if (!(await repository.wouldTrack(place))) {
    const help = "take .lineage out of .gitignore: signatures are committed with what they sign";
    throw new Failure("PATH", `Git ignores ${path}`, help);
  }
  await files.create(place, bytes);
}
