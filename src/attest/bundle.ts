import { canonicalJson } from "../base/canonical.ts";
import type { Json } from "../base/json.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";
import type { PayloadType } from "./dsse.ts";
import { failed, passed, type Checked } from "./problem.ts";
import { anyText, fit, record, single, type Shape } from "./shape.ts";
import { readStrictJson, type JsonLimits } from "./strict-json.ts";

/** A signed payload: all that a Sigstore bundle of ours says. */
export interface Bundle {
  readonly payloadType: PayloadType;
  readonly payload: Uint8Array;
  /** base64(SHA-256(SPKI DER)): `keyid` of the envelope and `hint` of the bundle. */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** 8 MiB of payload in base64, and room for the rest. */
export const bundleLimits: JsonLimits = { bytes: 12 * 1024 * 1024, depth: 32 };

const mediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";
/** The older spelling of the same version; read, never written. */
const olderMediaType = "application/vnd.dev.sigstore.bundle+json;version=0.3";

/** What the JSON of a bundle may hold. */
interface BundleJson {
  readonly mediaType: string;
  readonly dsseEnvelope: {
    readonly payload: string;
    readonly payloadType: string;
    readonly signatures: readonly [{ readonly keyid: string; readonly sig: string }];
  };
  readonly verificationMaterial: { readonly publicKey: { readonly hint: string } };
}

const bundleShape: Shape<BundleJson> = record({
  mediaType: anyText,
  dsseEnvelope: record({
    payload: anyText,
    payloadType: anyText,
    signatures: single(record({ keyid: anyText, sig: anyText })),
  }),
  verificationMaterial: record({ publicKey: record({ hint: anyText }) }),
});

/** The canonical file of a bundle: Sigstore bundle v0.3 with one signature of one key. */
export function bundleBytes({ payloadType, payload, keyId, signature }: Bundle): Uint8Array {
  const value: Json = {
    mediaType,
    dsseEnvelope: {
      payload: encodeBase64(payload),
      payloadType,
      signatures: [{ keyid: keyId, sig: encodeBase64(signature) }],
    },
    verificationMaterial: { publicKey: { hint: keyId } },
  };
  return new TextEncoder().encode(`${canonicalJson(value)}\n`);
}

/**
 * The bundle in these bytes, when they are the one spelling of it and it carries a payload of this
 * type (steps 3 to 6 of the verification). Nothing is verified yet.
 */
export function readBundle(bytes: Uint8Array, payloadType: PayloadType): Checked<Bundle> {
  const read = readStrictJson(bytes, bundleLimits);
  if (!read.ok) return failed("bundle.parse", `it is not strict JSON: ${read.message}`);
  const shaped = shapeOf(read.value);
  if (!shaped.ok) return shaped;
  const decoded = read.isCanonical ? decodedBundle(shaped.value, payloadType) : undefined;
  if (decoded !== undefined) return typedBundle(decoded, shaped.value);
  return failed("bundle.canonical", "it is not written in its canonical form", {
    expected: "keys sorted, no white space, canonical base64, one line feed at the end",
  });
}

function shapeOf(value: Json): Checked<BundleJson> {
  const fitted = fit(bundleShape, value);
  if (!fitted.ok) {
    const { at, expected, found } = fitted;
    return failed(
      "bundle.shape",
      `it is no Sigstore bundle v0.3 signed by one key (at ${at || "the top"})`,
      { expected, found },
    );
  }
  const found = fitted.value.mediaType;
  if (found === mediaType || found === olderMediaType) return fitted;
  return failed("bundle.shape", "its media type is unknown", { expected: mediaType, found });
}

/** Undefined where its base64 is not canonical. */
function decodedBundle({ dsseEnvelope }: BundleJson, payloadType: PayloadType): Bundle | undefined {
  const [{ keyid, sig }] = dsseEnvelope.signatures;
  const payload = decodeBase64(dsseEnvelope.payload);
  const signature = decodeBase64(sig);
  return payload && signature && { payload, signature, keyId: keyid, payloadType };
}

function typedBundle(bundle: Bundle, json: BundleJson): Checked<Bundle> {
  const { payloadType } = json.dsseEnvelope;
  if (payloadType !== bundle.payloadType) {
    return failed("bundle.type", "its payload is of another type", {
      expected: bundle.payloadType,
      found: payloadType,
    });
  }
  const { hint } = json.verificationMaterial.publicKey;
  if (hint === bundle.keyId) return passed(bundle);
  return failed("bundle.type", "its key hint differs from the key id of its signature", {
    expected: bundle.keyId,
    found: hint,
  });
}
