import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isSha256, type Sha256 } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import { textAt, type Json } from "../base/json.ts";

export interface ToolFiles {
  readonly name: string;
  readonly version: string;
  readonly sha256: Sha256;
}

/**
 * What this installation is: the version of its package and the digest over the files that ship,
 * made at build. A chunk may lie at any depth, so the package is found by walking up.
 */
export async function installedTool(
  start: string = dirname(fileURLToPath(import.meta.url)),
): Promise<ToolFiles> {
  const manifest = await json(join(start, "package.json"));
  if (textAt(manifest, "name") === "lineagectl")
    return toolIn(start, textAt(manifest, "version") ?? "");
  const parent = dirname(start);
  if (parent === start)
    throw new Failure(
      "IO",
      "the installation of lineagectl is incomplete: package.json is missing",
    );
  return installedTool(parent);
}

async function toolIn(root: string, version: string): Promise<ToolFiles> {
  const digest = textAt(await json(join(root, "dist", "digest.json")), "sha256");
  if (digest !== undefined && isSha256(digest))
    return { name: "lineagectl", version, sha256: digest };
  throw new Failure(
    "IO",
    "the installation of lineagectl is incomplete: dist/digest.json is missing",
    "npm run build",
  );
}

async function json(path: string): Promise<Json | undefined> {
  try {
    const value: Json = JSON.parse(await readFile(path, "utf8"));
    return value;
  } catch {
    return undefined;
  }
}
