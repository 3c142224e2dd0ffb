import { sha256, type Sha256 } from "../base/digest.ts";
import type { RepoPath } from "../base/path.ts";
import type { Signer } from "../base/ports.ts";
import { bundleBytes, bundleLimits, readBundle, type Bundle } from "./bundle.ts";
import { preAuthentication, statementType } from "./dsse.ts";
import { entryDigest, entryPath } from "./ledger-path.ts";
import { failed, passed, type Checked } from "./problem.ts";

/** A file below `.lineage/entries` as the tree holds it. */
export interface LedgerFile {
  readonly path: RepoPath;
  /** Git's file mode; an entry is `100644`. */
  readonly mode: string;
  /** Undefined where the tree's reader refused the size or lacks the blob. */
  readonly bytes: Uint8Array | undefined;
}

export interface NewEntry {
  readonly path: RepoPath;
  readonly bytes: Uint8Array;
  /** SHA-256 of the payload: what other statements call it by. */
  readonly payload: Sha256;
}

/** The entry of a payload: its DSSE signature in a bundle, under the name of its bytes. */
export async function makeEntry(payload: Uint8Array, signer: Signer): Promise<NewEntry> {
  const signature = await signer.sign(preAuthentication(statementType, payload));
  const bytes = bundleBytes({
    payloadType: statementType,
    payload,
    keyId: signer.keyId,
    signature,
  });
  return { path: entryPath(sha256(bytes)), bytes, payload: sha256(payload) };
}

/** The bundle in an entry file: steps 1 to 6 of the verification, before any key is asked. */
export function readEntry(file: LedgerFile): Checked<Bundle> {
  const bytes = regularFile(file);
  if (!bytes.ok) return bytes;
  const named = namedByContent(file.path, bytes.value);
  return named.ok ? readBundle(named.value, statementType) : named;
}

/** Step 1: path, mode and size. */
function regularFile({ path, mode, bytes }: LedgerFile): Checked<Uint8Array> {
  if (entryDigest(path) === undefined) {
    return failed("file.path", "it is not named like an entry", {
      expected: ".lineage/entries/<ab>/<sha256>.sigstore.json in lower-case hex",
    });
  }
  if (mode !== "100644") {
    return failed("file.path", "it is no regular file", {
      expected: "mode 100644",
      found: `mode ${mode}`,
    });
  }
  if (bytes !== undefined && bytes.length <= bundleLimits.bytes) return passed(bytes);
  return failed("file.path", "it cannot be read: too large, or its blob is not in this clone", {
    expected: `at most ${bundleLimits.bytes} bytes`,
    help: "In a partial clone, fetch it: git checkout HEAD -- .lineage",
  });
}

/** Step 2: the name is the digest. */
function namedByContent(path: RepoPath, bytes: Uint8Array): Checked<Uint8Array> {
  const expected = entryDigest(path) ?? "";
  const found = sha256(bytes);
  if (found === expected) return passed(bytes);
  return failed("file.name", "its bytes are not those that its name promises", {
    expected: `sha256 ${expected}`,
    found: `sha256 ${found}`,
    ...(isLineEndingChange(bytes, expected) && {
      help: "Its line endings were converted: keep .lineage/.gitattributes with `* -text`, then git checkout -- .lineage",
    }),
  });
}

function isLineEndingChange(bytes: Uint8Array, expected: string): boolean {
  const unix = Buffer.from(bytes).toString("latin1").replaceAll("\r\n", "\n");
  return unix.length !== bytes.length && sha256(Buffer.from(unix, "latin1")) === expected;
}
