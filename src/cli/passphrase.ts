import type { Passphrase } from "../app/key.ts";
import { Failure } from "../base/failure.ts";
import type { Files } from "../base/ports.ts";
import type { Io } from "./io.ts";

const variable = "LINEAGECTL_KEY_PASSWORD";
const fileVariable = "LINEAGECTL_KEY_PASSWORD_FILE";

/** The passphrase of an existing key: variable, file, or the terminal; never an argument. */
export function passphraseFrom(io: Io, files: Files): Passphrase {
  return async () => (await declared(io, files)) ?? io.askSecret("passphrase of the key: ");
}

/**
 * The passphrase for a new key; undefined for one that stays unencrypted, which somebody must have
 * asked for.
 */
export async function newPassphrase(
  io: Io,
  files: Files,
  none: boolean,
): Promise<string | undefined> {
  if (none) return undefined;
  const passphrase =
    (await declared(io, files)) ?? (await io.askSecret("passphrase for the new key: "));
  if (passphrase !== undefined && passphrase !== "") return passphrase;
  throw new Failure(
    "KEY",
    "a new key needs a passphrase",
    `set ${variable} or ${fileVariable}, or say --no-passphrase`,
  );
}

async function declared({ env }: Io, files: Files): Promise<string | undefined> {
  const direct = env[variable];
  if (direct !== undefined && direct !== "") return direct;
  const path = env[fileVariable];
  if (path === undefined || path === "") return undefined;
  const bytes = await files.read(path);
  if (bytes === undefined) throw new Failure("KEY", `${fileVariable} names no file`);
  return new TextDecoder().decode(bytes).replace(/\r?\n$/u, "");
}
