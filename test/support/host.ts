import { createHash } from "node:crypto";
import { generateKey, readPrivateKey } from "../../src/attest/private-key.ts";
import { signerOf } from "../../src/attest/signer.ts";
import { makeFirstRoot } from "../../src/attest/trust-chain.ts";
import type { Host } from "../../src/app/host.ts";
import type { Sha256 } from "../../src/base/digest.ts";
import type { Day, Signer } from "../../src/base/ports.ts";
import { filesOn } from "../../src/host/files.ts";
import { openRepository } from "../../src/host/repository.ts";
import { isolatedEnvironment, type FilesToWrite } from "./repository.ts";

export const testDay = "2026-11-24" as Day;
export const testAddress = "https://git.example.com/acme/shop";

/** A host on a real folder, with a fixed day and tool, outside CI and without cache. */
export async function hostAt(
  root: string,
  more: Partial<Host> = {},
  variables: Readonly<Record<string, string>> = {},
): Promise<Host> {
  const repository = await openRepository(root, {
    environment: { ...isolatedEnvironment(), ...variables },
    directory: root,
  });
  return {
    repository,
    files: filesOn(undefined, { root, folder: repository.cacheDirectory }),
    clock: { today: () => testDay },
    tool: {
      name: "lineagectl",
      version: "0.0.0",
      sha256: createHash("sha256").update("test build").digest("hex") as Sha256,
    },
    userDirectory: `${root}-user`,
    ci: false,
    ...more,
  };
}

export interface TestTrust {
  readonly signer: Signer;
  /** The trust root's file, to be committed. */
  readonly files: FilesToWrite;
  readonly digest: string;
}

/** A fresh key and the first trust root that it signs. */
export async function makeTrust(): Promise<TestTrust> {
  const key = readPrivateKey(Buffer.from(generateKey("ed25519").pem));
  const signer = signerOf(key);
  const { path, bytes } = await makeFirstRoot(
    { origin: "git.example.com/acme/shop/lineage", key: key.publicKey, owner: "tester" },
    signer,
  );
  const digest = createHash("sha256").update(bytes).digest("hex");
  return { signer, files: { [path]: bytes }, digest };
}

/** A valid dataset document; `text` makes its content differ. */
export function dataset(name: string, text = ""): string {
  return [
    "apiVersion: lineagectl.dev/v1",
    "kind: Dataset",
    `metadata: {name: ${name}, namespace: shop, owner: {team: shop, email: shop@example.com}, description: "v${text}"}`,
    "spec: {type: table, format: parquet}",
    "",
  ].join("\n");
}

export function configFile(require: readonly string[] = []): string {
  return `repo: {urls: [${testAddress}]}\nattest: {require: [${require.join(", ")}]}\n`;
}
