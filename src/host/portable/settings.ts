import { basename, join } from "node:path";
import { visible } from "../../base/text.ts";
import { unsupported, type PortablePlace } from "./place.ts";

/** Settings of the repository under which other bytes, names or files would be stored. */
const refused: readonly (readonly [string, (value: string) => boolean])[] = [
  ["core.ignorecase", (value) => value === "true"],
  ["core.precomposeunicode", (value) => value === "true"],
  ["core.symlinks", (value) => value === "false"],
  ["core.excludesfile", () => true],
  ["core.attributesfile", () => true],
];

/** Lines of configuration that name one of them, or `core.autocrlf`, or lead to more lines. */
const inUserFiles =
  /^[ \t]*(?:\[[ \t]*include|(?:\[[^\]\n]*\][ \t]*)?(?:autocrlf|ignorecase|precomposeunicode|symlinks|filemode|excludesfile|attributesfile)\b)/imu;

/** Refuses a working tree that this reader would store otherwise than `git add` does. */
export async function refuseSettings(place: PortablePlace): Promise<void> {
  for (const [name, applies] of refused) {
    // oxlint-disable-next-line no-await-in-loop -- a handful of settings
    const value = await place.config(name);
    if (value !== undefined && applies(value))
      throw unsupported(`a working tree under ${name}=${visible(value)}`);
  }
  const own = (await place.disk.text(join(place.gitDirectory, "config"))) ?? "";
  if (/^[ \t]*\[[ \t]*include/imu.test(own))
    throw unsupported("a working tree whose configuration includes other files");
  for (const path of place.userFiles) {
    // oxlint-disable-next-line no-await-in-loop -- a handful of files
    const text = (await place.disk.text(path)) ?? "";
    if (matters(path, text))
      throw unsupported(`a working tree under the settings of ${visible(path)}`);
  }
}

function matters(path: string, text: string): boolean {
  const isRules = ["ignore", "attributes", "gitattributes"].includes(basename(path));
  return isRules ? /^[ \t]*[^#\s]/mu.test(text) : inUserFiles.test(text);
}
