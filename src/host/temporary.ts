import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { Failure, messageOf } from "../base/failure.ts";
import { visible } from "../base/text.ts";

/** Folders to remove when this process ends. A signal that kills it at once leaves them behind. */
const folders = new Set<string>();

/** A new empty folder that only this user can enter; removed when the process ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lineagectl-")).catch((error: unknown) => {
    throw new Failure("IO", `no temporary folder: ${visible(messageOf(error))}`);
  });
  if (folders.size === 0) process.once("exit", removeFolders);
  folders.add(folder);
  return folder;
}

function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
}
