/** Standard base64 with padding (RFC 4648, 4): the only spelling that we write. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}

/**
 * The bytes of canonical standard base64; undefined for every other spelling. Node's own decoder
 * skips junk, stops at padding and takes the URL alphabet, so one value would have many texts.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) return undefined;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
