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
  render: ({ keyId, type, publicKey, path, encrypted }, paint) => {
    const guard = encrypted ? "encrypted" : "not encrypted";
    return [
      `${paint.as("strong", keyId)}  ${type}`,
      `public key   ${publicKey}`,
      `private key  ${paint.show(path)}`,
      `             ${guard}; keep it out of Git`,
      "",
    ].join("\n");
  },
};

export const keyJsonReporter: Reporter<KeyDocument> = {
  name: "json",
  mediaType: "application/json",
  render: (document) => jsonText({ schema: schemaOf("key"), ...document }),
};
