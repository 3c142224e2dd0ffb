import { isSha256, type Sha256 } from "../base/digest.ts";
import { keyTypes, readPublicKeyText, type KeyType, type PublicKey } from "./keys.ts";
import { readPayload } from "./payload.ts";
import { failed, passed, type Checked } from "./problem.ts";
import { branded, fit, integer, mapOf, oneOf, record, sorted, text, type Shape } from "./shape.ts";

export const rootKind = "lineagectl.dev/root/v1";

/** Who may sign what (DESIGN 9.10, 9.13), as its file says it. */
export type TrustRoot = {
  readonly kind: typeof rootKind;
  /** The N of its file name. */
  readonly version: number;
  /** Digest of the file of version N-1; absent in version 1. */
  readonly previous?: Sha256;
  /** `set`: every entry stands alone. `log`: a sealer orders them. */
  readonly log: { readonly origin: string; readonly mode: "set" | "log" };
  readonly keys: Readonly<Record<string, TrustedKey>>;
  readonly roles: {
    readonly root: Role;
    readonly entry: Role & { readonly paths: readonly string[] };
    readonly sealer?: Role;
    readonly tombstone?: Role;
  };
  /** Who is who, by an id that may be signed: names and e-mails stay in this file. */
  readonly principals?: Readonly<Record<string, Principal>>;
  /** Only grows. `from` is a log size; without it the key was never good. */
  readonly revoked?: readonly RevokedKey[];
  /** Entry files that stay valid although their key is revoked. */
  readonly endorsed?: readonly Sha256[];
};

export type TrustedKey = { readonly type: KeyType; readonly spki: string; readonly owner: string };
export type Role = { readonly threshold: number; readonly keys: readonly string[] };
export type Principal = {
  readonly keys?: readonly string[];
  readonly teams?: readonly string[];
  readonly handles?: readonly string[];
  readonly emails?: readonly string[];
};
export type RevokedKey = {
  readonly key: string;
  readonly from?: string;
  readonly reason: "compromised" | "retired" | "lost";
};

const keyIdPattern = /^[A-Za-z0-9+/]{43}=$/u;
const keyIds: Shape<readonly string[]> = sorted(
  text(keyIdPattern, "a key id in base64"),
  (id) => id,
);
const digest: Shape<Sha256> = branded(isSha256, "64 lower-case hex digits");
/** A name for people; an address with a domain is personal data and has no place here. */
const label: Shape<string> = text(
  /^(?!.*@[^@]*\.)[^\s\p{Cc}](?:[^\p{Cc}]{0,98}[^\s\p{Cc}])?$/u,
  "a label of at most 100 characters that is no e-mail address",
);
const role: Shape<Role> = record({ threshold: integer(1), keys: keyIds });
const names = (pattern: RegExp, expected: string): Shape<readonly string[]> =>
  sorted(text(pattern, expected), (name) => name);

const principal: Shape<Principal> = record(
  {},
  {
    keys: keyIds,
    teams: names(/^team\/[^\s@]+$/u, "team/x"),
    handles: names(/^@[^\s@]+$/u, "@org/x"),
    emails: names(/^[^\s@]+@[^\s@]+$/u, "an e-mail address"),
  },
);

const rootShape: Shape<TrustRoot> = record(
  {
    kind: oneOf(rootKind),
    version: integer(1),
    log: record({
      origin: text(/^[^\s+\p{Cc}]{1,255}$/u, "an origin without white space and +"),
      mode: oneOf("set", "log"),
    }),
    keys: mapOf(
      keyIdPattern,
      record({ type: oneOf(...keyTypes), spki: text(/^/u, "a key"), owner: label }),
    ),
    roles: record(
      {
        root: role,
        entry: record({
          threshold: integer(1),
          keys: keyIds,
          paths: sorted(text(/^[^\p{Cc}]+$/u, "a glob"), (glob) => glob, 1),
        }),
      },
      { sealer: role, tombstone: role },
    ),
  },
  {
    previous: digest,
    principals: mapOf(/^[a-z0-9][a-z0-9-]{0,63}$/u, principal),
    revoked: sorted(
      record(
        {
          key: text(keyIdPattern, "a key id in base64"),
          reason: oneOf("compromised", "retired", "lost"),
        },
        { from: text(/^(?:0|[1-9]\d{0,15})$/u, "a log size in decimal digits") },
      ),
      ({ key }) => key,
    ),
    endorsed: sorted(digest, (sha256) => sha256),
  },
);

/** A trust root whose keys were checked and whose roles name known keys. */
export interface ReadRoot {
  readonly root: TrustRoot;
  readonly keys: ReadonlyMap<string, PublicKey>;
}

/** The trust root in a payload, when its form, its keys and its roles are sound. */
export function readRoot(payload: Uint8Array): Checked<ReadRoot> {
  const read = readPayload(payload);
  if (!read.ok) return failed("trust.chain", read.problem.message);
  const fitted = fit(rootShape, read.value);
  if (!fitted.ok) {
    const { at, expected, found } = fitted;
    return failed("trust.chain", `its content is malformed at ${at || "the top"}`, {
      expected,
      found,
    });
  }
  return soundRoot(fitted.value);
}

function soundRoot(root: TrustRoot): Checked<ReadRoot> {
  const keys = new Map<string, PublicKey>();
  for (const [keyId, { type, spki }] of Object.entries(root.keys)) {
    const read = readPublicKeyText(spki);
    if (!read.ok) return failed("trust.chain", `its key ${keyId} ${read.fault}`);
    if (read.key.keyId !== keyId || read.key.type !== type) {
      return failed("trust.chain", `its key ${keyId} is not what it is listed as`, {
        expected: `${type} ${keyId}`,
        found: `${read.key.type} ${read.key.keyId}`,
      });
    }
    keys.set(keyId, read.key);
  }
  const fault = roleFault(root) ?? linkFault(root);
  return fault === undefined ? passed({ root, keys }) : failed("trust.chain", fault);
}

/** Key ids are digests of their keys, so distinct ids are distinct keys. */
function roleFault({ roles, keys }: TrustRoot): string | undefined {
  for (const [name, held] of Object.entries(roles)) {
    const stranger = held.keys.find((keyId) => !Object.hasOwn(keys, keyId));
    if (stranger !== undefined) return `its role ${name} names the unlisted key ${stranger}`;
    if (held.threshold > held.keys.length) {
      return `its role ${name} asks for ${held.threshold} signers and has ${held.keys.length}`;
    }
  }
  const both = roles.sealer?.keys.find((keyId) => roles.root.keys.includes(keyId));
  return both === undefined ? undefined : `its key ${both} is both root and sealer`;
}

function linkFault({ version, previous, log, roles }: TrustRoot): string | undefined {
  if ((version === 1) !== (previous === undefined)) {
    return version === 1
      ? "version 1 names a previous one"
      : "it does not name its previous version";
  }
  return log.mode === "log" && !roles.sealer ? "it has mode log and no sealer" : undefined;
}
