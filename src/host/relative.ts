import { stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { contains } from "./environment.ts";
import { realPath } from "./repository.ts";

/**
 * A path that a person names in a directory, as a path of the repository with `/`; `""` for its root,
 * undefined for one outside. Links on the way are followed, one at the end is not: Git stores it.
 */
export async function relativeToRoot(
  root: string,
  directory: string,
  text: string,
): Promise<string | undefined> {
  const asked = resolve(directory, text);
  const isDirectory = (await stat(asked).catch(() => undefined))?.isDirectory() === true;
  const real = isDirectory
    ? await realPath(asked)
    : join(await realPath(dirname(asked)), basename(asked));
  if (!contains(root, real)) return undefined;
  return relative(root, real).split(sep).join("/");
}
