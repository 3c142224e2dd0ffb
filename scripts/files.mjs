// What the build scripts share: sorted walks, named failures, and writes that leave unchanged files alone.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export function byCodeUnit(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Every file below a folder, relative to it, with `/`, sorted; none if the folder does not exist. */
export function filesBelow(folder) {
  const below = ({ name }) => filesBelow(join(folder, name)).map((file) => `${name}/${file}`);
  return orNothing(() => readdirSync(folder, { withFileTypes: true }), [])
    .flatMap((entry) => (entry.isDirectory() ? below(entry) : [entry.name]))
    .toSorted(byCodeUnit);
}

/** Runs a step whose failure should name the file at fault. */
export function inFile(path, step) {
  try {
    return step();
  } catch (error) {
    throw new Error(`${path}: ${error.message}`, { cause: error });
  }
}

/** Makes a folder hold exactly these files; whoever reads it meanwhile finds none missing or half written. */
export function writeFolder(folder, files) {
  for (const [name, text] of files) writeIfChanged(join(folder, name), text);
  const stale = filesBelow(folder).filter((name) => !files.has(name) && !name.endsWith(".draft"));
  for (const name of stale) rmSync(join(folder, name), { force: true });
}

function writeIfChanged(path, text) {
  if (orNothing(() => readFileSync(path, "utf8")) === text) return;
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}

function orNothing(read, nothing) {
  try {
    return read();
  } catch (error) {
    if (error.code === "ENOENT") return nothing;
    throw error;
  }
}
