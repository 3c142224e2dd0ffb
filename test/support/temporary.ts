import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";

/**
 * Gives the whole run one temporary folder and removes it at the end: the workers of vitest are
 * stopped before they could clean up after themselves.
 *
 * @see https://vitest.dev/config/globalsetup
 */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "lineagectl-tests-"));
  env["TMPDIR"] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
