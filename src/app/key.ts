import { generateKey, isEncryptedKey, readPrivateKey } from "../attest/private-key.ts";
import { publicKeyText, type KeyType, type PublicKey } from "../attest/keys.ts";
import { signerOf } from "../attest/signer.ts";
import { Failure } from "../base/failure.ts";
import type { Repository, Signer } from "../base/ports.ts";
import type { Host } from "./host.ts";

/** Asks for what is secret only when it is needed. */
export type Passphrase = () => Promise<string | undefined>;

export interface NewKeyOptions {
  readonly name: string;
  readonly type: KeyType;
  /** Where to write; otherwise the user's folder of keys. */
  readonly out?: string | undefined;
  readonly passphrase?: string | undefined;
}

/** What may be shown of a key. */
export interface ShownKey {
  readonly keyId: string;
  readonly type: KeyType;
  /** SPKI in base64. */
  readonly publicKey: string;
  readonly path: string;
  readonly encrypted: boolean;
}

export interface KeyHost extends Pick<Host, "files" | "userDirectory"> {
  /** Undefined outside a repository: then no path is tracked. */
  readonly repository?: Pick<Repository, "wouldTrack"> | undefined;
}

/**
 * Writes a fresh private key for this user alone (0600) and returns its public half.
 *
 * @throws Failure KEY for a path that Git would track, CONFLICT for one that exists
 */
export async function newKey(host: KeyHost, options: NewKeyOptions): Promise<ShownKey> {
  const path = options.out ?? keyPath(host, options.name);
  if ((await host.repository?.wouldTrack(path)) === true) {
    throw new Failure(
      "KEY",
      `${path} lies in the repository: Git would track the private key`,
      "choose a place outside, or leave --out away",
    );
  }
  if ((await host.files.read(path)) !== undefined)
    throw new Failure("CONFLICT", `there is already a file ${path}`, "choose another --name");
  const { publicKey, pem } = generateKey(options.type, { passphrase: options.passphrase });
  await host.files.create(path, Buffer.from(pem), 0o600);
  return shown(publicKey, path, options.passphrase !== undefined);
}

/** The public half of a key file. */
export async function showKey(
  host: KeyHost,
  source: string,
  passphrase: Passphrase,
): Promise<ShownKey> {
  const { pem, path } = await pemOf(host, source);
  const encrypted = isEncryptedKey(pem);
  const { publicKey } = readPrivateKey(pem, encrypted ? await passphrase() : undefined);
  return shown(publicKey, path, encrypted);
}

/** Whoever holds this key, ready to sign. `source`: a file, a name in the user's folder. */
export async function openKey(
  host: Pick<Host, "files" | "userDirectory">,
  source: string,
  passphrase: Passphrase,
): Promise<{ readonly signer: Signer; readonly publicKey: PublicKey }> {
  const { pem } = await pemOf(host, source);
  const key = readPrivateKey(pem, isEncryptedKey(pem) ? await passphrase() : undefined);
  return { signer: signerOf(key), publicKey: key.publicKey };
}

/** The user's own folder comes first: no file of a repository may stand in for a key of that name. */
async function pemOf(
  { files, userDirectory }: Pick<KeyHost, "files" | "userDirectory">,
  source: string,
): Promise<{ readonly pem: Uint8Array; readonly path: string }> {
  const isName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/u.test(source);
  const name = source.replace(/\.pem$/u, "");
  const own =
    isName && userDirectory !== undefined ? [`${keyFolder({ userDirectory })}/${name}.pem`] : [];
  const places = [...own, source];
  for (const path of places) {
    // oxlint-disable-next-line no-await-in-loop -- the second place is asked only if the first has none
    const pem = await files.read(path);
    if (pem !== undefined) return { pem, path };
  }
  throw new Failure(
    "KEY",
    `there is no key ${source}`,
    `looked for ${places.join(" and ")}; lineagectl key new makes one`,
  );
}

/**
 * Where this user's keys lie.
 *
 * @throws Failure IO where there is no home
 */
export function keyFolder({ userDirectory }: Pick<Host, "userDirectory">): string {
  if (userDirectory !== undefined) return `${userDirectory}/keys`;
  throw new Failure("IO", "there is no home directory for keys", "set HOME or XDG_CONFIG_HOME");
}

function keyPath(host: Pick<Host, "userDirectory">, name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/u.test(name)) return `${keyFolder(host)}/${name}.pem`;
  throw new Failure(
    "USAGE",
    `${JSON.stringify(name)} is no name for a key`,
    "letters, digits, dot, hyphen and underscore",
  );
}

function shown(key: PublicKey, path: string, encrypted: boolean): ShownKey {
  return { keyId: key.keyId, type: key.type, publicKey: publicKeyText(key), path, encrypted };
}
