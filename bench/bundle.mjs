// Makes a TypeScript file of this repository loadable: bundled into a temporary folder.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const requireForPackages =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** The bundle's file, and how to be rid of it. */
export async function bundled(entry) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "lineagectl-bench-")));
  const file = join(folder, "bundle.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    banner: { js: requireForPackages },
    logLevel: "warning",
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
