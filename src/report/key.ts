import type { Reporter } from "./document.ts";
import { jsonText, schemaOf } from "./json.ts";

/** The public half of a key, and where its private half lies. */
export interface KeyDocument {
  readonly keyId: string;
  readonly type: string;
  readonly publicKey: string;
  readonly path: string;
  readonly encrypted: boolean;
}

export const keyTextReporter: Reporter<KeyDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ keyId, type, publicKey, path, encrypted }, paint) =>
    `${paint.as("strong", keyId)}  ${type}\npublic key  ${publicKey}\nprivate key ${path} (${encrypted ? "encrypted" : "not encrypted"}; keep it out of Git)\n`,
};

export const keyJsonReporter: Reporter<KeyDocument> = {
  name: "json",
  mediaType: "application/json",
  render: (document) => jsonText({ schema: schemaOf("key"), ...document }),
};
