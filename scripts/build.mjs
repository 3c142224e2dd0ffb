// src -> dist: the program and the library as ES modules, their declarations, and the digest of what ships.
// With --twice it builds two times and fails unless both give the same bytes.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { byCodeUnit, filesBelow, sha256 } from "./files.mjs";

const first = await buildOnce();
if (process.argv.includes("--twice")) {
  const second = await buildOnce();
  const differing = [...new Set([...first.keys(), ...second.keys()])]
    .filter((path) => first.get(path) !== second.get(path))
    .toSorted(byCodeUnit);
  if (differing.length > 0) throw new Error(`two builds differ in ${differing.join(", ")}`);
}

/** Returns what ships, path -> digest; dist/digest.json holds the digest over those lines. */
async function buildOnce() {
  rmSync("dist", { recursive: true, force: true });
  await bundle();
  declarations();
  const shipped = digests();
  const lines = [...shipped].map(([path, digest]) => `${path} ${digest}\n`);
  writeFileSync("dist/digest.json", `${JSON.stringify({ sha256: sha256(lines.join("")) })}\n`);
  return shipped;
}

async function bundle() {
  await build({
    entryPoints: { cli: "src/cli/main.ts", index: "src/index.ts" },
    outdir: "dist",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    chunkNames: "chunks/[name]-[hash]",
    // Names stay, so that a stack trace in a bug report can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "linked",
    logLevel: "warning",
    // Our modules have no effects when loaded (package.json says so); a bare import of a chunk may go.
    logOverride: { "ignored-bare-import": "silent" },
    // CommonJS dependencies call require("node:…"), which an ES module does not have.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
}

function declarations() {
  const tsc = "node_modules/typescript/bin/tsc";
  const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], {
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("the declarations were not written");
}

/** package.json's `files` without the prose, which may change without changing the tool. */
function digests() {
  const paths = ["bin", "dist", "schemas"]
    .flatMap((folder) => filesBelow(folder).map((file) => `${folder}/${file}`))
    .concat("package.json")
    .toSorted(byCodeUnit);
  return new Map(paths.map((path) => [path, sha256(readFileSync(path))]));
}
