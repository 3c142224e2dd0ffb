import { canonicalJson } from "../base/canonical.ts";
import { by } from "../base/compare.ts";
import { sha256, type Sha256 } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import type { RepoPath } from "../base/path.ts";
import type { Signer } from "../base/ports.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";
import { preAuthentication, rootType } from "./dsse.ts";
import { isSignedBy, publicKeyText, type PublicKey } from "./keys.ts";
import { trustPath, trustVersion } from "./ledger-path.ts";
import { payloadBytes } from "./payload.ts";
import { failed, passed, type Checked, type Failed } from "./problem.ts";
import { anyText, fit, oneOf, record, sorted, type Shape } from "./shape.ts";
import { readStrictJson } from "./strict-json.ts";
import { readRoot, rootKind, type ReadRoot, type Role, type TrustRoot } from "./trust-root.ts";

/** Where trust comes from, outside the tree that is judged. */
export type Anchor = { readonly trustRootSha256: string } | { readonly trustRootBytes: Uint8Array };

export interface TrustFile {
  readonly path: RepoPath;
  readonly bytes: Uint8Array;
}

/** The newest trust root of a valid chain. */
export interface Trust extends ReadRoot {
  /** Digest of its file. */
  readonly sha256: Sha256;
  readonly anchored: boolean;
}

interface Envelope {
  readonly payloadType: typeof rootType;
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** One file of the chain, opened and sound in itself. */
interface Link extends ReadRoot {
  readonly path: RepoPath;
  readonly sha256: Sha256;
  readonly payload: Uint8Array;
  readonly signatures: Envelope["signatures"];
}

const versionsMax = 1024;
const fileLimits = { bytes: 1024 * 1024, depth: 32 };

const envelopeShape: Shape<Envelope> = record({
  payload: anyText,
  payloadType: oneOf(rootType),
  signatures: sorted(record({ keyid: anyText, sig: anyText }), ({ keyid }) => keyid, 1),
});

/**
 * The first trust root of a repository: one key that is root and signs entries, mode `set`.
 * `owner` is a label for people, not an e-mail.
 */
export async function makeFirstRoot(
  facts: { readonly origin: string; readonly key: PublicKey; readonly owner: string },
  signer: Signer,
): Promise<TrustFile> {
  const { key, owner, origin } = facts;
  const root: TrustRoot = {
    kind: rootKind,
    version: 1,
    log: { origin, mode: "set" },
    keys: { [key.keyId]: { type: key.type, spki: publicKeyText(key), owner } },
    roles: {
      root: { threshold: 1, keys: [key.keyId] },
      entry: { threshold: 1, keys: [key.keyId], paths: ["**"] },
    },
  };
  return signRoot(root, [signer]);
}

/**
 * The file of a trust root: a DSSE envelope in its one spelling, signed by each of the signers.
 *
 * @throws Failure TRUST_ROOT for a root that no reader would accept
 */
export async function signRoot(root: TrustRoot, signers: readonly Signer[]): Promise<TrustFile> {
  const payload = payloadBytes(root);
  const read = readRoot(payload);
  if (!read.ok)
    throw new Failure("TRUST_ROOT", `the trust root cannot be written: ${read.problem.message}`);
  const signed = preAuthentication(rootType, payload);
  const signatures = await Promise.all(
    signers.map(async (signer) => ({
      keyid: signer.keyId,
      sig: encodeBase64(await signer.sign(signed)),
    })),
  );
  const envelope = {
    payload: encodeBase64(payload),
    payloadType: rootType,
    signatures: signatures.toSorted(by(({ keyid }) => keyid)),
  };
  const bytes = new TextEncoder().encode(`${canonicalJson(envelope)}\n`);
  return { path: trustPath(root.version), bytes };
}

/**
 * The trust in force (step 7): versions 1 to N without gap, each signed by the thresholds of itself
 * and of its predecessor, and the anchor, if there is one, a part of the chain.
 */
export function readTrust(files: readonly TrustFile[], anchor: Anchor | undefined): Checked<Trust> {
  if (files.length === 0) return failed("trust.none", "there is no trust root");
  const links = linksOf(files);
  if (!links.ok) return links;
  const chained = chain(links.value);
  return chained.ok ? anchoredAt(links.value, chained.value, anchor) : chained;
}

function linksOf(files: readonly TrustFile[]): Checked<readonly Link[]> {
  const byVersion = files.toSorted(
    (a, b) => (trustVersion(a.path) ?? 0) - (trustVersion(b.path) ?? 0),
  );
  const links: Link[] = [];
  for (const [index, file] of byVersion.entries()) {
    if (index >= versionsMax)
      return broken(file.path, `there are more than ${versionsMax} versions`);
    const link = opened(file, index + 1);
    if (!link.ok) return link;
    links.push(link.value);
  }
  return passed(links);
}

function opened({ path, bytes }: TrustFile, version: number): Checked<Link> {
  if (trustVersion(path) !== version) return broken(path, `version ${version} is missing`);
  const read = readStrictJson(bytes, fileLimits);
  if (!read.ok) return broken(path, `it is not strict JSON: ${read.message}`);
  const fitted = fit(envelopeShape, read.value);
  if (!fitted.ok)
    return broken(
      path,
      `expected ${fitted.expected} at ${fitted.at || "the top"}, found ${fitted.found}`,
    );
  const payload = decodeBase64(fitted.value.payload);
  if (payload === undefined || !read.isCanonical) {
    return broken(path, "it is not written in its canonical form");
  }
  const root = readRoot(payload);
  if (!root.ok) return { ok: false, problem: { ...root.problem, path } };
  if (root.value.root.version !== version) {
    return broken(path, `it says version ${root.value.root.version}`);
  }
  return passed({
    ...root.value,
    path,
    payload,
    sha256: sha256(bytes),
    signatures: fitted.value.signatures,
  });
}

/** Checks every link against the one before it; the value is the newest. */
function chain(links: readonly Link[]): Checked<Link> {
  let before: Link | undefined;
  for (const link of links) {
    const fault = signatureFault(link, before) ?? (before && updateFault(link, before));
    if (fault !== undefined) return broken(link.path, fault);
    before = link;
  }
  return before === undefined ? failed("trust.none", "there is no trust root") : passed(before);
}

/** Each signature must be good and by a root key, so that a file cannot carry unverified ones. */
function signatureFault(link: Link, before: Link | undefined): string | undefined {
  const signed = preAuthentication(rootType, link.payload);
  const good = new Set<string>();
  for (const { keyid, sig } of link.signatures) {
    const key = rootKey(link, keyid) ?? (before && rootKey(before, keyid));
    if (key === undefined) return `it is signed by ${keyid}, which is no root key`;
    const signature = decodeBase64(sig);
    if (!signature || !isSignedBy(key, signed, signature))
      return `its signature by ${keyid} is wrong`;
    good.add(keyid);
  }
  return thresholdFault(link, good) ?? (before && thresholdFault(before, good));
}

function rootKey({ root, keys }: Link, keyId: string): PublicKey | undefined {
  return root.roles.root.keys.includes(keyId) ? keys.get(keyId) : undefined;
}

function thresholdFault({ root }: Link, good: ReadonlySet<string>): string | undefined {
  const { threshold, keys }: Role = root.roles.root;
  const count = keys.filter((keyId) => good.has(keyId)).length;
  if (count >= threshold) return undefined;
  return `it has ${count} of the ${threshold} signatures that root ${root.version} asks for`;
}

function updateFault({ root }: Link, before: Link): string | undefined {
  if (root.previous !== before.sha256) {
    return `its predecessor has another digest than it names (expected ${before.sha256}, found ${root.previous ?? "none"})`;
  }
  if (root.log.origin !== before.root.log.origin) return "it changes the origin of the log";
  const kept = new Set(root.revoked?.map((item) => canonicalJson(item)));
  const lost = before.root.revoked?.find((item) => !kept.has(canonicalJson(item)));
  return lost && `it takes back the revocation of ${lost.key}`;
}

function anchoredAt(
  links: readonly Link[],
  newest: Link,
  anchor: Anchor | undefined,
): Checked<Trust> {
  const trust = { root: newest.root, keys: newest.keys, sha256: newest.sha256 };
  if (anchor === undefined) return passed({ ...trust, anchored: false });
  const expected =
    "trustRootSha256" in anchor ? anchor.trustRootSha256 : sha256(anchor.trustRootBytes);
  if (links.some((link) => link.sha256 === expected)) return passed({ ...trust, anchored: true });
  return failed(
    "trust.chain",
    "the trust root that this run was told to trust is not part of the chain",
    {
      expected: `sha256 ${expected}`,
      found: links.map((link) => `${link.sha256} (version ${link.root.version})`).join(", "),
    },
  );
}

function broken(path: RepoPath, message: string): Failed {
  return failed("trust.chain", message, { path });
}
